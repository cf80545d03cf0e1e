import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('goes back to the last known good version, with a reason and a follow-up review', async () => {
  const { change } = await world.prompt('support-reply', 'one');
  await world.approve('grace', change);
  await world.release('support-reply', 'two');
  await world.release('support-reply', 'three');
  expect(await world.done('ada', 'rollback', { prompt: 'support-reply', reason: 'wrong' })).toMatchObject({
    from: 3,
    to: 2,
    label: 'production',
  });
  const { moves } = await world.done<{ moves: { kind: string; from: number; to: number; why: string }[] }>(
    'ada',
    'history',
    { prompt: 'support-reply' },
  );
  expect(moves[0]).toMatchObject({ kind: 'rollback', from: 3, to: 2, why: 'Answers are wrong or made up' });
});
