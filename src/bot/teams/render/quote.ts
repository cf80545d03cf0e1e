import { revealInvisible } from '../../../rules/invisible.ts';
import { shortened } from '../../render/fit.ts';
import type { Element } from './elements.ts';
import { literal, spaced } from './inline.ts';

/** Somebody's text as it is, on a ground of its own; of a text that is too long the beginning, and the rest counted. */
export function renderQuote(text: string, bytes: number): Element[] {
  const most = text.slice(0, Math.max(0, bytes));
  const inlines = literal(spaced(shortened(revealInvisible(most), bytes, text.length - most.length)));
  if (inlines.length === 0) return [];
  return [{ type: 'Container', style: 'emphasis', items: [{ type: 'RichTextBlock', inlines }] }];
}
