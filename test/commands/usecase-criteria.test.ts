import { afterAll, beforeAll, expect, test } from 'vitest';
import { readyUseCase } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
type Done = { in_force: Record<string, unknown>[]; waiting: { criterion: number; threshold: number }[] };

beforeAll(async () => {
  world = await createWorld();
  await Promise.all(['olu', 'dee', 'eve', 'root'].map(world.person));
  await made('refunds');
});
afterAll(() => world?.close());

/** Olu's use case; Dee is the deputy and the stop authority. */
const made = async (slug: string) =>
  readyUseCase(world.store.db, {
    slug,
    owner: await world.person('olu'),
    deputy: await world.person('dee'),
    now: world.now(),
  });
const set = (who: string, usecase: string, over: Record<string, unknown> = {}) => ({
  who,
  args: { usecase, kpi: 'adoption', threshold: '40 %', words: 'If fewer than 40 % still use it, we stop.', ...over },
});
const asked = ({ who, args }: ReturnType<typeof set>) => world.done<Done>(who, 'usecase-criteria', args);
const refused = ({ who, args }: ReturnType<typeof set>) => world.refused(who, 'usecase-criteria', args);

test('without any, it says so', async () => {
  expect(await world.answer('eve', 'usecase-criteria', { usecase: 'refunds' })).toContain(
    'Nobody has agreed yet on when it should be stopped.',
  );
});

test('what the owner writes waits for the stop authority, who is asked', async () => {
  let done: Done | undefined;
  const queued = await world.queued(async () => {
    done = await asked(set('olu', 'refunds'));
  });
  expect(done!.in_force).toEqual([]);
  expect(done!.waiting).toMatchObject([{ kpi: 'adoption', threshold: 40, cycles: 2, unit: 'week', agreed_by: null }]);
  expect(queued.posts).toEqual([
    { subject: `criterion:${done!.waiting[0]!.criterion}`, place: 'slack:T1/UDEE', slot: 'card' },
  ]);
  const said = await world.answer('eve', 'usecase-criteria', { usecase: 'refunds' });
  expect(said).toContain('Waits for the yes of Dee: Adoption at 30 days below 40 %, 2 cycles in a row – by Olu.');
});

test('what the stop authority writes waits for the owner', async () => {
  await made('by-dee');
  const queued = await world.queued(() => asked(set('dee', 'by-dee')));
  expect(queued.posts.map((one) => one.place)).toEqual(['slack:T1/UOLU']);
});

test.each([
  [{ threshold: '150 %' }, /"150 %" cannot be the threshold of "Adoption at 30 days": it is a number from 0 to 100 %/],
  [{ threshold: '-1' }, /"-1" cannot be the threshold/],
  [{ threshold: 'forty' }, /"forty" cannot be the threshold/],
  [{ cycles: 13 }, /Cycles is a number from 1 to 12/],
  [{ cycles: 0 }, /Cycles is a number from 1 to 12/],
  [{ kpi: 'satisfaction' }, /What is counted is one of adoption, reversal_rate, reversal_cost, hours_saved/],
  [{ threshold: undefined }, /threshold/],
  [{ kpi: undefined }, /kpi/],
  [{ words: undefined }, /words/],
  [{ words: '   ' }, /needs some words/],
])('what cannot be is refused in plain words: %o', async (over, expected) => {
  const before = await world.effects();
  expect(await refused(set('olu', 'refunds', over))).toMatch(expected);
  expect(await world.effects()).toEqual(before);
});

test('whoever does not answer for it sets nothing, and a stop authority is needed', async () => {
  expect(await refused(set('eve', 'refunds'))).toMatch(/^You may not say when this use case should be stopped\./);
  const id = await made('no-authority');
  await world.sql`update use_case set stop_authority_id = null where id = ${id}`;
  expect(await refused(set('olu', 'no-authority'))).toMatch(/^Nobody can agree to this with you\./);
  await world.sql`update use_case set stop_authority_id = ${await world.person('gone')} where id = ${id}`;
  await world.sql`update account set barred = 'deleted' where person_id = ${await world.person('gone')}`;
  expect(await refused(set('olu', 'no-authority'))).toMatch(/Gone cannot be reached here any more/);
});

test('the form shows what is agreed and who is asked', async () => {
  await made('by-form');
  await asked(set('olu', 'by-form'));
  const form = await world.asked('olu', 'usecase-criteria', { usecase: 'by-form', kpi: 'adoption', threshold: '30' });
  expect(form.fields.map(({ name, value }) => [name, value])).toEqual([
    ['kpi', 'adoption'],
    ['threshold', '30'],
    ['cycles', '2'],
    ['words', 'If fewer than 40 % still use it, we stop.'],
  ]);
});

test('the stop authority takes a criterion away and the others are told; the owner cannot', async () => {
  await made('taken');
  const { waiting } = await asked(set('olu', 'taken'));
  await world.done('dee', 'usecase-agree', { usecase: 'taken', criterion: waiting[0]!.criterion });
  const none = set('olu', 'taken', { threshold: 'none', words: undefined });
  expect(await refused(none)).toBe(
    'What was agreed is not taken away by you: Dee, the stop authority, can. You may ask for another threshold.',
  );
  let done: Done | undefined;
  const queued = await world.queued(async () => {
    done = await asked({ ...none, who: 'dee' });
  });
  expect(done!.in_force).toEqual([]);
  expect(queued.posts).toEqual([
    { subject: `criterion:${waiting[0]!.criterion}`, place: 'slack:T1/UOLU', slot: 'dm:ended' },
  ]);
  expect(await refused({ ...none, who: 'dee' })).toBe('taken has no criterion for Adoption at 30 days.');
});
