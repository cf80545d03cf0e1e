import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DiffLine, diffLines, linesOf } from '../../../src/rules/diff/line-diff.ts';
import { visibleSpans } from '../../../src/rules/diff/visible-spans.ts';
import { visibleForm } from '../../../src/rules/invisible.ts';
import { sideOf } from './rebuild.ts';

const plenty = (steps = 1_000_000) => ({ lines: { steps }, pairs: { steps }, words: { steps } });
const told = (lines: readonly DiffLine[]) =>
  lines.map((line) => {
    const marks = `${line.paired ? 'p' : ''}${line.invisible ? 'i' : ''}${line.endChanged ? 'e' : ''}`;
    return `${{ same: '=', removed: '-', added: '+' }[line.kind]}${marks} ${line.spans.map((span) => span.text).join('')}`;
  });

describe('linesOf', () => {
  test.each([
    ['', []],
    ['a', [['a', '']]],
    ['a\n', [['a', '\n']]],
    [
      '\n\n',
      [
        ['', '\n'],
        ['', '\n'],
      ],
    ],
    [
      'a\r\nb',
      [
        ['a', '\r\n'],
        ['b', ''],
      ],
    ],
    ['a\rb\r', [['a\rb\r', '']]],
    ['a\r\r\n', [['a\r', '\r\n']]],
  ])('%j has the lines %j', (text, lines) => {
    expect(linesOf(text).map((line) => [line.text, line.end])).toEqual(lines);
  });
});

describe('diffLines', () => {
  test.each([
    ['a change', 'a\nbe kind\nc\n', 'a\nbe very kind\nc\n', ['= a', '-p be kind', '+p be very kind', '= c']],
    ['a line more', 'a\nc\n', 'a\nb\nc\n', ['= a', '+ b', '= c']],
    ['a line less', 'a\nb\nc\n', 'a\nc\n', ['= a', '- b', '= c']],
    ['a line replaced by another', 'a\nxyz\nc', 'a\n123\nc', ['= a', '- xyz', '+ 123', '= c']],
    ['all line ends', 'a\r\nb\r\n', 'a\nb\n', ['-pie a', '+pie a', '-pie b', '+pie b']],
    ['the last line end', 'a\nb\n', 'a\nb', ['= a', '-pie b', '+pie b']],
    ['spaces, amid lines that are new', 'a\nb\n', 'new\na \nb\n', ['+ new', '-pi a', '+pi a ', '= b']],
    ['spaces on a blank line', 'a\n\nb', 'a\n  \nb', ['= a', '-pi ', '+pi   ', '= b']],
    ['nothing', 'a\nb', 'a\nb', ['= a', '= b']],
    ['everything from nothing', '', 'a\n', ['+ a']],
    ['everything to nothing', 'a\n', '', ['- a']],
  ])('tells %s', (_name, before, after, lines) => {
    expect(told(diffLines(before, after, plenty()))).toEqual(lines);
  });

  const piece = fc.constantFrom(
    ...[
      'a',
      'b',
      'be kind',
      'be very kind',
      'x y z',
      ' ',
      '  ',
      '\t',
      '\n',
      '\n',
      '\n',
      '\r\n',
      '\r',
      '\u200b',
      '\u202e',
    ],
    ...['\u00a0', 'é', 'e\u0301', '👩‍💻', '語', '\ud800', '\u2028', '\ufeff'],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 25 }).map((each) => each.join('')),
    fc.string({ unit: 'binary' }),
  );

  test('of any two texts gives back both exactly, with whatever budget', () => {
    fc.assert(
      fc.property(text, text, fc.nat(3_000), (before, after, steps) => {
        const lines = diffLines(before, after, plenty(steps));
        expect(sideOf(lines, 'removed')).toBe(before);
        expect(sideOf(lines, 'added')).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the two sides of a changed line are neighbours, differ, and say the same about themselves', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after, plenty());
        for (const [at, line] of lines.entries()) {
          if (!line.paired) {
            expect(line.spans.some((span) => span.changed)).toBe(false);
            continue;
          }
          const other = lines[at + (line.kind === 'removed' ? 1 : -1)]!;
          expect([line.kind, other.kind].sort()).toEqual(['added', 'removed']);
          expect([other.paired, other.invisible, other.endChanged]).toEqual([true, line.invisible, line.endChanged]);
          const [own, others] = [line, other].map((each) => each.spans.map((span) => span.text).join(''));
          expect(own === others && line.end === other.end).toBe(false);
          expect(line.invisible === true).toBe(visibleForm(own!) === visibleForm(others!));
          expect(line.endChanged === true).toBe(line.end !== other.end);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('two lines that look the same but are not look different once shown', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const shown = (line: DiffLine) =>
          visibleForm(
            visibleSpans(line)
              .map((span) => span.text)
              .join(''),
          );
        const lines = diffLines(before, after, plenty());
        for (const [at, line] of lines.entries()) {
          if (line.kind === 'removed' && line.invisible) expect(shown(line)).not.toBe(shown(lines[at + 1]!));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
