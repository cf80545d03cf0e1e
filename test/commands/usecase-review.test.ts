import { afterAll, beforeAll, expect, test } from 'vitest';
import { working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const usecase = 'support';
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await working(world, usecase);
});
afterAll(() => world?.close());

type Shown = { inputs: { name: string; reviewed_at: string | null }[] };
const reviewed = ({ inputs }: Shown) => Object.fromEntries(inputs.map((one) => [one.name, one.reviewed_at]));

test('one input is reviewed by its name, all of them without one', async () => {
  const now = world.now().toISOString();
  const one = await world.done<Shown>('grace', 'usecase-review', { usecase, input: 'handbook' });
  expect(reviewed(one)).toEqual({ Handbook: now, Prices: null });
  world.pass(86_400_000);
  const all = await world.done<Shown>('grace', 'usecase-review', { usecase });
  expect(reviewed(all)).toEqual({ Handbook: world.now().toISOString(), Prices: world.now().toISOString() });
  expect(await world.answer('eve', 'usecase-show', { usecase })).not.toContain('overdue');
});

test('a review that is older than the contract says is overdue', async () => {
  world.pass(91 * 86_400_000);
  expect(await world.answer('eve', 'usecase-show', { usecase })).toContain('overdue');
});

test('what was known of an input stays when the contract is rewritten', async () => {
  const at = reviewed(await world.done<Shown>('eve', 'usecase-show', { usecase })).Handbook;
  const inputs = 'Handbook; the new wiki; grace@example.com; 30\nStock; the warehouse; olu@example.com; 1';
  const edited = await world.done<Shown>('grace', 'usecase-edit', { usecase, inputs });
  expect(reviewed(edited)).toEqual({ Handbook: at, Stock: null });
});

test('an unknown input is answered with the nearest, and none at all with the form', async () => {
  expect(await world.refused('grace', 'usecase-review', { usecase, input: 'Handbok' })).toBe(
    'support has no input called Handbok. Did you mean Handbook? It has: Handbook and Stock.',
  );
  await world.done('olu', 'usecase-create', { usecase: 'bare' });
  const refusal = await world.refusal('olu', 'usecase-review', { usecase: 'bare' });
  expect(refusal.offers).toMatchObject([{ command: 'usecase-edit', args: { section: 'context' }, ask: true }]);
});

test('whoever has no part in it does not review it', async () => {
  expect(await world.refused('eve', 'usecase-review', { usecase })).toBe(
    'You may not tend the context of this use case. These can: Grace, Olu, Dee, the admins.',
  );
});
