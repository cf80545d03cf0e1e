import type { Part } from '../../../commands/kit/card.ts';
import { type DiffCosts, moreLines, tellDiff } from '../../render/diff.ts';
import { shortened } from '../../render/fit.ts';
import { renderDiffFact } from './diff-facts.ts';
import { lineSize, renderHunk } from './hunks.ts';
import { styled } from './inline.ts';
import { LONGEST, type RichElement, section } from './rich.ts';
import { counted } from './rows.ts';
import { sizeOf } from './size.ts';

const costs: DiffCosts = {
  fact: (fact) => sizeOf(renderDiffFact(fact)),
  line: lineSize,
  hunks: (hunks) => sizeOf(hunks.flatMap(renderHunk)),
  longest: LONGEST - 100,
};

/** What changed: what went is struck, what came is bold. */
export function renderDiff(part: Extract<Part, { kind: 'diff' }>, bytes: number): RichElement[] {
  const { diff } = part;
  if (diff.facts.length === 0 && diff.messages.length === 0) return [section([styled(shortened(diff.summary, bytes))])];
  const told = tellDiff(part, bytes, costs);
  return [
    ...told.facts.map(renderDiffFact),
    ...(told.moreFacts > 0 ? [counted(`… ${told.moreFacts} more settings`)] : []),
    ...told.hunks.flatMap(renderHunk),
    ...(told.moreLines > 0 ? [counted(moreLines(told.moreLines))] : []),
  ];
}
