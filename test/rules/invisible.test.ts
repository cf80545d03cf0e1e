import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasInvisible, revealEverything, revealInvisible, visibleForm } from '../../src/rules/invisible.ts';

describe('revealInvisible', () => {
  test.each([
    ['bidi controls', 'a\u202eb\u2066c\u200fd\u061c', 'a‹U+202E›b‹U+2066›c‹U+200F›d‹U+061C›'],
    ['zero-width characters', 'pass\u200bword\u2060\ufeff', 'pass‹U+200B›word‹U+2060›‹U+FEFF›'],
    ['tag characters that spell hidden words', 'ok\u{e0068}\u{e0069}', 'ok‹U+E0068›‹U+E0069›'],
    ['no-break and other odd spaces', '5\u00a0€\u2009x\u202f', '5‹U+00A0›€‹U+2009›x‹U+202F›'],
    ['a soft hyphen, fillers and blank braille', 'a\u00adb\u3164\u115f\u2800', 'a‹U+00AD›b‹U+3164›‹U+115F›‹U+2800›'],
    ['control characters', '\u0007\u001b[31m\u0085', '‹U+0007›‹U+001B›[31m‹U+0085›'],
    ['line and paragraph separators', 'a\u2028b\u2029', 'a‹U+2028›b‹U+2029›'],
    ['a carriage return without its line feed', 'a\rb\r\n', 'a‹U+000D›b\r\n'],
    ['half a character', 'a\ud83d', 'a‹U+D83D›'],
    ['a variation selector after a letter', 'x\ufe0fy\u{e0101}', 'x‹U+FE0F›y‹U+E0101›'],
    ['a joiner between Latin letters', 'a\u200db', 'a‹U+200D›b'],
    ['a joiner at the edge of a word', 'می\u200c x', 'می‹U+200C› x'],
    ['joiners in a made-up emoji', '👨\u200d👨x\u200d👩', '👨‹U+200D›👨x‹U+200D›👩'],
    ['selectors piled onto an emoji', '😀\u{e0100}\u{e0101}', '😀‹U+E0100›‹U+E0101›'],
    ['a bidi control inside an emoji', '👩\u200d\u202e💻', '👩‹U+200D›‹U+202E›💻'],
  ])('%s are marked', (_name, text, shown) => {
    expect(revealInvisible(text)).toBe(shown);
    expect(hasInvisible(text)).toBe(true);
  });

  test.each([
    ['plain text with tabs and both line ends', 'a\tb\nc\r\nd '],
    ['emoji with joiners, selectors, skin tones and tags', '👩‍💻❤️🏳️‍🌈👍🏽1️⃣🏴󠁧󠁢󠁥󠁮󠁧󠁿👨‍👩‍👧🇩🇪'],
    ['Persian, Hindi and Sinhala spelt with joiners', 'می‌خواهم क्‍ष ශ්‍රී'],
    ['Arabic and Hebrew', 'مرحبا שלום'],
    ['Japanese with its wide space', '日本　語'],
    ['letters by parts', 'e\u0301 ᄀ\u1161'],
    ['an Arabic number sign', '\u0600'],
    ['symbols, private and quoted marks', '© ‹U+202E› \ue000'],
  ])('%s is left alone', (_name, text) => {
    expect(revealInvisible(text)).toBe(text);
    expect(hasInvisible(text)).toBe(false);
  });

  test('what is shown never holds a bidi control, and showing it again changes nothing', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = revealInvisible(text);
        expect(shown).not.toMatch(/\p{Bidi_Control}/u);
        expect(revealInvisible(shown)).toBe(shown);
        expect(hasInvisible(text)).toBe(shown !== text);
      }),
    );
  });
});

describe('revealEverything', () => {
  test.each([
    [' a\t', '␣a⇥'],
    ['a\r\n', 'a‹U+000D›‹U+000A›'],
    ['می\u200cخ 👩\u200d💻', 'می‹U+200C›خ␣👩‹U+200D›💻'],
    ['e\u0301 \u212b', 'e‹U+0301›␣‹U+212B›'],
    ['가 ᄀ\u1161', '가␣‹U+1100›‹U+1161›'],
  ])('%j is shown as %j', (text, shown) => {
    expect(revealEverything(text)).toBe(shown);
  });

  test('two different texts never look the same once everything is shown', () => {
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        fc.pre(a !== b);
        expect(visibleForm(revealEverything(a))).not.toBe(visibleForm(revealEverything(b)));
      }),
    );
  });
});

describe('visibleForm', () => {
  test.each([
    ['pass\u200bword', 'password', true],
    ['a b', 'a \u00a0\tb ', true],
    ['\u00e9', 'e\u0301', true],
    ['  indented', 'indented', true],
    ['', '\u202e \u{e0041}', true],
    ['therapist', 'the rapist', false],
    ['the\u2028rapist', 'therapist', false],
    ['a', 'а', false],
    ['A', 'a', false],
  ])('%j and %j look the same: %s', (a, b, same) => {
    expect(visibleForm(a) === visibleForm(b)).toBe(same);
  });

  test('a text looks like its own visible form', () => {
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
        expect(visibleForm(visibleForm(text))).toBe(visibleForm(text));
      }),
    );
  });
});

const pieces = [
  'a',
  'e',
  ' ',
  '  ',
  '\t',
  '\r',
  '\u0301',
  '\u00e9',
  '\u200b',
  '\u200d',
  '\u202e',
  '\u00a0',
  '\ufe0f',
  '👩',
  '💻',
  '\u3000',
];
const nasty = fc
  .array(fc.constantFrom(...pieces, '\u2028', '\u{e0041}', 'می', '\u200c', '\ud800', 'ᄀ', '\u1161'), { maxLength: 8 })
  .map((each) => each.join(''));
