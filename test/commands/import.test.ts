import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FactsWorld, factsWorld } from '../store/facts-world.ts';

let world: FactsWorld;
let id: number;
const usecase = 'case-1';

beforeAll(async () => {
  world = await factsWorld();
  id = await world.useCase();
});
afterAll(() => world?.close());

const paste = (kind: string, ...lines: string[]) => ({ usecase, kind, rows: lines.join('\n') });
const week = () => world.week(id, '2026-10-26');

test('asks in a form for the kind of the rows and the rows themselves', async () => {
  const form = await world.asked('olu', 'import', { usecase });
  expect(form.fields.map((field) => [field.name, field.input.kind, field.optional])).toEqual([
    ['kind', 'choice', false],
    ['rows', 'text', false],
    ['application', 'line', true],
  ]);
});

test('rows pasted from a spreadsheet count as if an application had sent them, once', async () => {
  const usage = paste('usage', 'User\tEnabled on\tDay', 'u-1\t01.10.2026\t26.10.2026', 'u-2\t\t27.10.2026', '');
  expect(await world.done('olu', 'import', usage)).toMatchObject({ taken: 2, unchanged: 0, refused: [] });
  expect(await world.done('olu', 'import', usage)).toMatchObject({ taken: 0, unchanged: 2 });
  expect(await week()).toMatchObject({
    adoption: { enabled: 1, using: 1 },
    concentration: { histogram: [{ days: 1, users: 2 }] },
  });
  await world.done('dee', 'import', paste('decisions', 'key;at;minutes', '1;2026-10-26;7,5', '2;2026-10-26;'));
  await world.done('dee', 'import', paste('reversals', 'decision,at,reason,cost', '2,2026-10-27,"Wrong, sorry",12.50'));
  expect(await week()).toMatchObject({
    reversal_cost: { reversals: 1, cost: 12.5 },
    hours_saved: { decisions: 2, sample: { decisions: 1, minutes: 7.5 } },
  });
});

test('good rows are kept, and bad ones named by their line', async () => {
  const rows = paste('usage', 'user,day', 'u-7,2026-10-28', 'u-8,2031-01-01', ',2026-13-01');
  const said = await world.answer('olu', 'import', rows);
  for (const words of ['1 row of usage imported into case-1', '2 rows were not kept', 'in the future', '3', 'day']) {
    expect(said).toContain(words);
  }
});

test('says what came late', async () => {
  const closed = await world.useCase();
  await world.closeBooks(closed, '2026-11-01');
  const rows = { ...paste('usage', 'user,day', 'u-1,2026-10-28'), usecase: 'case-2' };
  expect(await world.answer('olu', 'import', rows)).toContain('as late');
});

test('is written into the trail without the rows', async () => {
  await world.done('olu', 'import', paste('usage', 'user,day', 'ada@example.com,2026-10-29'));
  const [row] = await world.sql`select action, subject, detail from audit order by id desc limit 1`;
  expect(row).toEqual({
    action: 'import',
    subject: 'usecase:case-1',
    detail: '{"kind":"usage","application":"import","taken":1}',
  });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['an unknown column', paste('usage', 'usr,day', 'a,2026-10-28'), /no column "usr". Did you mean user\?/],
  ['a column that is there twice', paste('usage', 'user,day,User', 'a,2026-10-28,b'), /column "user" is there twice/],
  [
    'a cost of a thousand or one',
    paste('reversals', 'decision;reason;cost', 'd-1;Wrong;1.200'),
    /Line 2, cost: The cost is a number .* such as 1200 or 12.50/,
  ],
  ['a kind nobody knows', paste('votes', 'user,day'), /usage, decisions, reversals/],
  ['nothing below the columns', paste('usage', 'user,day'), /no rows/],
  ['only bad rows', paste('usage', 'user,day', 'a,tomorrow'), /Nothing was kept. Line 2, day: A day looks like/],
  ['rows of another use case', paste('usage', 'usecase,user,day', 'letters,a,2026-10-28'), /Line 2 is about letters/],
  [
    '1 001 rows',
    paste('usage', 'user,day', ...Array.from({ length: 1_001 }, () => 'a,2026-10-28')),
    /1000 are the most/,
  ],
  ['an unknown use case', { ...paste('usage', 'user,day', 'a,2026-10-28'), usecase: 'case-9' }, /Did you mean case-/],
])('%s is refused, and nothing is done', async (_what, given, message) => {
  const before = await world.effects();
  expect(await world.refused('olu', 'import', given)).toMatch(message);
  expect(await world.effects()).toEqual(before);
});

test('only who manages the use case may', async () => {
  const rows = paste('usage', 'user,day', 'a,2026-10-28');
  expect(await world.refused('ada', 'import', rows)).toContain('These can: Olu, Dee');
});
