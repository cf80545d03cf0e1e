import { capital } from '../../commands/kit/words.ts';
import type { ContentDiff, DiffLine, Hunk, MessageDiff } from '../../rules/diff/diff.ts';
import { lineRuns, type Run } from './line-runs.ts';

/** A line of a diff: the first run is its sign. */
export type ToldLine = { kind: DiffLine['kind']; runs: Run[] };

/** Changed lines under where they stand, either of which may be empty. */
export type ToldHunk = { heading: string; lines: ToldLine[] };

/** Messages that came or went without a text, of which only the first few are named. */
const MOST_EMPTY = 10;

/** The changed lines, grouped by hunk under where they stand; a line takes at most `width` bytes. */
export function tellHunks(messages: readonly MessageDiff[], diff: ContentDiff, width: number): ToldHunk[] {
  const empty = messages.filter((message) => message.hunks.length === 0);
  const named = new Set(empty.slice(0, MOST_EMPTY));
  const left = empty.length - named.size;
  const hunks = messages.flatMap((message): ToldHunk[] => {
    if (named.has(message)) return [{ heading: headingOf(message, null, diff), lines: [] }];
    return message.hunks.map((hunk) => ({ heading: headingOf(message, hunk, diff), lines: linesOf(hunk, width) }));
  });
  return left > 0 ? [...hunks, { heading: `… ${left} more empty messages`, lines: [] }] : hunks;
}

function linesOf(hunk: Hunk, width: number): ToldLine[] {
  const [first] = hunk.lines;
  const marked = hunk.lines.some((line) => line.kind !== first?.kind);
  const end = hunk.lines.findLastIndex((line) => line.kind !== 'same' || line.spans.some((span) => span.text.trim()));
  return hunk.lines
    .slice(0, end + 1)
    .map((line) => ({ kind: line.kind, runs: lineRuns(line, widthOf(line, width), marked) }));
}

// Where lines must be short, those that did not change are there for orientation only.
const widthOf = ({ kind }: DiffLine, width: number) => (kind === 'same' && width <= SHORT ? width / 2 : width);
const SHORT = 300;

/** Where a hunk stands: the message only where the reader cannot know it. */
function headingOf({ from, to, role }: MessageDiff, hunk: Hunk | null, diff: ContentDiff): string {
  const only = diff.messages.length === 1 && (to ?? 0) === 0 && (from ?? 0) === 0;
  const name = `message ${(to ?? from ?? 0) + 1} (${role})`;
  if (!hunk) return `${from === null ? 'New' : 'Removed'} ${name} without text`;
  const line = `line ${to === null ? hunk.fromLine : hunk.toLine}`;
  if (only) return from === null ? '' : capital(line);
  if (from === null) return `New ${name}`;
  if (to === null) return `Removed ${name}`;
  return `${capital(name)}, ${line}`;
}

/** What a heading and the hunk below it cost at most. */
const HEADING = 100;

/** How many lines of the hunks fit into `bytes`, if each takes what `sizeOf` says. */
export function linesWithin(
  messages: readonly MessageDiff[],
  bytes: number,
  width: number,
  sizeOf: (line: ToldLine) => number,
): number {
  const empty = messages.filter((message) => message.hunks.length === 0).length;
  let left = bytes - HEADING * Math.min(MOST_EMPTY + 1, empty);
  let lines = 0;
  for (const hunk of messages.flatMap((message) => message.hunks)) {
    left -= HEADING;
    for (const line of hunk.lines) {
      left -= sizeOf({ kind: line.kind, runs: lineRuns(line, widthOf(line, width), true) });
      if (left < 0) return lines;
      lines++;
    }
  }
  return lines;
}
