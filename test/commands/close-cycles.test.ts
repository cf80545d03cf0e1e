import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { getUseCase, updateUseCase } from '../../src/store/use-cases.ts';
import { type Cases, monday, useCasesWithFacts, WEDNESDAY } from '../cycles-world.ts';

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
});
afterAll(() => world?.close());
beforeEach(() => cases.at(WEDNESDAY));

const card = (subject: string, slot: string) => world.says(subject, slot);
const cycles = (id: number) => world.sql<{ id: number; starts_on: string; ends_on: string }[]>`
  select id, starts_on::text, ends_on::text from cycle where use_case_id = ${id} order by starts_on`;
const proposals = (id: number) => world.sql<{ id: number; state: string; asked: number[] }[]>`
  select id, state, asked from proposal where use_case_id = ${id} order by id`;
const close = () => cases.close();

test('a cycle closes six hours after its last day, once, and what was counted is kept', async () => {
  const id = await cases.useCase('closes');
  await cases.week(id, 0, { decisions: 40, reversals: 10 });
  cases.at(`${monday(1)}T05:59:59Z`);
  await close();
  expect(await cycles(id)).toHaveLength(0);
  cases.at(`${monday(1)}T06:00:00Z`);
  await close();
  await close();
  expect((await cycles(id)).slice()).toMatchObject([{ starts_on: monday(0), ends_on: daysAfter(monday(1), -1) }]);
  const [row] = await world.sql<{ facts: { reversal_rate: object }; measures: { reversal_rate: object } }[]>`
    select facts, measures from cycle where use_case_id = ${id}`;
  expect(row!.facts.reversal_rate).toMatchObject({ decisions: 40, reversals: 10 });
  expect(row!.measures.reversal_rate).toMatchObject({ kind: 'known', value: 25 });
  expect((await getUseCase(world.store.db, id)).closedThrough).toBe(daysAfter(monday(1), -1));
});

test('the first breach warns the owner, once; the second proposes to the stop authority and lets the owner know', async () => {
  const id = await cases.useCase('breaks');
  const criterion = await cases.criterion('breaks', { threshold: 15 });
  // What was agreed in the first week counts from the second on.
  for (const week of [0, 1, 2]) await cases.week(id, week, { decisions: 40, reversals: 10 });
  cases.at(`${monday(1)}T06:00:00Z`);
  expect((await world.queued(close)).posts).toEqual([]);
  cases.at(`${monday(2)}T06:00:00Z`);
  const warned = await world.queued(close);
  const [, second] = await cycles(id);
  expect(warned.posts).toEqual([{ subject: `warning:${second!.id}`, place: 'slack:T1/UOLU', slot: 'dm:warning' }]);
  const warning = await card(`warning:${second!.id}`, 'dm:warning');
  expect(warning).toContain('breaks broke what was agreed for it');
  expect(warning).toContain('agreed on 4 March 2026 by Olu and Sam');
  expect(warning).toContain('week 11 of 2026 | 25 % (10 of 40) | above 15 % | broken');
  expect(warning).toContain('After 1 more week like this I propose to Sam to stop it.');
  cases.at(`${monday(3)}T06:00:00Z`);
  const asked = await world.queued(close);
  const [proposal] = await proposals(id);
  const [sam, olu] = [await world.person('sam'), await world.person('olu')];
  expect(asked.posts).toEqual([
    { subject: `proposal:${proposal!.id}`, place: 'slack:T1/USAM', slot: `person:${sam}` },
    { subject: `proposal:${proposal!.id}`, place: 'slack:T1/UOLU', slot: `person:${olu}` },
  ]);
  const asks = await card(`proposal:${proposal!.id}`, `person:${sam}`);
  expect(asks).toContain('Stop breaks? What was agreed for it was broken 2 times in a row');
  expect(asks).toContain('> Too many are taken back.');
  expect(asks).toContain('week 12 of 2026 | 25 % (10 of 40) | above 15 % | broken');
  expect(asks).toContain('[Pause] [Close] [Keep running] [Snooze one cycle]');
  const knows = await card(`proposal:${proposal!.id}`, `person:${olu}`);
  expect(knows).toContain('The answer is for Sam. The owner may pause it at any time.');
  expect(knows).not.toContain('[Pause]');
  // Nothing more comes while it is open.
  await cases.week(id, 3, { decisions: 40, reversals: 10 });
  cases.at(`${monday(4)}T06:00:00Z`);
  expect((await world.queued(close)).posts).toEqual([]);
  expect(criterion).toBeGreaterThan(0);
});

test('breach, unknown, breach is two of two, and the card says what is unknown and why', async () => {
  const id = await cases.useCase('gap');
  await cases.criterion('gap', { threshold: 15 });
  await cases.week(id, 1, { decisions: 40, reversals: 10 });
  await cases.week(id, 2, { decisions: 5, reversals: 5 });
  await cases.week(id, 3, { decisions: 40, reversals: 10 });
  for (const week of [1, 2, 3, 4]) {
    cases.at(`${monday(week)}T06:00:00Z`);
    await close();
  }
  const [proposal] = await proposals(id);
  const asks = await card(`proposal:${proposal!.id}`, `person:${await world.person('sam')}`);
  expect(asks).toContain('week 12 of 2026 | unknown: 5 of at least 20 decisions | above 15 % | unknown');
  expect(asks).toContain('An unknown cycle neither counts nor starts the count anew.');
});

test('late facts count in the next cycle, and the card says how many', async () => {
  const id = await cases.useCase('late');
  await cases.criterion('late', { threshold: 15 });
  await cases.week(id, 1, { decisions: 40, reversals: 10 });
  cases.at(`${monday(2)}T06:00:00Z`);
  await close();
  const [first] = await world.sql`select facts from cycle where use_case_id = ${id} order by starts_on desc limit 1`;
  await cases.week(id, 1, { decisions: 7, reversals: 0 });
  await cases.week(id, 2, { decisions: 40, reversals: 20 });
  cases.at(`${monday(3)}T06:00:00Z`);
  await close();
  const [again] = await world.sql`select facts from cycle where use_case_id = ${id} and starts_on = ${monday(1)}`;
  expect(again).toEqual(first);
  const [proposal] = await proposals(id);
  const asks = await card(`proposal:${proposal!.id}`, `person:${await world.person('sam')}`);
  expect(asks).toContain('Facts of earlier cycles that came late and count here: 7 in week 12 of 2026.');
});

test.each([
  ['two breaches: one proposal, no warning', ['bad', 'bad'], 1, 0],
  ['two breaches, then kept: nothing is true any more', ['bad', 'bad', 'good'], 0, 0],
  ['kept, then a breach: a warning', ['good', 'bad'], 0, 1],
  ['two breaches, then unknown: still true', ['bad', 'bad', 'silent'], 1, 0],
] as const)('after a downtime all cycles close in order – %s', async (name, weeks, proposed, warned) => {
  const slug = name.replace(/[^a-z]+/g, '-').slice(0, 40);
  const id = await cases.useCase(slug);
  await cases.criterion(slug, { threshold: 15 });
  const of = { bad: { decisions: 40, reversals: 10 }, good: { decisions: 40, reversals: 0 }, silent: null };
  for (const [at, kind] of weeks.entries()) if (of[kind]) await cases.week(id, at + 1, of[kind]);
  cases.at(`${monday(weeks.length + 1)}T12:00:00Z`);
  await close();
  expect(await cycles(id)).toHaveLength(weeks.length + 1);
  expect(await proposals(id)).toHaveLength(proposed);
  const warnings = await world.sql`select from warning join cycle on cycle.id = cycle_id where use_case_id = ${id}`;
  expect(warnings).toHaveLength(warned);
});

test('a paused use case closes its cycles and proposes nothing; a draft and a closed one close none', async () => {
  const [paused, draft, over] = [
    await cases.useCase('paused'),
    await cases.useCase('draft'),
    await cases.useCase('over'),
  ];
  await cases.criterion('paused', { threshold: 15, cycles: 1 });
  for (const week of [1, 2]) await cases.week(paused, week, { decisions: 40, reversals: 10 });
  await updateUseCase(world.store.db, paused, { state: 'paused' });
  await updateUseCase(world.store.db, draft, { state: 'draft' });
  await updateUseCase(world.store.db, over, { state: 'closed' });
  cases.at(`${monday(3)}T06:00:00Z`);
  await close();
  expect([await cycles(paused), await cycles(draft), await cycles(over)].map((all) => all.length)).toEqual([3, 0, 0]);
  expect(await proposals(paused)).toHaveLength(0);
});

test('an owner who left: the warning goes to the deputy and says why', async () => {
  const id = await cases.useCase('ownerless', { owner: 'gone' });
  await cases.criterion('ownerless', { threshold: 15, by: 'dee' });
  await world.sql`update account set barred = 'deleted' where person_id = ${await world.person('gone')}`;
  await cases.week(id, 1, { decisions: 40, reversals: 10 });
  cases.at(`${monday(2)}T06:00:00Z`);
  const { posts } = await world.queued(close);
  const warned = posts.filter((one) => one.subject.startsWith('warning:'));
  expect(warned.map((one) => one.place)).toEqual(['slack:T1/UDEE']);
  expect(await card(warned[0]!.subject, 'dm:warning')).toContain(
    'This comes to you as the deputy, because Gone cannot be reached here any more.',
  );
});

test('two criteria that break at once make one proposal', async () => {
  const id = await cases.useCase('both');
  await cases.criterion('both', { threshold: 15, cycles: 1 });
  await cases.criterion('both', { kpi: 'hours_saved', threshold: 1000, cycles: 1 });
  await world.sql`update use_case set minutes_per_decision = 5, hours_method = 'guess' where id = ${id}`;
  await cases.week(id, 1, { decisions: 40, reversals: 10 });
  cases.at(`${monday(2)}T06:00:00Z`);
  await close();
  expect(await proposals(id)).toHaveLength(1);
  const asks = await card(`proposal:${(await proposals(id))[0]!.id}`, `person:${await world.person('sam')}`);
  expect(asks).toContain('Decision reversal rate above 15 %');
  expect(asks).toContain('Hours saved per month below 1,000 hours');
  expect(asks).toContain(', claimed');
});

test('a changed threshold starts anew, and what was judged stays judged by the old one', async () => {
  const id = await cases.useCase('anew');
  await cases.criterion('anew', { threshold: 15 });
  for (const week of [1, 2, 3, 4]) await cases.week(id, week, { decisions: 40, reversals: 10 });
  cases.at(`${monday(2)}T06:00:00Z`);
  await close();
  cases.at(`${daysAfter(monday(2), 2)}T12:00:00Z`);
  await cases.criterion('anew', { threshold: 20 });
  // The week in which it was agreed counts for neither: the old one has ended, the new one was not there when it began.
  const kinds: string[] = [];
  for (const week of [3, 4, 5]) {
    cases.at(`${monday(week)}T06:00:00Z`);
    kinds.push((await world.queued(close)).posts.map((one) => one.subject.split(':')[0]).join());
  }
  expect(kinds).toEqual(['', 'warning', 'proposal,proposal']);
  const judged = await world.sql`
    select threshold, j.starts_on::text as week, verdict from judgement j join criterion c on c.id = j.criterion_id
    where c.use_case_id = ${id} order by j.starts_on`;
  expect(judged.slice()).toEqual([
    { threshold: 15, week: monday(1), verdict: 'breach' },
    { threshold: 20, week: monday(3), verdict: 'breach' },
    { threshold: 20, week: monday(4), verdict: 'breach' },
  ]);
});

test('a row does not go on across cycles of another length, which it did not judge', async () => {
  const id = await cases.useCase('between');
  await cases.criterion('between', { threshold: 15 });
  await cases.week(id, 1, { decisions: 40, reversals: 10 });
  cases.at(`${monday(2)}T06:00:00Z`);
  await close();
  await updateUseCase(world.store.db, id, { period: 'month' });
  cases.at('2026-04-01T06:00:00Z');
  await close();
  await updateUseCase(world.store.db, id, { period: 'week' });
  const [warned, made]: [number[], number[]] = [[], []];
  for (const week of [5, 6]) {
    await cases.week(id, week, { decisions: 40, reversals: 10 });
    cases.at(`${monday(week + 1)}T06:00:00Z`);
    const { posts } = await world.queued(close);
    if (posts.some((one) => one.subject.startsWith('warning:'))) warned.push(week);
    if ((await proposals(id)).length > 0) made.push(week);
  }
  expect(warned).toEqual([5]);
  expect(made).toEqual([6]);
});

test('months close by the calendar, a leap day included', async () => {
  cases.at('2028-02-01T12:00:00Z');
  const id = await cases.useCase('monthly');
  await updateUseCase(world.store.db, id, { period: 'month' });
  cases.at('2028-03-01T05:59:00Z');
  await close();
  expect(await cycles(id)).toHaveLength(0);
  cases.at('2028-03-01T06:00:00Z');
  await close();
  expect((await cycles(id)).slice()).toMatchObject([{ starts_on: '2028-02-01', ends_on: '2028-02-29' }]);
});
