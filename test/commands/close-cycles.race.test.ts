import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dispatch } from '../../src/commands/kit/dispatch.ts';
import type { House } from '../../src/commands/kit/invocation.ts';
import { holdBooks } from '../../src/store/books.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type Cases, monday, useCasesWithFacts, WEDNESDAY } from '../cycles-world.ts';
import { expectCalm } from './races.ts';

let cases: Cases;
let world: Cases['world'];
const stores: Store[] = [];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
  for (let n = 0; n < 3; n++) stores.push(openStore(world.url));
});
afterAll(async () => {
  await Promise.all(stores.map((one) => one.close()));
  await world?.close();
});

beforeEach(() => cases.at(WEDNESDAY));

/** The clock of one of several processes: it types again as long as something is left. */
async function clock(store: Store): Promise<number> {
  const house: House = { ...world.house, store };
  for (let closed = 0, fruitless = 0; ; ) {
    const invocation = {
      command: 'close-cycles',
      args: {},
      personId: null,
      via: { door: 'clock' as const },
      within: 60_000,
    };
    const outcome = await dispatch(house, invocation);
    if (outcome.kind !== 'done') {
      if (++fruitless > 5) throw new Error(`close-cycles ${outcome.kind}: ${JSON.stringify(world.logs.at(-1))}`);
      continue;
    }
    const result = outcome.result as { closed: number; left: boolean };
    closed += result.closed;
    if (!result.left) return closed;
  }
}

test('three processes close each cycle exactly once, and warn and propose once', async () => {
  const ids: number[] = [];
  for (let n = 0; n < 12; n++) {
    const id = await cases.useCase(`raced-${n}`);
    await cases.criterion(`raced-${n}`, { cycles: n % 2 === 0 ? 1 : 2 });
    await cases.week(id, 1, { decisions: 40, reversals: 10 });
    ids.push(id);
  }
  cases.at(`${monday(2)}T06:00:00Z`);
  const closed = await Promise.all([...stores, ...stores, ...stores].map(clock));
  expect(closed.reduce((all, one) => all + one)).toBe(24);
  const [row] = await world.sql<
    { cycles: number; warnings: number; proposals: number; judged: number; audited: number }[]
  >`
    select (select count(*)::int from cycle) as cycles, (select count(*)::int from warning) as warnings,
      (select count(*)::int from proposal) as proposals, (select count(*)::int from judgement) as judged,
      (select count(*)::int from audit where action = 'close_cycle') as audited`;
  expect(row).toEqual({ cycles: 24, warnings: 6, proposals: 6, judged: 12, audited: 24 });
  await expectCalm(world);
});

test('a close and a running ingestion wait for each other: no fact is lost between two cycles, and none is in both', async () => {
  const id = await cases.useCase('busy');
  cases.at(`${monday(2)}T06:00:00Z`);
  // Batches go on coming while the cycle closes.
  const batches = Array.from({ length: 12 }, () => () => cases.week(id, 1, { decisions: 21, reversals: 0 }));
  const ingest = (async () => {
    for (const batch of batches) await batch();
  })();
  await Promise.all([ingest, ...stores.map(clock)]);
  await clock(stores[0]!);
  cases.at(`${monday(3)}T06:00:00Z`);
  await clock(stores[0]!);
  const rows = await world.sql<{ decisions: number; late: number }[]>`
    select (facts->'reversal_rate'->>'decisions')::int as decisions, (facts->>'late')::int as late
    from cycle where use_case_id = ${id} and starts_on >= ${monday(1)} order by starts_on`;
  expect(rows).toHaveLength(2);
  expect(rows[0]!.decisions + rows[1]!.decisions).toBe(12 * 21);
  expect(rows[1]!.late).toBe(rows[1]!.decisions);
});

test('a use case whose books are held is closed as soon as they are free', async () => {
  const id = await cases.useCase('held');
  cases.at(`${monday(1)}T06:00:00Z`);
  const free = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const ingestion = world.store.background.transaction(async (db) => {
    await holdBooks(db, [id]);
    held.resolve();
    await free.promise;
  });
  await held.promise;
  const closing = clock(stores[0]!);
  setTimeout(free.resolve, 200);
  await Promise.all([ingestion, closing]);
  const [row] = await world.sql<{ n: number }[]>`select count(*)::int as n from cycle where use_case_id = ${id}`;
  expect(row!.n).toBe(1);
});

test('a thousand use cases close within seconds', async () => {
  const [olu, dee, sam] = [await world.person('olu'), await world.person('dee'), await world.person('sam')];
  cases.at(`${monday(10)}T12:00:00Z`);
  await world.sql`
    insert into use_case (slug, state, owner_id, deputy_id, stop_authority_id, timezone, state_since, created_by, created_at)
    select 'many-' || n, 'active', ${olu}, ${dee}, ${sam}, 'Europe/Berlin', ${world.now()}, ${olu}, ${world.now()}
    from generate_series(1, 1000) as n`;
  await world.sql`
    insert into criterion (use_case_id, kpi, threshold, cycles, unit, words, set_by, set_at, agreed_by, agreed_at)
    select id, 'reversal_rate', 15, 1, 'week', 'Too many', ${olu}, '2026-03-02', ${sam}, '2026-03-02'
    from use_case where slug like 'many-%'`;
  await world.sql`
    insert into fact_day (use_case_id, day, decisions, reversals, usage_reported, decisions_reported)
    select id, day, 10, case when id % 25 = 0 then 5 else 1 end, true, true
    from use_case, generate_series(${monday(10)}::date, ${monday(10)}::date + 6, '1 day') as day where slug like 'many-%'`;
  cases.at(`${monday(11)}T12:00:00Z`);
  const began = performance.now();
  const closed = await Promise.all(stores.map(clock));
  const seconds = (performance.now() - began) / 1000;
  const [row] = await world.sql<{ cycles: number; proposals: number }[]>`
    select (select count(*)::int from cycle c join use_case u on u.id = use_case_id where slug like 'many-%') as cycles,
      (select count(*)::int from proposal p join use_case u on u.id = use_case_id where slug like 'many-%') as proposals`;
  expect(closed.reduce((all, one) => all + one)).toBeGreaterThanOrEqual(1000);
  // It begins to run on that Monday, so its first week counts, and of 25 one is bad.
  expect(row).toEqual({ cycles: 1000, proposals: 40 });
  // Seconds on a machine of its own; a loaded one gets patience.
  expect(seconds).toBeLessThan(60);
});

test('with one among them that cannot be closed three processes close the others as fast, each once', async () => {
  const [broken] = await world.sql<{ id: number }[]>`select id from use_case where slug = 'many-500'`;
  await world.sql`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a row that cannot be written'; end $$`;
  await world.sql.unsafe(
    `create trigger broken before insert on cycle for each row when (new.use_case_id = ${broken!.id}) execute function refuse()`,
  );
  cases.at(`${monday(12)}T12:00:00Z`);
  const began = performance.now();
  await Promise.all(stores.map(clock));
  const seconds = (performance.now() - began) / 1000;
  const [row] = await world.sql<{ cycles: number; unclosed: number }[]>`
    select count(c.id)::int as cycles, count(*) filter (where c.id is null)::int as unclosed
    from use_case u left join cycle c on c.use_case_id = u.id and c.starts_on = ${monday(11)} where slug like 'many-%'`;
  expect(row).toEqual({ cycles: 999, unclosed: 1 });
  const told = world.logs.filter(({ facts }) => facts.usecase === 'many-500');
  // Two who look at the same moment may both try it.
  expect(told.length).toBeGreaterThanOrEqual(1);
  expect(told.length).toBeLessThanOrEqual(stores.length);
  expect(seconds).toBeLessThan(60);
});
