import { afterAll, beforeAll, expect, test } from 'vitest';
import { homeCard } from '../../src/commands/cards/home.ts';
import { said } from '../said.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('a page shows what waits, my prompts and the last moves with their Roll back buttons', async () => {
  const { change } = await world.prompt('support-reply', 'one');
  await world.approve('grace', change);
  await world.release('support-reply', 'two');
  await world.done('ada', 'submit', { prompt: 'support-reply', text: 'three', why: 'Shorter' });
  const grace = said((await homeCard(world.store.db, await world.person('grace'), world.house.settings, world.now()))!);
  expect(grace).toContain('1 change waits for you');
  expect(grace).toContain('You are reviewer.');
  expect(grace).toContain('[Roll back]');
  const stranger = said(
    (await homeCard(world.store.db, await world.person('eve'), world.house.settings, world.now()))!,
  );
  expect(stranger).toContain('Nothing waits for you.');
  expect(stranger).toContain('v1 → v2');
  expect(stranger).not.toContain('[Roll back]');
});

test('only its own person can have a page opened, and only by the house', async () => {
  const account = 'slack:T1/UGRACE';
  await world.person('grace');
  expect(await world.refused('grace', 'home', { account })).toMatch(/I do not know "home"/);
  expect(await world.refused('eve', 'home', { account }, { own: true })).toBe('This is not your page.');
  expect(await world.done('grace', 'home', { account }, { own: true })).toEqual({});
});
