import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignment } from '../../../src/rules/diff/alignment.ts';

const plenty = () => ({ steps: 1_000_000 });
const items = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('alignment', () => {
  test.each([
    [
      'abc',
      'abc',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'abc',
      'ac',
      [
        [0, 0],
        [2, 1],
      ],
    ],
    ['abc', 'xbz', [[1, 1]]],
    ['abc', 'xyz', []],
    ['', 'abc', []],
    [
      'aXbYc',
      'aZbc',
      [
        [0, 0],
        [2, 2],
        [4, 3],
      ],
    ],
  ])('of %j and %j keeps %j', (before, after, matches) => {
    expect(alignment([...before], [...after], plenty())).toEqual(matches);
  });

  test('every match pairs equal items, both sides rise, and no longer common sequence exists', () => {
    fc.assert(
      fc.property(items, items, (before, after) => {
        const matches = alignment(before, after, plenty());
        expectSound(before, after, matches);
        expect(matches.length).toBe(longest(before, after));
      }),
    );
  });

  test('with whatever budget the matches are sound and the equal ends are found', () => {
    fc.assert(
      fc.property(items, items, items, items, fc.nat(100), (head, before, after, tail, steps) => {
        const [left, right] = [
          [...head, ...before, ...tail],
          [...head, ...after, ...tail],
        ];
        const budget = { steps };
        const matches = alignment(left, right, budget);
        expectSound(left, right, matches);
        expect(matches.length).toBeGreaterThanOrEqual(head.length + tail.length);
        expect(budget.steps).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('items of one side alone cost nothing, so that a rewrite of any length is compared exactly', () => {
    const before = Array.from({ length: 5_000 }, (_, at) => (at % 1_000 === 0 ? `kept ${at}` : `old ${at}`));
    const after = Array.from({ length: 5_000 }, (_, at) => (at % 1_000 === 0 ? `kept ${at}` : `new ${at}`));
    expect(alignment(before, after, { steps: 1_000 })).toHaveLength(5);
  });

  test('comparisons share their budget: what one has spent, the next has not', () => {
    const [before, after] = [[...'same abcdefgh'], [...'same hgfedcba']];
    const budget = { steps: 300 };
    const spent = [1, 2, 3, 4].map(() => [alignment(before, after, budget).length, budget.steps] as const);
    expect(spent[0]![0]).toBe(6);
    expect(spent.map(([, left]) => left)).toEqual(spent.map(([, left]) => left).toSorted((a, b) => b - a));
    expect(spent.at(-1)).toEqual([5, 0]);
  });

  test('what costs too much is given up in bounded time, the equal ends aside', () => {
    const before = Array.from({ length: 5_000 }, (_, at) => `${(at * 7_919) % 5_000}`);
    const after = Array.from({ length: 5_000 }, (_, at) => `${(at * 104_729) % 5_000}`);
    const started = performance.now();
    const matches = alignment(['same', ...before], ['same', ...after], { steps: 10_000_000 });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(matches[0]).toEqual([0, 0]);
    expectSound(['same', ...before], ['same', ...after], matches);
  });
});

function expectSound(before: string[], after: string[], matches: readonly (readonly [number, number])[]) {
  let last: readonly [number, number] = [-1, -1];
  for (const [i, j] of matches) {
    expect(before[i]).toBe(after[j]);
    expect(i).toBeGreaterThan(last[0]);
    expect(j).toBeGreaterThan(last[1]);
    last = [i, j];
  }
}

/** The textbook table, as an oracle. */
function longest(before: string[], after: string[]): number {
  let row = new Array<number>(after.length + 1).fill(0);
  for (const item of before) {
    const next = [0];
    for (const [j, other] of after.entries()) next.push(item === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[after.length]!;
}
