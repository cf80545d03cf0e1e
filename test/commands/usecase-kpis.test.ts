import { afterAll, beforeAll, expect, test } from 'vitest';
import { kpis } from '../../src/rules/kpi.ts';
import { decided, type ReportWorld, reportWorld } from '../report-world.ts';

let world: ReportWorld;
const usecase = 'refunds';
beforeAll(async () => {
  world = await reportWorld();
  await world.useCase(usecase);
});
afterAll(() => world?.close());

type Told = { starts_on: string | null; kpis: { kpi: string; least_sample: number; measured: unknown }[] };

test('before the first close every number is unknown, and defined all the same', async () => {
  const card = await world.answer('eve', 'usecase-kpis', { usecase });
  expect(card).toContain('No cycle of refunds has closed yet: its numbers are unknown');
  for (const { label, definition } of Object.values(kpis)) expect(card).toContain(`${label}: ${definition}`);
  const told = await world.done<Told>('eve', 'usecase-kpis', { usecase });
  expect(told.starts_on).toBeNull();
  expect(told.kpis.map((one) => one.measured)).toEqual(Object.keys(kpis).map(() => null));
});

test('all that was counted is told, with its counts and coverage, and why the rest is unknown', async () => {
  const [{ id } = { id: 0 }] = await world.sql<{ id: number }[]>`select id from use_case where slug = ${usecase}`;
  const reported = { on: 5, of: 7 };
  const none = { enabled: 0, using: 0, reported };
  await world.weeks(id, '2026-10-19', [
    {
      ...decided(100, 10),
      adoption_decay: [1, 2, 3, 4, 5, 6, 7, 8].map((week) =>
        week <= 2 ? { week, enabled: 40, using: 40 - 10 * week, reported } : { week, ...none },
      ),
      concentration: {
        histogram: [
          { days: 5, users: 2 },
          { days: 1, users: 18 },
        ],
        reported,
      },
      reversal_minutes: { reversals: 10, timed: 10, minutes: 90, reported },
      review_time: { hours: [2, 4, 6], reported: { on: 7, of: 7 } },
      release_time: { hours: [1], reported: { on: 7, of: 7 } },
    },
  ]);
  const card = await world.answer('eve', 'usecase-kpis', { usecase });
  for (const words of [
    'The numbers of refunds in week 43 of 2026',
    'Adoption decay | week 1: 75 %, week 2: 50 %',
    'Concentration of use | 35.7 %, of 28 days of use, on 71 % of days',
    'Decision reversal rate | 10 %, 10 of 100 decisions',
    'Time spent on reversals | 90 minutes, of 10 reversals, on 71 % of days',
    'Speed of review | 4 hours, of 3 changes',
    'Speed of release | unknown: 1 of at least 3 changes',
    'Satisfaction | unknown: nobody voted',
    'Unknown with fewer than 20 decisions, or facts of less than 50 % of the days.',
  ])
    expect(card).toContain(words);
  const told = await world.done<Told>('eve', 'usecase-kpis', { usecase });
  expect(told.starts_on).toBe('2026-10-19');
  expect(told.kpis.find((one) => one.kpi === 'reversal_rate')).toMatchObject({
    least_sample: 20,
    measured: { kind: 'known', value: 10, numerator: 10, denominator: 100, coverage: 1 },
  });
});

test('decay of which no week is known says why', async () => {
  await world.weeks(await world.useCase('young'), '2026-10-19', [{}]);
  expect(await world.answer('eve', 'usecase-kpis', { usecase: 'young' })).toContain(
    'Adoption decay | unknown: nobody was enabled 1 week before',
  );
});
