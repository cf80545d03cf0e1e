import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { MONDAY, startCrashing } from './clock-crash.ts';
import { seen } from './seen.ts';

const ROUNDS = 3;
const EACH = 12;

let here: Awaited<ReturnType<typeof startCrashing>>;
beforeAll(async () => {
  here = await startCrashing({ people: EACH });
});
afterAll(() => here?.stop());

/** Use cases, each of other people, whose week breaks what was agreed. */
async function broken(round: number): Promise<string> {
  const { sql, people } = here;
  const begin = daysAfter(MONDAY, 7 * round);
  const at = new Date(`${begin}T00:00:00Z`);
  for (let n = 0; n < EACH; n++) {
    const [owner, stop] = [people[n]!, people[(n + 1) % EACH]!];
    const id = await here.useCase({ slug: `case-${round}-${n}`, owner, stop, at });
    await sql`
      insert into criterion (use_case_id, kpi, threshold, cycles, unit, words, set_by, set_at, agreed_by, agreed_at)
      values (${id}, 'reversal_rate', 15, 1, 'week', 'Too many', ${owner}, ${at}, ${stop}, ${at})`;
    await sql`
      insert into fact_day (use_case_id, day, decisions, reversals, decisions_reported)
      select ${id}, day, 10, 5, true from generate_series(${begin}::date, ${begin}::date + 6, '1 day') as day`;
  }
  return `${daysAfter(begin, 7)}T06:00:00Z`;
}

test(`${ROUNDS} times kill -9 between claiming and posting: each cycle closes once, each proposal is posted once, none is lost`, async () => {
  const { sql, slack, people } = here;
  const close = (now: string, moment?: () => Promise<unknown>) => here.clock(now, ['close-cycles'], moment);
  for (let round = 0; round < ROUNDS; round++) {
    const now = await broken(round);
    // From the middle of the transaction to right after it.
    await close(now, () => sleep(10 + 40 * round));
    const others = Promise.all([close(now), close(now)]);
    await sleep(Math.random() * 300);
    await here.killProgram();
    await others;
  }
  await here.settled();
  const rows = await sql<{ id: number; slug: string }[]>`
    select p.id, slug from proposal p join use_case u on u.id = p.use_case_id order by p.id`;
  expect(rows).toHaveLength(ROUNDS * EACH);
  const [counts] = await sql<{ cycles: number; audited: number }[]>`
    select (select count(*)::int from cycle) as cycles,
      (select count(*)::int from audit where action = 'close_cycle') as audited`;
  // Use cases of earlier rounds go on: one cycle more with every round.
  const cycles = (EACH * ROUNDS * (ROUNDS + 1)) / 2;
  expect(counts).toEqual({ cycles, audited: cycles });
  const posted = people.flatMap((_, n) =>
    slack.dm(`UP${n}`).map((message) => `UP${n} ${/Proposal (\d+) ·/.exec(seen(message))?.[1]}`),
  );
  const expected = rows.flatMap(({ id, slug }) => {
    const n = Number(slug.split('-')[2]);
    return [`UP${n} ${id}`, `UP${(n + 1) % EACH} ${id}`];
  });
  expect(posted.sort()).toEqual(expected.sort());
  expect((await verifyAudit(here.store.db)).broken).toBeNull();
  expect(slack.findings).toEqual([]);
}, 120_000);
