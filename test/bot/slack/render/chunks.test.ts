import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, LONGEST_TEXT } from '../../../../src/bot/slack/render/chunks.ts';

const pieces = fc.constantFrom(
  'word',
  'Straße',
  '漢字',
  '👩‍👩‍👧‍👦',
  '👍',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '   ',
  '\t',
  '.',
  '!\n',
  '\u0301',
  '\ud83d',
  '\udc4d',
  '-',
);
const text = fc
  .tuple(fc.array(pieces, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: LONGEST_TEXT }))
  .map(([all, length]) => {
    const some = all.join('');
    return some.repeat(Math.ceil(length / some.length)).slice(0, length);
  });

test('any text up to 12 000 characters is in pieces that one input holds each, and together they are the text', () => {
  fc.assert(
    fc.property(text, (any) => {
      const chunks = chunksOf(any);
      expect(chunks.join('')).toBe(any);
      expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(3_000);
      expect(chunks.length).toBeGreaterThanOrEqual(4);
      // A fifth is needed only where a character or a CRLF stands across the edge of a text that fills all four.
      expect(chunks.length).toBeLessThanOrEqual(any.length > LONGEST_TEXT - 4 ? 5 : 4);
    }),
    { numRuns: 500 },
  );
});

test('no character and no CRLF is ever cut', () => {
  fc.assert(
    fc.property(text, (any) => {
      const chunks = chunksOf(any).filter((chunk) => chunk !== '');
      for (const [at, chunk] of chunks.slice(1).entries()) {
        const before = chunks[at]!;
        expect(/[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(chunk)).toBe(false);
        expect(before.endsWith('\r') && chunk.startsWith('\n')).toBe(false);
      }
    }),
  );
});

test('no piece begins or ends with white space inside a text, and words stay whole where sentences end', () => {
  const prompt = Array.from({ length: 180 }, (_, n) => `Rule ${n}: answer the customer within two sentences.`).join(
    '\n',
  );
  const chunks = chunksOf(prompt).filter((chunk) => chunk !== '');
  expect(chunks.length).toBe(4);
  for (const chunk of chunks) expect(chunk.trim()).toBe(chunk);
  for (const chunk of chunks.slice(1)) expect(chunk).toMatch(/^\.\nRule \d+: /);
});

test('a short text stands in the first input, and the others are there for it to grow', () => {
  expect(chunksOf('Hello\n')).toEqual(['Hello\n', '', '', '']);
  expect(chunksOf('')).toEqual(['', '', '', '']);
});

test('a text that fills everything is cut at the edges', () => {
  expect(chunksOf('x'.repeat(12_000)).map((chunk) => chunk.length)).toEqual([3_000, 3_000, 3_000, 3_000]);
  expect(chunksOf(`x${'👍'.repeat(5_999)}x`).map((chunk) => chunk.length)).toEqual([2_999, 3_000, 3_000, 3_000, 1]);
  expect(chunksOf(' '.repeat(12_000)).join('')).toBe(' '.repeat(12_000));
});
