import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorse, twoProportion, wilson } from '../../src/rules/statistics.ts';

const share = fc.integer({ min: 1, max: 5_000 }).chain((of) => fc.record({ up: fc.nat(of), of: fc.constant(of) }));

describe('the interval of Wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is as Newcombe printed it', (up, of, low, high) => {
    const interval = wilson({ up, of });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  // binom.confint of R's package binom, method "wilson", as statsmodels prints it among what it checks its own
  // proportion_confint against (statsmodels/stats/tests/results/results_proportion.py).
  test.each([
    [18, 20, 0.6989663547715128, 0.972133518786232],
    [4, 20, 0.0806576625797981, 0.4160174322518935],
    [4, 200, 0.00780442641634947, 0.05028708690582643],
    [190, 200, 0.910421851861224, 0.972617354399236],
  ])('of %i in %i is what R and statsmodels say, to the tenth digit', (up, of, low, high) => {
    const interval = wilson({ up, of });
    expect(interval.low).toBeCloseTo(low, 10);
    expect(interval.high).toBeCloseTo(high, 10);
  });

  test.each([
    [1, 30, 0.00590859, 0.16670391],
    [29, 30, 0.8332961, 0.9940914],
    [0, 30, 0, 0.11351339],
    [30, 30, 0.8864866, 1],
  ])('of %i in %i is what the same source says of the edges, which it prints to seven digits', (up, of, low, high) => {
    const interval = wilson({ up, of });
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  test('says nothing where there are no votes', () => {
    expect(wilson({ up: 0, of: 0 })).toEqual({ low: 0, high: 1 });
  });

  test('holds the share, stays within 0 and 1, and is the same the other way round', () => {
    fc.assert(
      fc.property(share, ({ up, of }) => {
        const { low, high } = wilson({ up, of });
        const turned = wilson({ up: of - up, of });
        return (
          0 <= low &&
          low <= up / of &&
          up / of <= high &&
          high <= 1 &&
          Math.abs(turned.low - (1 - high)) < 1e-9 &&
          Math.abs(turned.high - (1 - low)) < 1e-9
        );
      }),
    );
  });

  test('narrows with more votes of the same share', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 20 }), ({ up, of }, times) => {
        const [few, many] = [wilson({ up, of }), wilson({ up: up * times, of: of * times })];
        return many.high - many.low < few.high - few.low;
      }),
    );
  });
});

describe('the test of two shares', () => {
  test('is proportions_ztest of statsmodels, in the example of its documentation', () => {
    // The documentation prints p as 0.159; test_default_values of statsmodels has all digits.
    const { z, p } = twoProportion({ up: 5, of: 83 }, { up: 12, of: 99 });
    expect(z).toBeCloseTo(-1.4078304151258787, 12);
    expect(p).toBeCloseTo(0.15918129181156992, 6);
  });

  // R's pairwise prop.test without correction, of the smokers among patients in its documentation, changed so that the
  // groups differ (Fleiss; res_ppt_pvals_raw in statsmodels/stats/tests/test_proportion.py).
  const smokers = [
    { up: 73, of: 86 },
    { up: 90, of: 93 },
    { up: 114, of: 136 },
    { up: 75, of: 82 },
  ];
  test.each([
    [0, 1, 0.00533824886503131],
    [0, 2, 0.8327574849753566],
    [0, 3, 0.1880573726722516],
    [1, 2, 0.002026764254350234],
    [1, 3, 0.1309487516334318],
    [2, 3, 0.1076118730631731],
  ])('of groups %i and %i has the p that R gives', (one, other, p) => {
    expect(twoProportion(smokers[one]!, smokers[other]!).p).toBeCloseTo(p, 6);
  });

  test.each([
    ['OpenIntro Statistics, deaths with and without mammograms', 500, 44_925, 505, 44_910, -0.17, 2],
    ['Penn State STAT 415, a poll on a cigarette tax', 351, 605, 41, 195, 8.99, 2],
  ])('agrees with %s', (_source, up, of, otherUp, otherOf, z, digits) => {
    expect(twoProportion({ up, of }, { up: otherUp, of: otherOf }).z).toBeCloseTo(z, digits - 0.3);
  });

  test('agrees with the chi-squared of the Physicians’ Health Study (Agresti: 25.01), whose root z is', () => {
    const { z } = twoProportion({ up: 104, of: 11_037 }, { up: 189, of: 11_034 });
    expect(z ** 2).toBeCloseTo(25.01, 1);
    expect(z).toBeLessThan(0);
  });

  test('has the p of the tables of the normal distribution', () => {
    // 100 and 120 of 200 make z = 2.010, whose table says 2 × 0.0222.
    const { z, p } = twoProportion({ up: 100, of: 200 }, { up: 120, of: 200 });
    expect(z).toBeCloseTo(-2.0101, 3);
    expect(p).toBeCloseTo(0.0444, 3);
    expect(twoProportion({ up: 500, of: 44_925 }, { up: 505, of: 44_910 }).p).toBeCloseTo(0.865, 1);
  });

  test('finds nothing where there is nothing to find', () => {
    for (const [one, other] of [
      [
        { up: 0, of: 0 },
        { up: 5, of: 9 },
      ],
      [
        { up: 50, of: 50 },
        { up: 40, of: 40 },
      ],
      [
        { up: 0, of: 50 },
        { up: 0, of: 40 },
      ],
    ] as const) {
      expect(twoProportion(one, other)).toEqual({ z: 0, p: 1 });
    }
  });

  test('is the same from either side, and p is a chance', () => {
    fc.assert(
      fc.property(share, share, (one, other) => {
        const [there, back] = [twoProportion(one, other), twoProportion(other, one)];
        return Math.abs(there.z + back.z) < 1e-9 && Math.abs(there.p - back.p) < 1e-9 && there.p >= 0 && there.p <= 1;
      }),
    );
  });
});

describe('worse', () => {
  test('needs thirty votes of each, a lower share, and more than chance', () => {
    expect(isWorse({ up: 10, of: 30 }, { up: 25, of: 30 })).toBe(true);
    expect(isWorse({ up: 10, of: 29 }, { up: 25, of: 30 })).toBe(false);
    expect(isWorse({ up: 10, of: 30 }, { up: 25, of: 29 })).toBe(false);
    expect(isWorse({ up: 25, of: 30 }, { up: 10, of: 30 })).toBe(false);
    expect(isWorse({ up: 22, of: 30 }, { up: 25, of: 30 })).toBe(false);
  });

  test('is never both ways', () => {
    fc.assert(fc.property(share, share, (one, other) => !(isWorse(one, other) && isWorse(other, one))));
  });
});
