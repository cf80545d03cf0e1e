import type { Part } from '../../../commands/kit/card.ts';
import { diffStats, type MessageDiff } from '../../../rules/diff.ts';
import { renderDiffFacts } from './diff-facts.ts';
import { shortened, sizeOf } from './fit.ts';
import { linesWithin, renderHunks } from './hunks.ts';
import { styled } from './inline.ts';
import { LONGEST, type RichElement, section } from './rich.ts';

type Diff = Extract<Part, { kind: 'diff' }>;

/** Lines on a card that shows only the first hunks. */
const MOST_LINES = 30;
/** What one line may take, from the first that fits: a card is glanced at, a whole diff is read. */
const WIDTHS = { glance: [300, 150], whole: [LONGEST - 100, 600, 300, 150] } as const;

/**
 * What changed: the settings first, then the lines by hunk. What does not fit is shortened around its changes, and after
 * that the last lines are counted.
 */
export function renderDiff({ diff, hunks }: Diff, bytes: number): RichElement[] {
  if (diff.facts.length === 0 && diff.messages.length === 0) return [section([styled(shortened(diff.summary, bytes))])];
  const first = [...diff.messages, ...diff.facts].every((one) => one.from === null);
  const facts = renderDiffFacts(diff.facts, first, bytes / 3);
  const left = bytes - sizeOf(facts) - MORE;
  const most = { hunks, lines: hunks === undefined ? undefined : MOST_LINES };
  const stats = diffStats(diff, most);
  const widths = WIDTHS[hunks === undefined ? 'whole' : 'glance'];
  const narrow = widths.at(-1)!;
  const lines = linesWithin(stats.messages, left, narrow);
  if (lines < linesOf(stats.messages)) {
    const fewer = diffStats(diff, { hunks, lines });
    return [...facts, ...renderHunks(fewer.messages, diff, narrow), ...more(fewer.moreLines)];
  }
  const all = widths.values().map((width) => renderHunks(stats.messages, diff, width));
  const found = all.find((elements) => sizeOf(elements) <= left);
  return [...facts, ...(found ?? renderHunks(stats.messages, diff, narrow)), ...more(stats.moreLines)];
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
