import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/rules/diff/line-diff.ts';
import { visibleSpans } from '../../../src/rules/diff/visible-spans.ts';

const shown = (before: string, after: string) =>
  diffLines(before, after, { lines: { steps: 1e6 }, pairs: { steps: 1e6 }, words: { steps: 1e6 } }).map((line) => {
    const text = visibleSpans(line).map((span) => (span.changed ? `[${span.text}]` : span.text));
    return `${{ same: ' ', removed: '-', added: '+' }[line.kind]}${text.join('')}`;
  });

describe('visibleSpans', () => {
  test.each([
    ['white space at the end', 'a\nb', 'a  \nb', ['-a', '+a[␣␣]', ' b']],
    ['another space', 'a b', 'a\u00a0b', ['-a[␣]b', '+a[‹U+00A0›]b']],
    ['a tab for spaces', '  a', '\ta', ['-[␣␣]a', '+[⇥]a']],
    ['another line end', 'a\r\n', 'a\n', ['-a[‹U+000D›‹U+000A›]', '+a[‹U+000A›]']],
    ['no last line end', 'a\n', 'a', ['-a[‹U+000A›]', '+a[‹no line end›]']],
    ['a zero-width character', 'ab', 'a\u200bb', ['-[ab]', '+[a‹U+200B›b]']],
    ['another normal form', 'caf\u00e9', 'cafe\u0301', ['-[café]', '+[cafe‹U+0301›]']],
    ['an emoji selector', 'I ❤', 'I ❤\ufe0f', ['-I [❤]', '+I [❤‹U+FE0F›]']],
  ])('a change of %s shows what cannot be seen', (_name, before, after, lines) => {
    expect(shown(before, after)).toEqual(lines);
  });

  test('beside a change that can be seen, ordinary spaces and emoji stay as they are and the rest is marked', () => {
    expect(shown('be kind ❤️', 'be very kind\u202e ❤️')).toEqual(['-be kind ❤️', '+be [very ]kind[‹U+202E›] ❤️']);
  });

  test('invisible characters are marked in unchanged, new and removed lines alike', () => {
    expect(shown('a\u200b\nx\u202e', 'a\u200b\nsomething else\u2066')).toEqual([
      ' a‹U+200B›',
      '-x‹U+202E›',
      '+something else‹U+2066›',
    ]);
  });
});
