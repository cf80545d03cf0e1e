import { afterAll, beforeAll, expect, test } from 'vitest';
import { working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
});
afterAll(() => world?.close());

test('before there is any it says what one is, and how to begin', async () => {
  const answer = await world.answer('eve', 'usecase-list');
  expect(answer).toContain('There is no use case yet.');
  expect(answer).toContain('[Create a use case]');
});

test('each stands there with its state, its owner and what is missing', async () => {
  await working(world, 'support');
  await world.done('dee', 'usecase-create', { usecase: 'refunds', decision: 'Who gets money back' });
  const answer = await world.answer('eve', 'usecase-list');
  expect(answer).toContain('2 use cases');
  expect(answer).toContain('refunds | draft | Dee | its decision limits and 15 more');
  expect(answer).toContain('support | active | Olu | –');
  const { usecases } = await world.done<{ usecases: { missing: string[] }[] }>('eve', 'usecase-list');
  expect(usecases[1]).toEqual({ usecase: 'support', state: 'active', owner: 'Olu', prompts: 0, missing: [] });
});

test('of many forty are shown at once', async () => {
  for (let i = 1; i <= 40; i++)
    await world.done('olu', 'usecase-create', { usecase: `a${String(i).padStart(2, '0')}` });
  expect(await world.answer('eve', 'usecase-list')).toMatch(/Showing 1 to 40 of 42\.\n\[Show more\]/);
  expect(await world.answer('eve', 'usecase-list', { page: 2 })).toContain('support | active');
  expect(await world.answer('eve', 'usecase-list', { page: 99 })).toContain('support | active');
});
