import type { RichTextElement } from '@slack/types';
import type { Part } from '../../../commands/kit/card.ts';
import { type ContentDiff, diffStats, type Fact, type Hunk, type MessageDiff } from '../../../rules/diff.ts';
import { shortened, sizeOf } from './fit.ts';
import { styled } from './inline.ts';
import { lineRuns, type Run } from './line-runs.ts';
import { LONGEST, quoted, type RichElement, section } from './rich.ts';
import { type Row, renderRows } from './rows.ts';

type Diff = Extract<Part, { kind: 'diff' }>;

/** Lines on a card that shows only the first hunks. */
const MOST_LINES = 40;
/** What one line may take, from the first that fits: a card is glanced at, a whole diff is read. */
const WIDTHS = { glance: [300, 150], whole: [LONGEST - 100, 600, 300, 150] } as const;

/**
 * What changed: the settings first, then the lines by hunk. What does not fit is shortened around its changes, and after
 * that the last lines are counted.
 */
export function renderDiff({ diff, hunks }: Diff, bytes: number): RichElement[] {
  if (diff.facts.length === 0 && diff.messages.length === 0) return [section([styled(shortened(diff.summary, bytes))])];
  const facts = diff.facts.length === 0 ? [] : renderRows(diff.facts.map(factRow), bytes / 3, 'more settings');
  const left = bytes - sizeOf(facts) - MORE;
  const most = { hunks, lines: hunks === undefined ? undefined : MOST_LINES };
  const stats = diffStats(diff, most);
  const widths = WIDTHS[hunks === undefined ? 'whole' : 'glance'];
  const narrow = widths.at(-1)!;
  const lines = linesWithin(stats.messages, left, narrow);
  if (lines < linesOf(stats.messages)) {
    const fewer = diffStats(diff, { hunks, lines });
    return [...facts, ...hunksOf(fewer.messages, diff, narrow), ...more(fewer.moreLines)];
  }
  const found = widths.map((width) => hunksOf(stats.messages, diff, width)).find((all) => sizeOf(all) <= left);
  return [...facts, ...(found ?? hunksOf(stats.messages, diff, narrow)), ...more(stats.moreLines)];
}

const linesOf = (messages: readonly MessageDiff[]): number =>
  messages.reduce((sum, { hunks }) => sum + hunks.reduce((lines, hunk) => lines + hunk.lines.length, 0), 0);

const MORE = 60;
const more = (lines: number): RichElement[] =>
  lines > 0
    ? [
        section([
          styled(`… ${lines.toLocaleString('en')} more changed ${lines === 1 ? 'line' : 'lines'}`, { italic: true }),
        ]),
      ]
    : [];

const VALUE = 400;

function factRow({ name, from, to }: Fact): Row {
  const render = (bytes: number): RichTextElement[] => {
    const value = Math.max(8, Math.min(VALUE, (bytes - 60) / 3));
    const title = name === 'model' || name === 'messages' || name === 'variables' ? capital(name) : name;
    return [
      styled(`${shortened(title, value)}: `, { bold: true }),
      side(from, value, 'strike'),
      styled(' → '),
      side(to, value, 'bold'),
    ];
  };
  return { size: sizeOf(section(render(3 * VALUE + 60))) + 60, render };
}

function side(value: string | null, bytes: number, style: 'strike' | 'bold'): RichTextElement {
  if (value === null || value === '') return styled(value === null ? 'not set' : 'empty');
  return styled(shortened(value, bytes), { [style]: true });
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

const HEADING = 100;

/** How many lines of the hunks fit into `bytes`. */
function linesWithin(messages: readonly MessageDiff[], bytes: number, width: number): number {
  let left = bytes;
  let lines = 0;
  for (const hunk of messages.flatMap((message) => message.hunks)) {
    left -= HEADING;
    for (const line of hunk.lines) {
      left -= sizeOf(lineRuns(line, width, true).map(elementOf)) + 1;
      if (left < 0) return lines;
      lines++;
    }
  }
  return lines;
}

function hunksOf(messages: readonly MessageDiff[], diff: ContentDiff, width: number): RichElement[] {
  return messages.flatMap((message) => {
    const empty =
      message.hunks.length === 0 ? [section([styled(headingOf(message, null, diff), { italic: true })])] : [];
    return [...empty, ...message.hunks.flatMap((hunk) => hunkOf(hunk, headingOf(message, hunk, diff), width))];
  });
}

function hunkOf(hunk: Hunk, heading: string, width: number): RichElement[] {
  const [first] = hunk.lines;
  const marked = hunk.lines.some((line) => line.kind !== first?.kind);
  const quotes: Run[][] = [];
  let room = 0;
  for (const line of hunk.lines) {
    const runs = lineRuns(line, width, marked);
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
  const line = hunk ? `line ${to === null ? hunk.fromLine : hunk.toLine}` : 'empty';
  if (only && from === null) return '';
  if (only) return capital(line);
  const name = `message ${(to ?? from ?? 0) + 1} (${role})`;
  if (from === null) return `New ${name}`;
  if (to === null) return `Removed ${name}`;
  return `${capital(name)}, ${line}`;
}
