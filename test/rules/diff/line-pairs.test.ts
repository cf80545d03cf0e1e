import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linePairs } from '../../../src/rules/diff/line-pairs.ts';

const plenty = () => ({ steps: 1_000_000 });

describe('linePairs', () => {
  test('alike lines pair, others do not', () => {
    const removed = ['Be kind to the customer.', 'Never promise a refund.'];
    const added = [
      'Be very kind to the customer.',
      'A wholly different sentence stands here.',
      'Never promise refunds.',
    ];
    expect(linePairs(removed, added, plenty())).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });

  test('a line pairs with its most alike version, not with the first alike one', () => {
    const added = ['Answer in one short line and be polite', 'Answer in three lines'];
    expect(linePairs(['Answer in three long lines'], added, plenty())).toEqual([[0, 1]]);
  });

  test('a misspelt word pairs with its correction', () => {
    expect(linePairs(['Helo'], ['Hello'], plenty())).toEqual([[0, 0]]);
    expect(linePairs(['Helo'], ['Goodbye'], plenty())).toEqual([]);
  });

  test('lines that share only small words are no versions of each other', () => {
    const [removed, added] = [
      ['Answer in one line.', 'Be kind.'],
      ['Please sign every letter in blue ink.', 'Stop here.'],
    ];
    expect(linePairs(removed, added, plenty())).toEqual([]);
  });

  test('blank lines pair with nothing', () => {
    expect(linePairs([''], ['x'], plenty())).toEqual([]);
    expect(linePairs(['', ''], ['', ''], plenty())).toEqual([]);
  });

  test('pairs rise on both sides, with whatever budget', () => {
    const lines = fc.array(
      fc.array(fc.constantFrom('one', 'two', 'three', 'four'), { maxLength: 5 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(lines, lines, fc.nat(3_000), (removed, added, steps) => {
        let last = [-1, -1];
        for (const [i, j] of linePairs(removed, added, { steps })) {
          expect(i).toBeGreaterThan(last[0]!);
          expect(j).toBeGreaterThan(last[1]!);
          expect(removed[i]).toBeDefined();
          expect(added[j]).toBeDefined();
          last = [i, j];
        }
      }),
    );
  });

  test('in a block too wide to compare in full, an inserted line does not break the pairs after it', () => {
    const removed = Array.from({ length: 3_000 }, (_, at) => `Rule ${at} says this and that about case ${at}.`);
    const added = removed.map((line) => line.replace('this', 'these'));
    added.splice(10, 0, 'Something quite new.');
    expect(linePairs(removed, added, plenty())).toHaveLength(3_000);
  });

  test('in a block too wide to compare in full, lines of a rewrite pair with nothing', () => {
    const removed = Array.from({ length: 3_000 }, (_, at) => `Rule ${at} says this and that about it.`);
    const added = removed.map((_, at) => `Quite other words stand in place ${at} now.`);
    expect(linePairs(removed, added, plenty())).toEqual([]);
  });

  test('a very long line pairs by its equal ends', () => {
    const long = 'x'.repeat(30_000);
    expect(linePairs([`${long}a`], [`${long}b`], plenty())).toEqual([[0, 0]]);
    expect(linePairs([long], ['y'.repeat(30_000)], plenty())).toEqual([]);
  });
});
