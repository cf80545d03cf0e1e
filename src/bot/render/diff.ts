import type { Part } from '../../commands/kit/card.ts';
import { cardDiff } from '../../rules/diff/card-diff.ts';
import { diffStats, type MessageDiff } from '../../rules/diff/diff.ts';
import { diffFactRows, type ToldFact } from './diff-facts.ts';
import { linesWithin, type ToldHunk, type ToldLine, tellHunks } from './hunks.ts';
import { rowsWithin } from './rows.ts';

/** What is said of a diff: settings, lines by hunk, and how many of both are left out. */
type ToldDiff = { facts: ToldFact[]; moreFacts: number; hunks: ToldHunk[]; moreLines: number };

/** What a platform takes for the pieces of a diff, and `longest`, the bytes that one line may have. */
export type DiffCosts = {
  fact: (fact: ToldFact) => number;
  line: (line: ToldLine) => number;
  hunks: (hunks: readonly ToldHunk[]) => number;
  longest: number;
};

/**
 * What changed: the settings first, then the lines by hunk. What does not fit is shortened around its changes, and after
 * that the last lines are counted.
 */
export function tellDiff({ diff, hunks }: Extract<Part, { kind: 'diff' }>, bytes: number, costs: DiffCosts): ToldDiff {
  const first = [...diff.messages, ...diff.facts].every((one) => one.from === null);
  const { shown: facts, left: moreFacts } = rowsWithin(diffFactRows(diff.facts, first, costs.fact), bytes / 3);
  const left = bytes - facts.reduce((sum, fact) => sum + costs.fact(fact), 0) - MORE;
  const most = { hunks, lines: hunks === undefined ? undefined : cardDiff.lines };
  const stats = diffStats(diff, most);
  // What one line may take, from the first that fits: a card is glanced at, a whole diff is read.
  const widths = hunks === undefined ? [costs.longest, 600, 300, 150] : [300, cardDiff.bytesOfLine];
  const narrow = widths.at(-1)!;
  const lines = linesWithin(stats.messages, left, narrow, costs.line);
  if (lines < linesOf(stats.messages)) {
    const fewer = diffStats(diff, { hunks, lines });
    return { facts, moreFacts, hunks: tellHunks(fewer.messages, diff, narrow), moreLines: fewer.moreLines };
  }
  const all = widths.values().map((width) => tellHunks(stats.messages, diff, width));
  const found = all.find((told) => costs.hunks(told) <= left);
  return { facts, moreFacts, hunks: found ?? tellHunks(stats.messages, diff, narrow), moreLines: stats.moreLines };
}

const linesOf = (messages: readonly MessageDiff[]): number =>
  messages.reduce((sum, { hunks }) => sum + hunks.reduce((lines, hunk) => lines + hunk.lines.length, 0), 0);

const MORE = 60;

/** "… 12 more changed lines" */
export const moreLines = (lines: number): string =>
  `… ${lines.toLocaleString('en')} more changed ${lines === 1 ? 'line' : 'lines'}`;
