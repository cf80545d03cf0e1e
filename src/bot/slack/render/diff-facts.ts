import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Fact } from '../../../rules/diff.ts';
import { bytesOf, capital, isLow, shortened, sizeOf } from './fit.ts';
import { styled } from './inline.ts';
import { section } from './rich.ts';
import { type Row, renderRows } from './rows.ts';

/**
 * The changed settings, a line for each: what it was is struck, what it is now is bold. Of a `first` version only what
 * it is, for there was nothing before.
 */
export function renderDiffFacts(facts: readonly Fact[], first: boolean, bytes: number): RichTextSection[] {
  const rows = facts.map((fact) => rowOf(fact, first));
  return rows.length === 0 ? [] : renderRows(rows, bytes, 'more settings');
}

/** More of a value is not read on a card; the content itself holds it all. */
const VALUE = 400;

function rowOf({ kind, name, from, to }: Fact, first: boolean): Row {
  const render = (bytes: number): RichTextElement[] => {
    const value = Math.max(8, Math.min(VALUE, (bytes - 60) / 3));
    const title = kind === 'param' ? name : capital(name);
    const skipped = from !== null && to !== null ? alike(from, to, value) : 0;
    return [
      styled(`${shortened(title, value)}: `, { bold: true }),
      ...(first ? [] : [side(from, skipped, value, 'strike'), styled(' → ')]),
      side(to, skipped, value, 'bold'),
    ];
  };
  return { size: sizeOf(section(render(3 * VALUE + 60))) + 60, render };
}

const CONTEXT = 20;

/** How many characters to leave out in front, so that two long values that begin alike still show where they differ. */
function alike(from: string, to: string, bytes: number): number {
  if (bytesOf(from) <= bytes && bytesOf(to) <= bytes) return 0;
  const most = Math.min(from.length, to.length);
  let same = 0;
  while (same < most && from[same] === to[same]) same++;
  const start = same - CONTEXT;
  return start < bytes / 3 ? 0 : isLow(from.charCodeAt(start)) ? start - 1 : start;
}

function side(value: string | null, skipped: number, bytes: number, style: 'strike' | 'bold'): RichTextElement {
  if (value === null || value === '') return styled(value === null ? 'not set' : 'empty');
  const told = skipped > 0 ? `…${value.slice(skipped)}` : value;
  return styled(shortened(told, bytes), { [style]: true });
}
