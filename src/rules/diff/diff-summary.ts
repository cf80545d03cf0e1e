import { hasInvisible, visibleForm } from '../invisible.ts';
import type { Fact } from './diff-facts.ts';
import type { DiffLine } from './line-diff.ts';

/** How many lines; a changed line (one removed, one added in its place) counts once, under `changed` alone. */
export type Counts = { added: number; removed: number; changed: number };

/** Counts the lines of a diff or of a part of it. */
export function countsOf(lines: readonly DiffLine[]): Counts {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const line of lines) {
    if (line.kind === 'added') counts[line.paired ? 'changed' : 'added']++;
    if (line.kind === 'removed' && !line.paired) counts.removed++;
  }
  return counts;
}

/** More facts than this are counted, longer values cut: the summary is one sentence. The facts themselves say it all. */
const MOST_FACTS = 3;
const LONGEST_VALUE = 40;

/**
 * The change in one sentence without a full stop: "3 lines changed, 1 added, model gpt-4.1 → gpt-4.1-mini". Says so when
 * nothing that can be seen changed, and when invisible characters came in beside what can be seen.
 */
export function sentenceOf(facts: readonly Fact[], lines: readonly DiffLine[], first: boolean): string {
  const parts = [...(first ? firstParts(lines) : textParts(lines)), ...factParts(facts, first)];
  return parts.length > 0 ? parts.join(', ') : 'nothing changed';
}

function firstParts(lines: readonly DiffLine[]): string[] {
  return ['first version', counted(lines.length, 'line'), ...hiddenPart(lines)];
}

function textParts(lines: readonly DiffLine[]): string[] {
  const { added, removed, changed } = countsOf(lines);
  const total = added + removed + changed;
  if (total === 0) return [];
  const unseen = unseenChanges(lines);
  if (unseen) return [`only ${unseen.join(' and ')} changed (${counted(total, 'line')})`];

  const parts: string[] = [];
  for (const [count, verb] of [
    [changed, 'changed'],
    [added, 'added'],
    [removed, 'removed'],
  ] as const) {
    if (count > 0) parts.push(parts.length === 0 ? `${counted(count, 'line')} ${verb}` : `${count} ${verb}`);
  }
  const invisibly = lines.filter((line) => line.kind === 'added' && line.invisible).length;
  if (invisibly > 0) parts.push(`${invisibly} of them only invisibly`);
  return [...parts, ...hiddenPart(lines)];
}

/** What changed, in a fixed order, where nothing that can be seen did; undefined where something did. */
function unseenChanges(lines: readonly DiffLine[]): string[] | undefined {
  const found = new Set<string>();
  for (const [left, right] of unitsOf(lines)) {
    const change = unseenChange(left, right);
    if (change === undefined) return undefined;
    found.add(change);
  }
  return [...found].sort();
}

/** The changes one by one: both sides of a changed line, or the one side of a removed or added line. */
function* unitsOf(lines: readonly DiffLine[]): Generator<[DiffLine | undefined, DiffLine | undefined]> {
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'added') yield [line.paired && lines[at - 1], line];
    if (line.kind === 'removed' && !line.paired) yield [line, undefined];
  }
}

/** What changed where nothing can be seen to have changed; undefined where something can. */
function unseenChange(left: DiffLine | undefined, right: DiffLine | undefined): string | undefined {
  const [before, after] = [textOf(left), textOf(right)];
  if (!left || !right) {
    const text = before + after;
    if (withoutSpacing(text) === '') return 'blank lines';
    return visibleForm(text) === '' ? 'invisible characters' : undefined;
  }
  if (!right.invisible) return undefined;
  if (before === after) return left.end === '' || right.end === '' ? 'the final line break' : 'line endings';
  return withoutSpacing(before) === withoutSpacing(after) ? 'white space' : 'invisible characters';
}

const textOf = (line: DiffLine | undefined) => line?.spans.map((span) => span.text).join('') ?? '';

/** Without the spacing that people type on purpose; any other white space is an invisible character. */
const withoutSpacing = (text: string) => text.replace(/[ \t\u3000]+/g, ' ').replace(/^ | $/g, '');

function hiddenPart(lines: readonly DiffLine[]): string[] {
  const hidden = lines.filter((line) => line.kind === 'added' && !line.invisible && bringsInvisible(line)).length;
  return hidden > 0 ? [`invisible characters in ${counted(hidden, 'new line')}`] : [];
}

function bringsInvisible(line: DiffLine): boolean {
  return line.spans.some((span) => (span.changed || !line.paired) && hasInvisible(span.text));
}

function factParts(facts: readonly Fact[], first: boolean): string[] {
  const told = facts.filter((fact) => !(first && fact.kind === 'variables'));
  const parts = told.slice(0, MOST_FACTS).map((fact) => {
    if (fact.kind === 'variables') return 'variables changed';
    if (first) return `${cut(fact.name)} ${cut(fact.to ?? '')}`;
    return `${cut(fact.name)} ${cut(fact.from ?? 'not set')} → ${cut(fact.to ?? 'not set')}`;
  });
  if (told.length > MOST_FACTS) parts.push(`${counted(told.length - MOST_FACTS, 'more setting')} changed`);
  return parts;
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function cut(text: string): string {
  const characters = [...text.slice(0, 4 * LONGEST_VALUE)];
  return characters.length > LONGEST_VALUE ? `${characters.slice(0, LONGEST_VALUE - 1).join('')}…` : text;
}
