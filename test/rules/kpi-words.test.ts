import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { criterionWords, valueWords } from '../../src/rules/kpi-words.ts';

describe('a value in words', () => {
  test.each([
    ['adoption', 41.66, undefined, '41.7 %'],
    ['adoption', 40, undefined, '40 %'],
    ['reversal_cost', 1_234.5, undefined, '1,234.5 EUR'],
    ['reversal_cost', 1, undefined, '1 EUR'],
    ['reversal_minutes', 35, undefined, '35 minutes'],
    ['reversal_minutes', 1, undefined, '1 minute'],
    ['hours_saved', 0.96, undefined, '1 hour'],
    ['hours_saved', -2.34, undefined, '-2.3 hours'],
    ['hours_saved', -0.01, undefined, '0 hours'],
    // Beside a threshold it shows on which side it lies.
    ['adoption', 39.96, 40, '39.96 %'],
    ['adoption', 39.9996, 40, '39.9996 %'],
    ['adoption', 39.94, 40, '39.9 %'],
    ['adoption', 40, 40, '40 %'],
    ['adoption', 41.666_67, 41.666_67, '41.7 %'],
    ['reversal_cost', 500.001, 500, '500.001 EUR'],
  ] as const)('%s of %d beside %s is %s', (key, value, beside, words) => {
    expect(valueWords(key, value, 'EUR', beside)).toBe(words);
  });

  test.each([
    [{ kpi: 'adoption', threshold: 40, cycles: 2 }, 'Adoption at 30 days below 40 %, 2 cycles in a row'],
    [{ kpi: 'reversal_rate', threshold: 12.5, cycles: 1 }, 'Decision reversal rate above 12.5 %, in 1 cycle'],
    [{ kpi: 'reversal_cost', threshold: 1_200, cycles: 3 }, 'Reversal cost above 1,200 EUR, 3 cycles in a row'],
    [{ kpi: 'hours_saved', threshold: 1, cycles: 2 }, 'Hours saved per month below 1 hour, 2 cycles in a row'],
  ] as const)('the criterion %j is "%s"', (criterion, words) => {
    expect(criterionWords(criterion, 'EUR')).toBe(words);
  });

  test('a currency that ends in s keeps it', () => {
    expect(valueWords('reversal_cost', 1, 'Euros')).toBe('1 Euros');
  });

  test('never reads like the threshold when it is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1, max: 999 }), (tenths, thousandths) => {
        const threshold = tenths / 10;
        const words = valueWords('adoption', threshold + thousandths / 1_000, 'EUR', threshold);
        return words !== valueWords('adoption', threshold, 'EUR', threshold);
      }),
    );
  });
});
