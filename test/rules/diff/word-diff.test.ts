import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordDiff, wordsOf } from '../../../src/rules/diff/word-diff.ts';

const plenty = () => ({ steps: 1_000_000 });
const marked = (before: string, after: string) => {
  const diff = wordDiff(before, after, plenty());
  const text = (spans: typeof diff.before) =>
    spans.map((span) => (span.changed ? `[${span.text}]` : span.text)).join('');
  return [text(diff.before), text(diff.after)];
};

describe('wordDiff', () => {
  test.each([
    ['be kind', 'be very kind', 'be kind', 'be [very ]kind'],
    ['Answer in 3 lines.', 'Answer in 5 lines.', 'Answer in [3] lines.', 'Answer in [5] lines.'],
    ['use gpt-4.1', 'use gpt-4.1-mini', 'use gpt-4.1', 'use gpt-4.1[-mini]'],
    ['hello world', 'hallo earth', '[hello world]', '[hallo earth]'],
    ['{{ name }} is', '{{ user }} is', '{{ [name] }} is', '{{ [user] }} is'],
    ['password', 'pass\u200bword', '[password]', '[pass\u200bword]'],
    ['a b', 'a\u00a0b', 'a[ ]b', 'a[\u00a0]b'],
    ['請用中文回答', '請用英文回答', '請用[中]文回答', '請用[英]文回答'],
    ['ok 👩', 'ok 👩‍💻', 'ok [👩]', 'ok [👩‍💻]'],
    ['Grüße', 'Grüsse', '[Grüße]', '[Grüsse]'],
    ['', 'x', '', '[x]'],
    ['same', 'same', 'same', 'same'],
  ])('%j to %j', (before, after, left, right) => {
    expect(marked(before, after)).toEqual([left, right]);
  });

  test('the spans concatenate to their side, alternate, and what is unchanged is equal on both sides', () => {
    const words = fc
      .array(fc.constantFrom('a', 'bc', ' ', '  ', ', ', '.', '\u200b', '👩‍💻', 'é', '語', '\ud800'))
      .map((each) => each.join(''));
    fc.assert(
      fc.property(words, words, fc.nat(500), (before, after, steps) => {
        const diff = wordDiff(before, after, { steps });
        for (const [side, spans] of [
          [before, diff.before],
          [after, diff.after],
        ] as const) {
          expect(spans.map((span) => span.text).join('')).toBe(side);
          expect(spans.every((span) => span.text !== '')).toBe(true);
          expect(spans.every((span, at) => at === 0 || span.changed !== spans[at - 1]!.changed)).toBe(true);
        }
        const kept = (spans: typeof diff.before) =>
          spans
            .filter((span) => !span.changed)
            .map((span) => span.text)
            .join('');
        expect(kept(diff.before)).toBe(kept(diff.after));
      }),
    );
  });

  test('the words of any text together are the text', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (codes) => {
        const text = String.fromCharCode(...codes);
        expect(wordsOf(text).join('')).toBe(text);
      }),
    );
  });

  test('in a very long line the equal ends are told apart, at once', () => {
    const long = 'word '.repeat(40_000);
    const started = performance.now();
    const diff = wordDiff(`${long}here and there ${long}`, `${long}there and here ${long}`, plenty());
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(diff.after.filter((span) => span.changed)).toEqual([{ text: 'there and here', changed: true }]);
  });
});
