import type { Card } from '../src/commands/kit/card.ts';
import type { Span, Words } from '../src/commands/kit/words.ts';
import { chartLines } from '../src/rules/chart.ts';

const spanText = (span: Span): string => {
  if (typeof span === 'string') return span;
  if (span.kind === 'person') return span.name;
  if (span.kind === 'time') return span.at.toISOString();
  if (span.kind === 'place') return span.place;
  return span.text;
};
const wordsText = (words: Words): string => words.map(spanText).join('');

/** Everything a card says, as plain lines; buttons as `[label]`. */
export function said(card: Card): string {
  const lines = [wordsText(card.title)];
  for (const part of card.parts) {
    if (part.kind === 'line' || part.kind === 'note') lines.push(wordsText(part.words));
    if (part.kind === 'quote') lines.push(`> ${part.text}`);
    if (part.kind === 'facts') lines.push(...part.facts.map((fact) => `${fact.label}: ${wordsText(fact.value)}`));
    if (part.kind === 'diff') lines.push(part.diff.summary);
    if (part.kind === 'table')
      lines.push(part.head.join(' | '), ...part.rows.map((row) => row.map(wordsText).join(' | ')));
    if (part.kind === 'thumbs') lines.push(`[${part.up.label}] [${part.down.label}]`);
    if (part.kind === 'chart') lines.push(part.chart.title, ...chartLines(part.chart));
    if (part.kind === 'buttons') lines.push(part.buttons.map((button) => `[${button.label}]`).join(' '));
  }
  return lines.join('\n');
}
