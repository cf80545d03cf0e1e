import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokens, withoutAtTags } from '../../src/rules/typed.ts';

const words = (line: string) => tokens(line).map((token) => token.text);

describe('tokens', () => {
  test.each([
    ['approve support-reply', ['approve', 'support-reply']],
    ['  approve   support-reply  ', ['approve', 'support-reply']],
    ['approve\u00a0support-reply', ['approve', 'support-reply']],
    ['approve \u200b support-reply\ufeff', ['approve', 'support-reply']],
    ['diff support-reply\tv1\nv2', ['diff', 'support-reply', 'v1', 'v2']],
    ['show “support-reply”', ['show', 'support-reply']],
    ['show "support reply" v2', ['show', 'support reply', 'v2']],
    ['show „support reply“', ['show', 'support reply']],
    ['show «support reply»', ['show', 'support reply']],
    ['show support–reply', ['show', 'support-reply']],
    ['submit —label dev', ['submit', '--label', 'dev']],
    ['submit –label dev — x', ['submit', '--label', 'dev', '-', 'x']],
    ['decline it’s wrong', ['decline', "it's", 'wrong']],
    ['say “never closed', ['say', '"never', 'closed']],
    ['say a"b" "c"d "e"', ['say', 'a"b"', 'c"d "e']],
    ['say ""', ['say', '']],
    ['', []],
    [' \u00a0 ', []],
  ])('%j is read as %j', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  test('the inside of a quoted word keeps its dashes, quotes and spaces', () => {
    expect(words('why “it’s  5–6 — not 7”')).toEqual(['why', 'it’s  5–6 — not 7']);
  });

  test('the rest of a line can be taken as it was typed', () => {
    const line = 'decline\u00a0 12  “too”  long —  it’s\u00a05–6\t';
    const third = tokens(line)[2];
    expect(third).toEqual({ text: 'too', start: 13, end: 18, quoted: true });
    expect(line.slice(third?.start)).toBe('“too”  long —  it’s\u00a05–6\t');
  });

  test('every token stands where it says, in order, and nothing but gaps lies between', () => {
    const piece = fc.constantFrom(
      'a',
      'B',
      '-',
      '—',
      '"',
      '“',
      '”',
      '„',
      '’',
      ' ',
      '\u00a0',
      '\n',
      '\u200b',
      '😀',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const line = pieces.join('');
        let end = 0;
        for (const token of tokens(line)) {
          expect(line.slice(end, token.start)).toMatch(/^[\s\u200b]*$/);
          expect(token.end).toBeGreaterThan(token.start);
          if (!token.quoted) expect(token.text).not.toMatch(/[\s“”„’—]/);
          end = token.end;
        }
        expect(line.slice(end)).toMatch(/^[\s\u200b]*$/);
      }),
    );
  });

  test('a hostile line is read in no time', () => {
    const started = performance.now();
    for (const piece of ['"', '“a ', ' ', '—', '"a" ']) tokens(piece.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('withoutAtTags', () => {
  test.each([
    ['<at>Countersign</at> approve 12', 'approve 12'],
    [' <at id="0">Counter sign</at>\u00a0 help', 'help'],
    ['<at>Countersign</at> <at>Countersign</at> help', 'help'],
    ['<at>Countersign</at> decline 12 as <at>Ann Lee</at> asked', 'decline 12 as @Ann Lee asked'],
    ['owner support-reply <at>@Ann</at>', 'owner support-reply @Ann'],
    ['help', 'help'],
    ['a < b <at> c', 'a < b <at> c'],
  ])('%j becomes %j', (line, expected) => {
    expect(withoutAtTags(line)).toBe(expected);
  });
});
