import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readingLoader } from '../../src/store/prompt-reading.ts';
import { serving } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let usecase: string;
let slug: string;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
});
afterAll(() => world?.close());

beforeEach(async () => {
  ({ usecase, slug } = await serving(world));
  await world.release(slug, 'Try this.', { label: 'dev' });
});

const close = (more: Record<string, unknown> = {}, who = 'sam') =>
  [who, 'usecase-close', { usecase, reason: 'We answer by hand', confirm: usecase, ...more }] as const;

test('its prompts are retired for good: no label is read any more, with the failure response', async () => {
  await world.done(...close());
  const read = readingLoader(world.store.db);
  for (const label of ['production', 'dev'])
    expect(await read(slug, { label })).toMatchObject({
      miss: 'stopped',
      state: 'closed',
      failureResponse: 'A colleague will answer you.',
      until: null,
    });
});

test('changes that wait are withdrawn, with a word to their authors', async () => {
  const { change } = await world.submit(slug, 'Be kinder.');
  await world.release(slug, 'Worse.');
  const { follow_up } = await world.done<{ follow_up: number }>('olu', 'rollback', { prompt: slug, reason: 'wrong' });
  const { posts } = await world.queued(() => world.done(...close()));
  expect(await world.done('eve', 'change', { change })).toMatchObject({ review: 'withdrawn', application: 'dropped' });
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({ review: 'withdrawn' });
  expect(posts).toContainEqual({ subject: `change:${change}`, place: 'slack:T1/UADA', slot: 'dm:withdrawn-1' });
  expect(await world.says(`change:${change}`, 'dm:withdrawn-1')).toContain(`The use case ${usecase} was closed`);
});

test('nothing of it changes any more, and the history stays', async () => {
  const { change } = await world.submit(slug, 'Be kinder.');
  const seen = await world.done<{ cycle: number; fingerprint: string }>('grace', 'change', { change });
  await world.done(...close());
  const closed = `The use case ${usecase} is closed: its prompts are kept, and change no more.`;
  expect(await world.refused('ada', 'submit', { prompt: slug, text: 'Be.', why: 'Short' })).toBe(closed);
  expect(await world.refused('ada', 'submit', { prompt: slug }, { canAsk: true })).toBe(closed);
  expect(
    await world.refused('grace', 'approve', { change, cycle: seen.cycle, fingerprint: seen.fingerprint }),
  ).toContain('Sam withdrew change');
  expect(await world.refused('olu', 'usecase-edit', { usecase, limits: 'None' })).toBe(closed);
  expect(await world.refused('olu', 'usecase-add', { usecase, prompt: slug })).toContain('belongs to');
  expect(await world.refused('sam', 'usecase-resume', { usecase, changed: 'All' })).toContain('is closed for good');
  expect(await world.refused(...close())).toContain('is closed for good');
  const { moves } = await world.done<{ moves: unknown[] }>('eve', 'history', { prompt: slug });
  expect(moves).not.toHaveLength(0);
  expect(await world.answer('eve', 'usecase-show', { usecase })).toContain('Sam closed it at');
});

test('it is confirmed by its name', async () => {
  const refusal = await world.refusal(...close({ confirm: 'suport' }));
  expect(refusal.fields.confirm).toContain(`write the name of the use case: ${usecase}`);
  const form = await world.asked('sam', 'usecase-close', { usecase });
  expect(form.fields.map((field) => field.name)).toEqual(['reason', 'confirm']);
  expect(await world.done('eve', 'usecase-show', { usecase })).toMatchObject({ state: 'active' });
});

test('what is paused may be closed, and everybody concerned hears of it once', async () => {
  await world.done('olu', 'usecase-pause', { usecase, reason: 'To think' });
  const { posts } = await world.queued(() => world.done(...close()));
  const news = posts.filter((one) => one.slot.startsWith('close-'));
  expect(news.map((one) => one.place).sort()).toEqual([
    'slack:T1/CNEWS',
    'slack:T1/UDEE',
    'slack:T1/UGRACE',
    'slack:T1/UOLU',
  ]);
});

test('whoever may not stop it may not close it', async () => {
  expect(await world.refused(...close({}, 'grace'))).toContain('You may not stop this use case.');
});
