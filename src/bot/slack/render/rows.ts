import type { RichTextElement, RichTextSection } from '@slack/types';
import { type Row, rowsWithin } from '../../render/rows.ts';
import { styled } from './inline.ts';
import { section } from './rich.ts';

/** The rows within `bytes`, a paragraph each; the ones that are left out are counted as `rest`. */
export function renderRows(rows: readonly Row<RichTextElement[]>[], bytes: number, rest: string): RichTextSection[] {
  const { shown, left } = rowsWithin(rows, bytes);
  const sections = shown.map(section);
  return left > 0 ? [...sections, counted(`… ${left} ${rest}`)] : sections;
}

/** What is left out, in a line of its own. */
export const counted = (text: string): RichTextSection => section([styled(text, { italic: true })]);
