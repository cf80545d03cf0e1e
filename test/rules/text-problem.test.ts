import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textProblem } from '../../src/rules/text-problem.ts';

describe('textProblem', () => {
  test.each([
    ['a\0b', 'Line 1, column 2 holds a NUL character (U+0000), which cannot be stored. Please delete it.'],
    ['one\ntwo\r\n\0', 'Line 3, column 1 holds a NUL'],
    ['😀😀\0', 'Line 1, column 3 holds a NUL'],
    ['a\ud800b', 'Line 1, column 2 holds half a character (a lone surrogate, U+D800)'],
    ['ok 😀\nx\udc00', 'Line 2, column 2 holds half a character (a lone surrogate, U+DC00)'],
    ['\ud83d\0', 'Line 1, column 1 holds half a character'],
    ['\0\ud83d', 'Line 1, column 1 holds a NUL'],
  ])('%j is refused with its place', (text, sentence) => {
    expect(textProblem(text)).toContain(sentence);
  });

  test.each([
    ['nothing at all', ''],
    ['right-to-left marks', '\u202eabc\u202c \u200f \u061c'],
    ['mixed line ends and trailing spaces', 'a \r\nb\t\n\rc  '],
    ['zero-width characters, a byte order mark and NBSP', '\ufeffa\u200bb\u00a0c'],
    ['characters beyond the BMP', '😀 𝒳 👩‍💻'],
    ['other control characters', '\u0001\u001b[31m\u007f\u0085\u2028'],
  ])('%s can be stored', (_name, text) => {
    expect(textProblem(text)).toBeUndefined();
  });

  test('exactly the texts that survive UTF-8 and hold no NUL have no problem', () => {
    const units = fc.array(fc.oneof(fc.integer({ min: 0xd7fe, max: 0xe001 }), fc.integer({ min: 0, max: 3 })));
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        const storable = Buffer.from(text, 'utf8').toString('utf8') === text && !text.includes('\0');
        expect(textProblem(text) === undefined).toBe(storable);
      }),
    );
  });
});
