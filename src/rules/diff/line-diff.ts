import { visibleForm } from '../invisible.ts';
import { alignment, type Budget, type Match } from './alignment.ts';
import { linePairs } from './line-pairs.ts';
import { type Span, wordDiff } from './word-diff.ts';

/**
 * One line of a diff, as bytes: `spans` and `end` concatenate exactly to the line.
 * `paired`: it is one side of a changed line, and the other side is its neighbour (removed first); only then do spans say
 * what changed. `invisible`: both sides look the same. `endChanged`: their line ends differ.
 */
export type DiffLine = {
  kind: 'same' | 'removed' | 'added';
  spans: readonly Span[];
  end: LineEnd;
  paired?: true;
  invisible?: true;
  endChanged?: true;
};

type LineEnd = '' | '\n' | '\r\n';
type Line = { text: string; end: LineEnd };

/** What one diff may spend: on finding equal lines, on pairing alike ones, on the words inside a pair. */
export type Budgets = { lines: Budget; pairs: Budget; words: Budget };

/** No prompt for people is longer; beyond this only equal lines are told apart. */
const MOST_LINES = 30_000;

/**
 * The whole diff of two texts, unchanged lines included: the same and removed lines are exactly `before`, the same and
 * added lines exactly `after`. First equal lines are found, then lines that look equal, then lines that are alike.
 */
export function diffLines(before: string, after: string, budgets: Budgets): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  const lines: DiffLine[] = [];
  for (const [i, j, gap] of gaps(matchesOf(old, now, budgets), old.length, now.length)) {
    for (const line of old.slice(gap[0], i)) lines.push(alone('removed', line));
    for (const line of now.slice(gap[1], j)) lines.push(alone('added', line));
    const left = old[i];
    const right = now[j];
    if (!left || !right) continue;
    if (left.text === right.text && left.end === right.end) lines.push(alone('same', left));
    else lines.push(...pairOf(left, right, budgets.words));
  }
  return lines;
}

/** A text as lines with their ends. A line ends with `\n` or `\r\n`; a lone `\r` is a character of its line. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  while (from < text.length) {
    const feed = text.indexOf('\n', from);
    if (feed === -1) {
      lines.push({ text: text.slice(from), end: '' });
      break;
    }
    const crlf = feed > from && text[feed - 1] === '\r';
    lines.push({ text: text.slice(from, crlf ? feed - 1 : feed), end: crlf ? '\r\n' : '\n' });
    from = feed + 1;
  }
  return lines;
}

function matchesOf(old: readonly Line[], now: readonly Line[], budgets: Budgets): Match[] {
  const equal = alignment(old.map(bytesOf), now.map(bytesOf), budgets.lines);
  if (Math.max(old.length, now.length) > MOST_LINES) return equal;
  return refined(equal, old.length, now.length, (fromI, toI, fromJ, toJ) => {
    const left = old.slice(fromI, toI).map((line) => visibleForm(line.text));
    const right = now.slice(fromJ, toJ).map((line) => visibleForm(line.text));
    return refined(alignment(left, right, budgets.lines), left.length, right.length, (a, b, c, d) =>
      linePairs(left.slice(a, b), right.slice(c, d), budgets.pairs),
    );
  });
}

const bytesOf = (line: Line) => line.text + line.end;

/** Adds, in every gap between matches that has items on both sides, the matches that `within` finds for its ranges. */
function refined(
  matches: readonly Match[],
  before: number,
  after: number,
  within: (fromI: number, toI: number, fromJ: number, toJ: number) => readonly Match[],
): Match[] {
  const all: Match[] = [];
  for (const [i, j, gap] of gaps(matches, before, after)) {
    if (i > gap[0] && j > gap[1]) {
      for (const [a, b] of within(gap[0], i, gap[1], j)) all.push([gap[0] + a, gap[1] + b]);
    }
    if (i < before && j < after) all.push([i, j]);
  }
  return all;
}

/** Every match with the start of the gap before it; the end of both sides counts as a last match. */
function* gaps(matches: readonly Match[], before: number, after: number): Generator<[number, number, Match]> {
  let gap: Match = [0, 0];
  for (const [i, j] of matches) {
    yield [i, j, gap];
    gap = [i + 1, j + 1];
  }
  yield [before, after, gap];
}

function alone(kind: DiffLine['kind'], line: Line): DiffLine {
  return { kind, spans: line.text === '' ? [] : [{ text: line.text, changed: false }], end: line.end };
}

function pairOf(left: Line, right: Line, budget: Budget): [DiffLine, DiffLine] {
  const spans = wordDiff(left.text, right.text, budget);
  const marks = {
    paired: true as const,
    ...(visibleForm(left.text) === visibleForm(right.text) && { invisible: true as const }),
    ...(left.end !== right.end && { endChanged: true as const }),
  };
  return [
    { kind: 'removed', spans: spans.before, end: left.end, ...marks },
    { kind: 'added', spans: spans.after, end: right.end, ...marks },
  ];
}
