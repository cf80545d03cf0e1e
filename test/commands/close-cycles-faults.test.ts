import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { unclosedUseCases } from '../../src/store/close-faults.ts';
import { type Cases, monday, useCasesWithFacts, WEDNESDAY } from '../cycles-world.ts';

// What becomes of the others when the cycles of one use case cannot be closed.

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
  await world.sql`create table broken (use_case_id int)`;
  await world.sql`
    create function refuse_broken() returns trigger language plpgsql as $$
    begin
      if exists (select from broken where use_case_id = new.use_case_id) then raise 'a row that cannot be written'; end if;
      return new;
    end $$`;
  await world.sql`create trigger broken before insert on cycle for each row execute function refuse_broken()`;
});
afterAll(() => world?.close());
afterEach(async () => {
  await world.sql`delete from broken`;
  world.logs.length = 0;
});

const cycles = async (pattern: string) =>
  (
    await world.sql<{ slug: string; n: number }[]>`
      select slug, (select count(*)::int from cycle where use_case_id = u.id) as n
      from use_case u where slug like ${pattern} order by id`
  ).map(({ slug, n }) => `${slug} ${n}`);
const complaints = () => world.logs.filter(({ message }) => message === 'cycles could not be closed');

test('one that cannot be closed holds nobody back: the others close, warn and propose once, and it is told which it is', async () => {
  cases.at(WEDNESDAY);
  const ids: number[] = [];
  for (const n of [1, 2, 3, 4]) {
    const id = await cases.useCase(`row-${n}`);
    await cases.criterion(`row-${n}`, { cycles: n % 2 === 0 ? 1 : 2 });
    await cases.week(id, 1, { decisions: 40, reversals: 10 });
    ids.push(id);
  }
  await world.sql`insert into broken values (${ids[0]!})`;
  cases.at(`${monday(2)}T06:00:00Z`);
  const { posts } = await world.queued(cases.close);
  expect(await cycles('row-%')).toEqual(['row-1 0', 'row-2 2', 'row-3 2', 'row-4 2']);
  // Two proposals to Sam and to Olu, who knows of them, and one warning to Olu.
  expect(posts.map(({ subject, place }) => `${subject.split(':')[0]} ${place.slice(9)}`).sort()).toEqual([
    'proposal UOLU',
    'proposal UOLU',
    'proposal USAM',
    'proposal USAM',
    'warning UOLU',
  ]);
  const [told] = await world.sql<{ n: number }[]>`select count(*)::int as n from audit where action = 'close_cycle'`;
  expect(told!.n).toBe(6);
  expect(complaints().map(({ level, facts }) => [level, facts.usecases ?? facts.usecase])).toEqual([
    ['error', 4],
    ['error', 'row-1'],
  ]);
  expect((await unclosedUseCases(world.store.db)).size).toBe(1);
});

test('the report of its owner goes out at its time, and says what is unknown and why', async () => {
  const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = 'row-1'`;
  await world.sql`insert into broken values (${row!.id})`;
  cases.at(`${monday(2)}T09:00:00Z`);
  await cases.close();
  const { posts } = await world.queued(() => world.tick('report-due'));
  const [mine] = posts.filter(({ place }) => place === 'slack:T1/UOLU');
  const text = await world.says(mine!.subject);
  expect(text).not.toContain('late: it was due');
  expect(text).toContain(
    'row-1 | unknown, because I could not close week 10 of 2026: a fault of mine, which whoever runs me finds in my log. I go on trying. | –',
  );
  expect(text).toMatch(/row-2: Decision reversal rate \| ⚠️ 25 %/);
});

test('it is tried again after a while and not before; once the fault is gone it closes what it missed', async () => {
  const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = 'row-1'`;
  await world.sql`insert into broken values (${row!.id})`;
  const begin = new Date(`${monday(2)}T10:00:00Z`).getTime();
  const after = (minutes: number) => cases.at(new Date(begin + minutes * 60_000).toISOString());
  for (let minute = 0; minute <= 10; minute++) {
    after(minute);
    await cases.close();
  }
  expect(complaints().map(({ facts }) => facts.usecase)).toEqual(['row-1', 'row-1', 'row-1']);
  await world.sql`delete from broken`;
  after(15);
  const { posts } = await world.queued(cases.close);
  expect(await cycles('row-1')).toEqual(['row-1 2']);
  expect(posts.map(({ subject }) => subject.split(':')[0])).toEqual(['warning']);
  expect((await unclosedUseCases(world.store.db)).size).toBe(0);
  expect(await world.tick('close-cycles')).toEqual({ closed: 0, left: false });
});

test('however many are broken, and wherever they stand, all others are closed with the first look', async () => {
  cases.at(`${monday(3)}T12:00:00Z`);
  const [olu, dee] = [await world.person('olu'), await world.person('dee')];
  await world.sql`
    insert into use_case (slug, state, owner_id, deputy_id, timezone, state_since, created_by, created_at)
    select 'many-' || n, 'active', ${olu}, ${dee}, 'UTC', ${world.now()}, ${olu}, ${world.now()}
    from generate_series(1, 130) as n`;
  await world.sql`insert into broken select id from use_case where slug like 'many-%' and id % 2 = 0`;
  cases.at(`${monday(4)}T12:00:00Z`);
  await cases.close();
  const [count] = await world.sql<{ closed: number; open: number }[]>`
    select count(c.id)::int as closed, count(*) filter (where c.id is null)::int as open
    from use_case u left join cycle c on c.use_case_id = u.id where slug like 'many-%'`;
  expect(count).toEqual({ closed: 65, open: 65 });
  expect((await unclosedUseCases(world.store.db)).size).toBe(65);
});
