import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cases, useCasesWithFacts } from '../cycles-world.ts';

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
  await cases.useCase('calm');
  await cases.proposed('refunds');
});
afterAll(() => world?.close());

test('shows the numbers beside the threshold to everybody, and the answers to whoever is asked', async () => {
  const [sam, ada] = [
    await world.answer('sam', 'proposal', { usecase: 'refunds' }),
    await world.answer('ada', 'proposal', { usecase: 'refunds' }),
  ];
  for (const shown of [sam, ada]) expect(shown).toContain('week 11 of 2026 | 25 % (10 of 40) | above 15 % | broken');
  expect(sam).toContain('[Pause] [Close] [Keep running] [Snooze one cycle]');
  expect(ada).not.toContain('[Pause]');
  expect(ada).toContain('The answer is for Sam.');
});

test('programs get the same', async () => {
  expect(await world.done('ada', 'proposal', { usecase: 'refunds' })).toMatchObject({
    usecase: 'refunds',
    state: 'open',
    asked: ['Sam'],
    criteria: [
      {
        kpi: 'reversal_rate',
        threshold: 15,
        cycles: [{ starts_on: '2026-03-09', value: 25, verdict: 'breach', late: 0 }],
      },
    ],
  });
});

test('without one it says so', async () => {
  expect(await world.refused('ada', 'proposal', { usecase: 'calm' })).toMatch(/^Nobody has proposed to stop calm/);
  expect(await world.refused('ada', 'proposal', { usecase: 'refund' })).toMatch(/Did you mean refunds\?/);
});
