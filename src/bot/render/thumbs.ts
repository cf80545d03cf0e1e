import type { Card, Part } from '../../commands/kit/card.ts';

export type Thumbs = Extract<Part, { kind: 'thumbs' }>;
type Plain = Exclude<Part, Thumbs>;

/** The thumbs of a card that a platform can show as its own, the first ones; the card without them. */
export function withoutThumbs(card: Card): { card: Card; thumbs: Thumbs | null } {
  const at = card.parts.findIndex((part) => part.kind === 'thumbs');
  if (at === -1) return { card, thumbs: null };
  return { card: { ...card, parts: card.parts.toSpliced(at, 1) }, thumbs: card.parts[at] as Thumbs };
}

/** Thumbs as buttons like others, for where nothing else is there. */
export const thumbsAsButtons = (parts: readonly Part[]): Plain[] =>
  parts.map((part) => (part.kind === 'thumbs' ? { kind: 'buttons', buttons: [part.up, part.down] } : part));
