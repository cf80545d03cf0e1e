import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, clipped, fairShares, head, mostOf, shortened, tail } from '../../../src/bot/render/fit.ts';

const text = fc
  .array(fc.constantFrom('a', 'é', '漢', '👍', '\ud83d', '\udc4d', '\n'), { maxLength: 60 })
  .map((all) => all.join(''));
const room = fc.nat({ max: 200 });

test('a part of a text is within its bytes, at its end of the text, and no longer one would be', () => {
  fc.assert(
    fc.property(text, room, (any, bytes) => {
      const [first, last] = [head(any, bytes), tail(any, bytes)];
      expect(any.startsWith(first) && any.endsWith(last)).toBe(true);
      expect(Math.max(bytesOf(first), bytesOf(last))).toBeLessThanOrEqual(bytes);
      // One more character of at most four bytes would not fit.
      if (first !== any) expect(bytesOf(first)).toBeGreaterThan(bytes - 4);
      if (last !== any) expect(bytesOf(last)).toBeGreaterThan(bytes - 4);
    }),
  );
});

test('a character is never cut in two', () => {
  expect(head('a👍b', 4)).toBe('a');
  expect(tail('a👍b', 4)).toBe('b');
  expect(clipped('ab👍cd', 4)).toBe('ab…');
  expect(clipped('abcd', 4)).toBe('abcd');
});

test('a shortened text says how many characters are missing', () => {
  expect(shortened('x'.repeat(40), 40)).toBe('x'.repeat(40));
  expect(shortened('x'.repeat(2_000), 40)).toBe('xxxxxxxx… (1,992 more characters)');
  expect(shortened('abc', 40, 10)).toBe('abc… (10 more characters)');
});

test('what asks for little gets all of it, the others share the rest', () => {
  expect(fairShares([10, 500, 20, 900], 230)).toEqual([10, 100, 20, 100]);
  expect(fairShares([10, 20], 100)).toEqual([10, 20]);
  expect(fairShares([], 100)).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1_000 })), fc.nat({ max: 5_000 }), (wanted, total) => {
      const shares = fairShares(wanted, total);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(total);
      expect(shares.every((share, at) => share <= wanted[at]!)).toBe(true);
    }),
  );
});

test('the most that fits is found', () => {
  expect([0, 1, 5, 9].map((limit) => mostOf(8, (count) => count <= limit))).toEqual([0, 1, 5, 8]);
});
