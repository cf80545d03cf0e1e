import type { RichTextElement } from '@slack/types';
import type { ContentDiff, DiffLine, Hunk, MessageDiff } from '../../../rules/diff.ts';
import { capital, sizeOf } from './fit.ts';
import { styled } from './inline.ts';
import { lineRuns, type Run } from './line-runs.ts';
import { LONGEST, quoted, type RichElement, section } from './rich.ts';

/** Messages that came or went without a text, of which only the first few are named. */
const MOST_EMPTY = 10;

/** The changed lines, grouped by hunk under where they stand; a line takes at most `width` bytes. */
export function renderHunks(messages: readonly MessageDiff[], diff: ContentDiff, width: number): RichElement[] {
  const empty = messages.filter((message) => message.hunks.length === 0);
  const named = new Set(empty.slice(0, MOST_EMPTY));
  const left = empty.length - named.size;
  const elements = messages.flatMap((message) => {
    if (named.has(message)) return [section([styled(headingOf(message, null, diff), { italic: true })])];
    return message.hunks.flatMap((hunk) => hunkOf(hunk, headingOf(message, hunk, diff), width));
  });
  return left > 0 ? [...elements, section([styled(`… ${left} more empty messages`, { italic: true })])] : elements;
}

function hunkOf(hunk: Hunk, heading: string, width: number): RichElement[] {
  const [first] = hunk.lines;
  const marked = hunk.lines.some((line) => line.kind !== first?.kind);
  const end = hunk.lines.findLastIndex((line) => line.kind !== 'same' || line.spans.some((span) => span.text.trim()));
  const quotes: Run[][] = [];
  let room = 0;
  for (const line of hunk.lines.slice(0, end + 1)) {
    const runs = lineRuns(line, widthOf(line, width), marked);
    const size = sizeOf(runs.map(elementOf));
    if (size + 1 > room) {
      quotes.push([]);
      room = LONGEST;
    } else runs[0]!.text = `\n${runs[0]!.text}`;
    room -= size + 1;
    quotes.at(-1)!.push(...runs);
  }
  const title = heading === '' ? [] : [section([styled(heading, { italic: true })])];
  return [...title, ...quotes.map((runs) => quoted(joined(runs).map(elementOf)))];
}

// Where lines must be short, those that did not change are there for orientation only.
const widthOf = ({ kind }: DiffLine, width: number) => (kind === 'same' && width <= SHORT ? width / 2 : width);
const SHORT = 300;

const elementOf = ({ text, style }: Run): RichTextElement => styled(text, style ? { [style]: true } : {});

/** Neighbours of the same look as one, empty ones left out: every element costs. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last && last.style === run.style) last.text += run.text;
    else if (run.text !== '') out.push({ ...run });
  }
  return out;
}

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

/** What a heading and the quote below it cost at most. */
const HEADING = 100;

/** How many lines of the hunks fit into `bytes`. */
export function linesWithin(messages: readonly MessageDiff[], bytes: number, width: number): number {
  const empty = messages.filter((message) => message.hunks.length === 0).length;
  let left = bytes - HEADING * Math.min(MOST_EMPTY + 1, empty);
  let lines = 0;
  for (const hunk of messages.flatMap((message) => message.hunks)) {
    left -= HEADING;
    for (const line of hunk.lines) {
      left -= sizeOf(lineRuns(line, widthOf(line, width), true).map(elementOf)) + 1;
      if (left < 0) return lines;
      lines++;
    }
  }
  return lines;
}
