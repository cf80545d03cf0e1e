import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/refusal.ts';
import { beyond, killKpis, parseThreshold, side } from '../../src/rules/threshold.ts';

describe('a typed threshold', () => {
  test.each([
    ['adoption', '40 %', 40],
    ['adoption', ' 40% ', 40],
    ['adoption', 40, 40],
    ['adoption', '0', 0],
    ['adoption', '100 %', 100],
    ['adoption', '12.5', 12.5],
    ['adoption', '12,5 %', 12.5],
    ['reversal_rate', '0.1', 0.1],
    ['reversal_cost', '1,200', 1_200],
    ['reversal_cost', '1 200.50', 1_200.5],
    ['reversal_cost', '1’200', 1_200],
    ['reversal_cost', '99,95', 99.95],
    ['reversal_cost', '1,000,000,000', 1_000_000_000],
    ['hours_saved', '20', 20],
    ['hours_saved', 1_000_000, 1_000_000],
  ] as const)('of %s: %j is %d', (kpi, typed, number) => {
    expect(parseThreshold(kpi, typed)).toBe(number);
  });

  test.each([
    ['adoption', '150 %'],
    ['adoption', '100.1'],
    ['adoption', -1],
    ['adoption', '-1 %'],
    ['adoption', '33.33'],
    ['adoption', ''],
    ['adoption', '%'],
    ['adoption', 'forty'],
    ['adoption', '40 % or so'],
    ['adoption', Number.NaN],
    ['adoption', Number.POSITIVE_INFINITY],
    ['adoption', 0.1 + 0.2],
    ['adoption', '1e1'],
    ['reversal_rate', '101'],
    ['reversal_cost', '40 %'],
    ['reversal_cost', '1.200'],
    ['reversal_cost', '1.200,50'],
    ['reversal_cost', '1000000000.01'],
    ['hours_saved', '1000000.1'],
  ] as const)('of %s: %j is refused', (kpi, typed) => {
    expect(() => parseThreshold(kpi, typed)).toThrow(Refusal);
  });

  test('is refused in a plain sentence that marks the field', () => {
    const sentence =
      '"150 %" cannot be the threshold of "Adoption at 30 days": it is a number from 0 to 100 % with one decimal at most, such as 40 %.';
    expect(() => parseThreshold('adoption', '150 %')).toThrow(
      expect.objectContaining({ code: 'invalid', message: sentence, fields: { threshold: sentence } }),
    );
    expect(() => parseThreshold('reversal_cost', 'x'.repeat(5_000))).toThrow(/^"x{40}" .{0,140} two decimals .{0,40}$/);
  });
});

describe('beyond the threshold', () => {
  test.each([
    ['adoption', 'below'],
    ['reversal_rate', 'above'],
    ['reversal_cost', 'above'],
    ['hours_saved', 'below'],
  ] as const)('%s breaches %s', (kpi, where) => {
    expect(side(kpi)).toBe(where);
    const wrong = where === 'below' ? -1 : 1;
    expect([-0.001, 0, 0.001].map((by) => beyond(kpi, 40, 40 + wrong * by))).toEqual([false, false, true]);
  });

  test('exactly at it is not, whatever the rounding of the computer', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...killKpis),
        fc.nat(1_000),
        fc.integer({ min: 1, max: 1_000 }),
        (kpi, tenths, times) => {
          // So many of so many thousand are exactly so many tenths of a percent.
          const value = (100 * tenths * times) / (1_000 * times);
          return !beyond(kpi, tenths / 10, value);
        },
      ),
    );
    expect(beyond('reversal_cost', 0.3, 0.1 + 0.2)).toBe(false);
  });

  test('one decision more or less of a million is', () => {
    expect(beyond('reversal_rate', 10, (100 * 100_001) / 1_000_000)).toBe(true);
    expect(beyond('adoption', 10, (100 * 99_999) / 1_000_000)).toBe(true);
  });
});
