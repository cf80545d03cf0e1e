import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelName, looseSlug, promptSlug } from '../../src/rules/slug.ts';

describe('promptSlug and labelName', () => {
  test.each(['a', '1', 'support-reply', 'a.b_c-d', `a${'-'.repeat(63)}`])('%s is a name', (name) => {
    expect(promptSlug.parse(name)).toBe(name);
    expect(labelName.parse(name)).toBe(name);
  });

  test.each(['', '-a', '.a', '_a', 'a b', 'a/b', 'é', `a${'-'.repeat(64)}`, 'a\nb'])(
    '%j is refused with the rule in words',
    (name) => {
      expect(promptSlug.safeParse(name).error?.issues[0]?.message).toMatch(
        /^A prompt name starts with a letter or digit/,
      );
      expect(labelName.safeParse(name).error?.issues[0]?.message).toMatch(/^A label starts with a letter or digit/);
    },
  );

  test.each([
    ['Support-Reply', 'support-reply'],
    ['  support-reply\n', 'support-reply'],
    ['“support-reply”', 'support-reply'],
    ['„support-reply“,', 'support-reply'],
    ['‘support-reply’', 'support-reply'],
    ['`support-reply`', 'support-reply'],
    ['"support-reply"', 'support-reply'],
    ['*support-reply*', 'support-reply'],
    ['\u200bsupport-reply\u00a0', 'support-reply'],
    ['support–reply', 'support-reply'],
    ['support-reply?', 'support-reply'],
  ])('%j is understood as %s', (typed, name) => {
    expect(looseSlug(typed)).toBe(name);
    expect(promptSlug.parse(typed)).toBe(name);
    expect(labelName.parse(typed)).toBe(name);
  });

  test('mending twice changes nothing more, and a valid name is never changed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        expect(looseSlug(looseSlug(raw))).toBe(looseSlug(raw));
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,63}$/), (name) => {
        expect(looseSlug(name)).toBe(name);
      }),
    );
  });

  test('a hostile text costs no time', () => {
    const started = performance.now();
    expect(promptSlug.safeParse(`a${' '.repeat(200_000)}b`).success).toBe(false);
    expect(promptSlug.safeParse('a'.repeat(200_000)).success).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
