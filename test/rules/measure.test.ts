import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KpiKey, kpi, kpis } from '../../src/rules/kpi.ts';
import { type Facts, LEAST_TIMED, type Measure, measure } from '../../src/rules/measure.ts';
import { wilson } from '../../src/rules/statistics.ts';

const reported = { on: 7, of: 7 };
const value = (measured: Measure) => (measured.kind === 'known' ? measured.value : measured.why);
const known = (measured: Measure) => {
  if (measured.kind === 'unknown') throw new Error(measured.why);
  return measured;
};

/** Facts of every KPI that are plenty. */
const plenty: Facts = {
  adoption: { enabled: 40, using: 10, reported },
  adoption_decay: { week: 3, enabled: 40, using: 30, reported },
  concentration: { histogram: [{ days: 2, users: 20 }], reported },
  reversal_rate: { decisions: 200, reversals: 20, reported },
  reversal_cost: { reversals: 3, priced: 3, cost: 120.5, reported },
  reversal_minutes: { reversals: 3, timed: 3, minutes: 45, reported },
  hours_saved: {
    claim: { method: 'asked the team', minutes: 6 },
    sample: { decisions: 0, minutes: 0 },
    decisions: 110,
    reversals: 10,
    timed: 10,
    reversalMinutes: 60,
    reported,
  },
  satisfaction: { up: 30, votes: 40, reported },
  review_time: { hours: [5, 1, 3], reported },
  release_time: { hours: [8, 2, 4, 6], reported },
};
const keys = Object.keys(kpis) as KpiKey[];
const of = (key: KpiKey, more: object) => measure(key, { ...plenty[key], ...more } as never);

describe('every KPI', () => {
  test.each(keys)('%s is defined in one sentence, and known where there is plenty', (key) => {
    expect(kpi(key)).toMatchObject({ key, label: expect.stringMatching(/\w/) });
    expect(kpi(key).definition).toMatch(/^[^.]+(\.\d+[^.]*)*\.$/);
    expect(known(of(key, {})).coverage).toBe(1);
  });

  test.each(['adoption', 'adoption_decay'] as const)('after a week that nobody reported %s is unknown', (key) => {
    expect(of(key, { reported: { on: 7, of: 13 } })).toEqual({ kind: 'unknown', why: 'reported on 7 of 13 days' });
    // Two weeks of five working days, without their first Monday.
    expect(known(of(key, { reported: { on: 9, of: 13 } })).coverage).toBeCloseTo(9 / 13);
  });

  test.each(keys.filter((key) => kpis[key].leastCoverage === 0.5))('%s needs half of the days', (key) => {
    expect(of(key, { reported: { on: 2, of: 7 } })).toEqual({ kind: 'unknown', why: 'reported on 2 of 7 days' });
    expect(of(key, { reported: { on: 3, of: 7 } }).kind).toBe('unknown');
    expect(known(of(key, { reported: { on: 4, of: 7 } })).coverage).toBeCloseTo(4 / 7);
    expect(known(of(key, { reported: { on: 15, of: 30 } })).coverage).toBe(0.5);
    expect(of(key, { reported: { on: 14, of: 30 } }).kind).toBe('unknown');
    expect(value(of(key, { reported: { on: 0, of: 7 } }))).toBe('nothing was reported');
    expect(value(of(key, { reported: { on: 0, of: 0 } }))).toBe('nothing was reported');
  });

  test('what needs no days is known without', () => {
    expect(keys.filter((key) => of(key, { reported: { on: 0, of: 7 } }).kind === 'known')).toEqual([
      'satisfaction',
      'review_time',
      'release_time',
    ]);
  });
});

describe('shares', () => {
  test('have their counts and the interval of Wilson, in percent', () => {
    const { low, high } = wilson({ up: 10, of: 40 });
    expect(measure('adoption', plenty.adoption)).toEqual({
      kind: 'known',
      value: 25,
      numerator: 10,
      denominator: 40,
      coverage: 1,
      interval: { low: 100 * low, high: 100 * high },
    });
  });

  test.each([
    ['adoption', { enabled: 0, using: 0 }, 'nobody was enabled 30 days before'],
    ['adoption', { enabled: 12, using: 3 }, '12 of at least 20 people'],
    ['adoption', { enabled: 19, using: 0 }, '19 of at least 20 people'],
    ['adoption', { enabled: 20, using: 0 }, 0],
    ['adoption', { enabled: 20, using: 20 }, 100],
    ['adoption_decay', { week: 1, enabled: 0, using: 0 }, 'nobody was enabled 1 week before'],
    ['adoption_decay', { week: 8, enabled: 0, using: 0 }, 'nobody was enabled 8 weeks before'],
    ['adoption_decay', { week: 8, enabled: 19, using: 1 }, '19 of at least 20 people'],
    ['adoption_decay', { week: 8, enabled: 20, using: 1 }, 5],
    ['reversal_rate', { decisions: 0, reversals: 0 }, 'no decisions were reported'],
    ['reversal_rate', { decisions: 0, reversals: 4 }, 'no decisions were reported'],
    ['reversal_rate', { decisions: 19, reversals: 0 }, '19 of at least 20 decisions'],
    ['reversal_rate', { decisions: 20, reversals: 0 }, 0],
    ['reversal_rate', { decisions: 20, reversals: 20 }, 100],
    ['satisfaction', { up: 0, votes: 0 }, 'nobody voted'],
    ['satisfaction', { up: 19, votes: 19 }, '19 of at least 20 votes'],
    ['satisfaction', { up: 15, votes: 20 }, 75],
  ] as const)('%s of %j is %s', (key, facts, expected) => {
    expect(value(of(key, facts))).toBe(expected);
  });

  test('more reversals than decisions are more than all of them, with no interval', () => {
    const measured = known(of('reversal_rate', { decisions: 20, reversals: 30 }));
    expect(measured.value).toBe(150);
    expect(measured).not.toHaveProperty('interval');
  });

  test('lie within their interval', () => {
    const counts = fc
      .integer({ min: 20, max: 10_000 })
      .chain((enabled) => fc.tuple(fc.nat(enabled), fc.constant(enabled)));
    fc.assert(
      fc.property(counts, ([using, enabled]) => {
        const { value, interval } = known(measure('adoption', { enabled, using, reported }));
        return interval!.low <= value + 1e-9 && value <= interval!.high + 1e-9;
      }),
    );
  });
});

describe('concentration', () => {
  const share = (histogram: Facts['concentration']['histogram']) =>
    value(measure('concentration', { histogram, reported }));

  test.each([
    ['equal use', [{ days: 3, users: 20 }], 10],
    [
      'two of twenty use it alone',
      [
        { days: 5, users: 2 },
        { days: 0, users: 18 },
      ],
      '2 of at least 20 users',
    ],
    ['nobody uses it', [{ days: 0, users: 50 }], 'nobody used it'],
    ['nobody there', [], 'nobody used it'],
    ['19 users', [{ days: 1, users: 19 }], '19 of at least 20 users'],
    // 2 of 20 users make 14 of 32 days.
    [
      'two of twenty use it most',
      [
        { days: 7, users: 2 },
        { days: 1, users: 18 },
      ],
      43.75,
    ],
    // 10 % of 25 users are two and a half: 7 + 5 + half of 2, of 7 + 5 + 2 + 22 × 1 = 36 days.
    [
      'a fraction of a user',
      [7, 5, 2].map((days) => ({ days, users: 1 })).concat({ days: 1, users: 22 }),
      (100 * 13) / 36,
    ],
    // The border lies within a group of equals.
    [
      'within a group',
      [
        { days: 4, users: 10 },
        { days: 1, users: 20 },
      ],
      (100 * 12) / 60,
    ],
  ] as const)('of %s', (_what, histogram, expected) => {
    const found = share(histogram);
    if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 10);
    else expect(found).toBe(expected);
  });

  const histograms = fc.array(
    fc.record({ days: fc.integer({ min: 1, max: 31 }), users: fc.integer({ min: 1, max: 50 }) }),
    {
      minLength: 20,
      maxLength: 31,
    },
  );

  test('is the same in whatever order the counts come, and however they are grouped', () => {
    const shuffled = histograms.chain((histogram) =>
      fc.tuple(fc.constant(histogram), fc.shuffledSubarray(histogram, { minLength: histogram.length })),
    );
    fc.assert(
      fc.property(shuffled, ([histogram, other]) => {
        const oneByOne = other.flatMap(({ days, users }) => Array.from({ length: users }, () => ({ days, users: 1 })));
        expect(share(other)).toBe(share(histogram));
        expect(share(oneByOne)).toBe(share(histogram));
      }),
    );
  });

  test('is never less than equal use, nor more than all', () => {
    fc.assert(
      fc.property(histograms, (histogram) => 10 - 1e-9 <= Number(share(histogram)) && Number(share(histogram)) <= 100),
    );
  });
});

describe('what reversals cost', () => {
  test('no reversal costs nothing, where there are reports', () => {
    expect(of('reversal_cost', { reversals: 0, priced: 0, cost: 0 })).toEqual({
      kind: 'known',
      value: 0,
      numerator: 0,
      denominator: 0,
      coverage: 1,
    });
  });

  test('a cost of 0 is a cost', () => {
    expect(value(of('reversal_cost', { reversals: 2, priced: 2, cost: 0 }))).toBe(0);
  });

  test('is at best what was told, and unknown where nothing was', () => {
    const why = (untold: number) => `the cost of ${untold} of 3 reversals was not told`;
    expect(of('reversal_cost', { priced: 2, cost: 80 })).toMatchObject({ kind: 'known', value: 80, atBest: why(1) });
    expect(value(of('reversal_cost', { reversals: 1, priced: 0, cost: 0 }))).toBe(
      'the cost of the one reversal was not told',
    );
    expect(of('reversal_cost', { priced: 0, cost: 0 })).toEqual({ kind: 'unknown', why: why(3) });
    expect(of('reversal_minutes', { timed: 1, minutes: 9 })).toMatchObject({
      value: 9,
      atBest: 'the time of 2 of 3 reversals was not told',
    });
    expect(of('reversal_minutes', {})).not.toHaveProperty('atBest');
  });
});

describe('hours saved', () => {
  test('minutes of the decisions that stand, less those spent on reversals, for a month', () => {
    // 6 × (110 − 10) − 60 = 540 minutes in 7 days.
    const measured = known(of('hours_saved', {}));
    expect(measured).toMatchObject({ numerator: 540, denominator: 110, standing: 'claimed' });
    expect(measured.value).toBeCloseTo((9 * 365.25) / 12 / 7, 10);
  });

  test.each([28, 29, 30, 31])('a month of %i days is scaled too', (days) => {
    expect(value(of('hours_saved', { reported: { on: days, of: days } }))).toBeCloseTo((9 * 30.4375) / days, 10);
  });

  test.each([
    [0, 'claimed', 540],
    [LEAST_TIMED - 1, 'claimed', 540],
    // 4 minutes each: 4 × (110 − 10) − 60.
    [LEAST_TIMED, 'confirmed', 340],
    [3 * LEAST_TIMED, 'confirmed', 340],
  ])('%i timed decisions make it %s', (decisions, standing, minutes) => {
    expect(of('hours_saved', { sample: { decisions, minutes: 4 * decisions } })).toMatchObject({
      standing,
      numerator: minutes,
    });
  });

  test('a sample is enough without a claim', () => {
    expect(of('hours_saved', { claim: null, sample: { decisions: LEAST_TIMED, minutes: 40 } })).toMatchObject({
      standing: 'confirmed',
    });
  });

  test.each([
    [{ claim: null }, 'nobody has said how many minutes a decision saves'],
    [{ claim: null, sample: { decisions: 9, minutes: 4 } }, 'nobody has said how many minutes a decision saves'],
    [{ decisions: 0, reversals: 0 }, 'no decisions were reported'],
  ])('with %j they are unknown', (facts, why) => {
    expect(of('hours_saved', facts)).toEqual({ kind: 'unknown', why });
  });

  test('may be lost instead', () => {
    expect(value(of('hours_saved', { reversalMinutes: 1_200 }))).toBeLessThan(0);
  });

  test('are at best so many where the time of a reversal was not told', () => {
    expect(of('hours_saved', { timed: 8 })).toMatchObject({ atBest: 'the time of 2 of 10 reversals was not told' });
  });
});

describe('speed', () => {
  test.each([
    [[], 'no change was decided'],
    [[5], '1 of at least 3 changes'],
    [[5, 1], '2 of at least 3 changes'],
    [[5, 1, 3], 3],
    [[100, 1, 2, 4], 3],
    [[10, 9, 1, 2, 100], 9],
  ])('the median of %j is %s', (hours, expected) => {
    expect(value(of('review_time', { hours }))).toBe(expected);
  });

  test('of releases has words of its own', () => {
    expect(value(of('release_time', { hours: [] }))).toBe('no change was released');
    expect(value(of('release_time', {}))).toBe(5);
  });
});

test('no facts whatsoever make a number that is none', () => {
  const count = fc.nat(100);
  const days = fc.record({ on: fc.nat(31), of: fc.nat(31) }).filter(({ on, of }) => on <= of);
  const facts = fc.record({
    enabled: count,
    using: count,
    week: fc.integer({ min: 1, max: 8 }),
    histogram: fc.array(fc.record({ days: count, users: count })),
    decisions: count,
    reversals: count,
    priced: count,
    cost: count,
    timed: count,
    minutes: count,
    reversalMinutes: count,
    claim: fc.option(fc.record({ minutes: count })),
    sample: fc.record({ decisions: count, minutes: count }),
    up: count,
    votes: count,
    hours: fc.array(count),
    reported: days,
  });
  fc.assert(
    fc.property(fc.constantFrom(...keys), facts, (key, facts) => {
      const measured = measure(key, facts as never);
      if (measured.kind === 'unknown') return measured.why.length > 0;
      return [measured.value, measured.numerator, measured.denominator, measured.coverage].every(Number.isFinite);
    }),
    { numRuns: 1_000 },
  );
});
