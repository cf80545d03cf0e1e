import { EMOJI_SEQUENCE, JOINER_IN_WORD } from '../invisible.ts';
import { alignment, type Budget } from './alignment.ts';

/** A piece of a line. `changed`: it differs from the line's counterpart on the other side. */
export type Span = { text: string; changed: boolean };

/** Word by word is for reading; beyond this many words on a side only the plain cases are told apart, not every word. */
const MOST_WORDS = 4_000;

/**
 * Two versions of one line, word by word. The spans of each side concatenate exactly to that side; no two neighbours
 * have the same `changed`; an empty side has no spans. Punctuation or white space alone between two changes counts as changed, as
 * people read it so.
 */
export function wordDiff(before: string, after: string, budget: Budget): { before: Span[]; after: Span[] } {
  const left = wordsOf(before);
  const right = wordsOf(after);
  const within = left.length <= MOST_WORDS && right.length <= MOST_WORDS;
  const matches = alignment(left, right, within ? budget : { steps: 0 });

  const keptLeft = new Array<boolean>(left.length).fill(false);
  const keptRight = new Array<boolean>(right.length).fill(false);
  for (const [from, to] of runs(matches)) {
    const [first, last] = [matches[from]!, matches[to - 1]!];
    const atStart = first[0] === 0 && first[1] === 0;
    const atEnd = last[0] === left.length - 1 && last[1] === right.length - 1;
    if (!atStart && !atEnd && isFiller(left.slice(first[0], last[0] + 1).join(''))) continue;
    for (let at = from; at < to; at++) {
      keptLeft[matches[at]![0]] = true;
      keptRight[matches[at]![1]] = true;
    }
  }
  return { before: spansOf(left, keptLeft), after: spansOf(right, keptRight) };
}

/** Words, runs of white space, and every other character by itself; together they are the text. */
export function wordsOf(text: string): string[] {
  return text.match(WORD) ?? [];
}

// Scripts written without spaces go by letter. Anything that is no letter, digit or space stands alone, so that an
// invisible character never hides inside an otherwise unchanged word; only what is spelling stays with its word or emoji.
const WORD = new RegExp(
  [
    EMOJI_SEQUENCE,
    '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}]\\p{M}*',
    `(?:[\\p{L}\\p{N}\\p{M}_]|${JOINER_IN_WORD})+`,
    '\\s+',
    '[^]',
  ].join('|'),
  'gv',
);

/** Too little between two changes to be read as something that stayed. */
function isFiller(text: string): boolean {
  return text.length <= 3 && !/[\p{L}\p{N}]/u.test(text);
}

/** The stretches of matches that follow each other without a gap on either side, as index ranges [from, to). */
function runs(matches: readonly (readonly [number, number])[]): [number, number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (let at = 1; at <= matches.length; at++) {
    const [i, j] = matches[at - 1]!;
    const next = matches[at];
    if (next && next[0] === i + 1 && next[1] === j + 1) continue;
    found.push([from, at]);
    from = at;
  }
  return found;
}

function spansOf(words: readonly string[], kept: readonly boolean[]): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let at = 1; at <= words.length; at++) {
    if (at < words.length && kept[at] === kept[from]) continue;
    spans.push({ text: words.slice(from, at).join(''), changed: !kept[from] });
    from = at;
  }
  return spans;
}
