import type { Content, Message, Role } from '../content.ts';
import { alignment } from './alignment.ts';
import { type Fact, factsOf } from './diff-facts.ts';
import { type Counts, countsOf, sentenceOf } from './diff-summary.ts';
import { type Budgets, type DiffLine, diffLines } from './line-diff.ts';

export type { DiffLine, Fact };

/**
 * A stretch of changed lines with two lines of context. `fromLine` and `toLine`: the number (from 1) that its first line
 * has, or would have, before and after.
 */
export type Hunk = { fromLine: number; toLine: number; lines: DiffLine[] };

/** A changed message: its place (from 0) before and after, null where it was not; its role, and what changed inside. */
export type MessageDiff = { from: number | null; to: number | null; role: Role; hunks: Hunk[] };

/** What a card says about a change of content. `messages` holds the changed ones only. */
export type ContentDiff = { messages: MessageDiff[]; facts: Fact[]; counts: Counts; summary: string };

const CONTEXT = 2;

// About a quarter of a second in all for the worst input that fits into a content; real prompts take a millisecond.
const budgets = (): Budgets => ({
  lines: { steps: 10_000_000 },
  pairs: { steps: 2_000_000 },
  words: { steps: 5_000_000 },
});

/**
 * Compares two contents, or a first one with nothing. Deterministic, never throws, bounded in time on any input: what is
 * too costly to compare finely is shown coarsely (whole lines, then everything replaced), and never wrongly.
 */
export function diffContent(before: Content | null, after: Content): ContentDiff {
  const spend = budgets();
  const old = before?.messages ?? [];
  const all = messagePairs(old, after.messages, spend).map(([from, to]) => {
    const [left, right] = [old[from ?? -1], after.messages[to ?? -1]];
    return { from, to, left, right, lines: diffLines(left?.content ?? '', right?.content ?? '', spend) };
  });
  const facts = factsOf(before, after, all);
  const lines = all.flatMap((each) => each.lines);
  const messages = all.map(({ from, to, left, right, lines: inside }): MessageDiff => {
    return { from, to, role: (right ?? left)!.role, hunks: hunksOf(inside) };
  });
  return {
    messages: messages.filter((each) => each.hunks.length > 0 || each.from === null || each.to === null),
    facts,
    counts: countsOf(lines),
    summary: sentenceOf(facts, lines, before === null),
  };
}

/**
 * The part of a diff that fits on a card: the first hunks, cut after `lines` lines in all, and what is left over, counted
 * in changed lines (a changed line once) for "12 more changed lines". The diff itself stays as it is.
 */
export function diffStats(
  diff: ContentDiff,
  most: { hunks?: number | undefined; lines?: number | undefined } = {},
): { messages: MessageDiff[]; moreHunks: number; moreLines: number } {
  let hunksLeft = most.hunks ?? Number.POSITIVE_INFINITY;
  let linesLeft = most.lines ?? Number.POSITIVE_INFINITY;
  const rest = { moreHunks: 0, moreLines: 0 };
  const messages = diff.messages.map((message) => {
    const hunks: Hunk[] = [];
    for (const hunk of message.hunks) {
      const take = hunksLeft > 0 ? whole(hunk.lines, linesLeft) : 0;
      const more = countsOf(hunk.lines.slice(take));
      rest.moreLines += more.added + more.removed + more.changed;
      if (take === 0) rest.moreHunks++;
      else hunks.push(take < hunk.lines.length ? { ...hunk, lines: hunk.lines.slice(0, take) } : hunk);
      // After a hunk that was cut nothing more is shown: a gap would not be noticed.
      hunksLeft = take < hunk.lines.length ? 0 : hunksLeft - 1;
      linesLeft -= take;
    }
    return { ...message, hunks };
  });
  return {
    messages: messages.filter((each, at) => each.hunks.length > 0 || diff.messages[at]!.hunks.length === 0),
    ...rest,
  };
}

/** How many of a hunk's lines to show: none unless a change is among them, and both sides of a changed line or neither. */
function whole(lines: readonly DiffLine[], most: number): number {
  const take = Math.max(0, Math.min(most, lines.length));
  const last = lines[take - 1];
  const even = last?.kind === 'removed' && last.paired ? take - 1 : take;
  return lines.slice(0, even).some((line) => line.kind !== 'same') ? even : 0;
}

/** Which message became which: equal ones first, those between them by their order. */
function messagePairs(
  before: readonly Message[],
  after: readonly Message[],
  spend: Budgets,
): [number | null, number | null][] {
  const keyOf = (message: Message) => `${message.role} ${message.content}`;
  const equal = alignment(before.map(keyOf), after.map(keyOf), spend.lines);
  const pairs: [number | null, number | null][] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...equal, [before.length, after.length] as const]) {
    while (i < nextI || j < nextJ) pairs.push([i < nextI ? i++ : null, j < nextJ ? j++ : null]);
    if (i < before.length && j < after.length) pairs.push([i++, j++]);
  }
  return pairs;
}

function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [at, fromLine, toLine] = [0, 1, 1];
  for (const [start, end] of changedRanges(lines)) {
    for (; at < start; at++, fromLine++, toLine++);
    const hunk: Hunk = { fromLine, toLine, lines: lines.slice(start, end) };
    hunks.push(hunk);
    for (; at < end; at++) {
      if (lines[at]!.kind !== 'added') fromLine++;
      if (lines[at]!.kind !== 'removed') toLine++;
    }
  }
  return hunks;
}

/** The index ranges [start, end) of changed lines with their context, joined where they touch. */
function changedRanges(lines: readonly DiffLine[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'same') continue;
    const [start, end] = [Math.max(0, at - CONTEXT), Math.min(lines.length, at + CONTEXT + 1)];
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}
