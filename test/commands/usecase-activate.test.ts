import { afterAll, beforeAll, expect, test } from 'vitest';
import { begun, filled, harmless } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const usecase = 'support';
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await begun(world, usecase);
});
afterAll(() => world?.close());

const activate = (more: Record<string, unknown> = {}) => ['olu', 'usecase-activate', { usecase, ...more }] as const;

test('a draft is activated when all of it is known, and the refusal lists what is missing with a button to the form', async () => {
  const refusal = await world.refusal(...activate({ as: 'active' }));
  expect(refusal.message).toContain('It lacks the decision it is responsible for, its decision limits,');
  expect(refusal.offers).toEqual([{ label: 'Fill it in', command: 'usecase-edit', args: { usecase }, ask: true }]);
  await world.done('olu', 'usecase-edit', { usecase, ...filled });
  const next = await world.refusal(...activate({ as: 'active' }));
  expect(next.message).toBe('Nothing of the use case support reaches production yet. It lacks an assessment.');
  expect(next.offers).toMatchObject([{ command: 'usecase-assess', ask: true }]);
});

test('AI does not belong here: it cannot be activated', async () => {
  const no = { layer: 'does_not_belong', reason: 'People decide here' };
  await world.done('olu', 'usecase-assess', { usecase, ...harmless, ...no });
  expect(await world.refused(...activate({ as: 'pilot', until: '2026-12-01' }))).toContain('AI does not belong here');
  await world.done('olu', 'usecase-assess', { usecase, ...harmless, layer: 'light' });
});

test('the form proposes a pilot of thirty days', async () => {
  const form = await world.asked('olu', 'usecase-activate', { usecase }, { ask: true });
  expect(form.fields.map((field) => field.value)).toEqual(['pilot', '2026-12-02']);
  expect((await world.asked(...activate())).command).toBe('usecase-activate');
});

test.each([
  [undefined, 'A pilot ends on a day'],
  ['2026-11-02', 'lies after today (2026-11-02 in UTC)'],
  ['2026-10-31', 'lies after today'],
  ['2028-01-01', 'and not after 2027-11-03'],
  ['2027-02-29', 'like 2026-12-31'],
  ['soon', 'like 2026-12-31'],
])('a pilot needs a last day: not %s', async (until, words) => {
  const refusal = await world.refusal(...activate({ as: 'pilot', until }));
  expect(refusal.fields.until).toContain(words);
});

test('a pilot says until when it runs; the channels hear of it, and its team keeps its card', async () => {
  await world.done('olu', 'usecase-edit', { usecase, team: '#slack:T1/CTEAM' });
  const { posts } = await world.queued(() => world.done(...activate({ as: 'pilot', until: '2026-11-20' })));
  expect(posts).toEqual([
    { subject: 'usecase:1', place: 'slack:T1/CNEWS', slot: 'activate-1' },
    { subject: 'usecase:1', place: 'slack:T1/CTEAM', slot: 'card' },
  ]);
  expect(await world.answer('eve', 'usecase-show', { usecase })).toContain('The pilot runs until 2026-11-20.');
});

test('a pilot whose last day is over releases nothing new, until it is extended', async () => {
  const submit = {
    prompt: 'reply',
    usecase,
    text: 'Be kind.',
    why: 'It begins.',
    purpose: 'Answers',
    owner: 'olu@example.com',
    deputy: 'dee@example.com',
  };
  world.pass(18 * 86_400_000);
  const first = await world.done<{ change: number }>('olu', 'submit', submit);
  expect((await world.approve('dee', first.change)).kind).toBe('done');
  world.pass(86_400_000);
  const { change } = await world.done<{ change: number }>('olu', 'submit', {
    prompt: 'reply',
    text: 'Be.',
    why: 'Short',
  });
  const refused = await world.approve('dee', change);
  expect(refused).toMatchObject({ kind: 'refused', refusal: { offers: [{ command: 'usecase-activate' }] } });
  await world.done(...activate({ as: 'pilot', until: '2026-12-20' }));
  expect((await world.done('eve', 'usecase-show', { usecase })).until).toBe('2026-12-20');
});

test('once it is active there is nothing left to activate', async () => {
  await world.done(...activate({ as: 'active' }));
  expect(await world.done('eve', 'usecase-show', { usecase })).toMatchObject({ state: 'active', until: null });
  expect(await world.refused(...activate({ as: 'active' }))).toContain('The use case support is active');
});

test('only those who answer for it activate it', async () => {
  expect(await world.refused('sam', 'usecase-activate', { usecase })).toContain('You may not change this use case.');
});
