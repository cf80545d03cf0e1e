import type { RichTextElement, RichTextSection } from '@slack/types';
import { fairShares } from './fit.ts';
import { styled } from './inline.ts';
import { section } from './rich.ts';

/** Something that is shown in one line and can be told with fewer words: `size` is what it takes in full. */
export type Row = { size: number; render: (bytes: number) => RichTextElement[] };

/** Less than this says nothing any more. */
const LEAST = 80;

/**
 * The rows within `bytes`: long ones are shortened so that none hides another, and when even that leaves too little for
 * each, the last ones are counted.
 */
export function renderRows(rows: readonly Row[], bytes: number, rest = 'more'): RichTextSection[] {
  const shown = rows.slice(0, Math.max(1, Math.floor((bytes - LEAST) / LEAST)));
  const left = rows.length - shown.length;
  const shares = fairShares(
    shown.map((row) => row.size),
    bytes - (left > 0 ? LEAST : 0),
  );
  const sections = shown.map((row, at) => section(row.render(shares[at]!)));
  return left > 0 ? [...sections, section([styled(`… ${left} ${rest}`, { italic: true })])] : sections;
}
