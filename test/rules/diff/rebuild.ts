import { expect } from 'vitest';
import type { ContentDiff, Hunk } from '../../../src/rules/diff/diff.ts';
import { type DiffLine, linesOf } from '../../../src/rules/diff/line-diff.ts';

/** One side of diff lines, as the text they came from. */
export function sideOf(lines: readonly DiffLine[], side: 'removed' | 'added'): string {
  return lines
    .filter((line) => line.kind === 'same' || line.kind === side)
    .map((line) => line.spans.map((span) => span.text).join('') + line.end)
    .join('');
}

/**
 * Applies hunks to the text they were made from, as a patch: everything outside the hunks is taken from `text`, and what
 * a hunk says was there must be there. `backwards` undoes them instead.
 */
export function applyHunks(text: string, hunks: readonly Hunk[], backwards = false): string {
  const lines = linesOf(text).map((line) => line.text + line.end);
  const [was, is] = backwards ? (['added', 'removed'] as const) : (['removed', 'added'] as const);
  let at = 0;
  let result: string[] = [];
  for (const hunk of hunks) {
    const [start, place] = backwards ? [hunk.toLine, hunk.fromLine] : [hunk.fromLine, hunk.toLine];
    result = result.concat(lines.slice(at, start - 1));
    expect(result.length).toBe(place - 1);
    const count = hunk.lines.filter((line) => line.kind !== is).length;
    expect(lines.slice(start - 1, start - 1 + count).join('')).toBe(sideOf(hunk.lines, was));
    result = result.concat(linesOf(sideOf(hunk.lines, is)).map((line) => line.text + line.end));
    at = start - 1 + count;
  }
  return result.concat(lines.slice(at)).join('');
}

/** The hunks of the only message of both sides; none when nothing in it changed. */
export function onlyHunks(diff: ContentDiff): Hunk[] {
  expect(diff.messages.length).toBeLessThanOrEqual(1);
  return diff.messages[0]?.hunks ?? [];
}
