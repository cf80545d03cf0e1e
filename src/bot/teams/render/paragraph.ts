import type { Atom } from '../../render/atoms.ts';
import type { Element, Look } from './elements.ts';
import { inlineOf, literal } from './inline.ts';
import { markdownOf } from './markdown.ts';
import type { Mentions } from './mentions.ts';

/**
 * A sentence. Its own look is best kept by runs, which are literal; only in a text block people can be mentioned and a
 * heading be told. Where data might be read as mark-up there, the sentence is literal and the mentions follow it.
 */
export function paragraph(
  said: readonly Atom[],
  mentions: Mentions,
  look: Look & { style?: 'heading' } = {},
): Element[] {
  if (said.length === 0) return [];
  const atoms = joined(look.weight ? said.map(unmarked) : said);
  const { style: _, ...runs } = look;
  const pinged = atoms.filter((atom) => atom.kind === 'user' && mentions.has(atom.id));
  const block = pinged.length > 0 || look.style !== undefined || !atoms.some(needsRuns);
  const text = block ? markdownOf(atoms, mentions) : null;
  if (text !== null) return [{ type: 'TextBlock', text, wrap: true, ...look }];
  const literal: Element = { type: 'RichTextBlock', inlines: inlineOf(atoms, runs) };
  if (pinged.length === 0) return [literal];
  const all = pinged.flatMap((atom, at): Atom[] => (at === 0 ? [atom] : [{ kind: 'text', text: ', ' }, atom]));
  const calls = markdownOf(all, mentions);
  return [literal, { type: 'TextBlock', text: calls!, wrap: true, size: 'Small', isSubtle: true, spacing: 'None' }];
}

const needsRuns = (atom: Atom) => atom.kind === 'link' || (atom.kind === 'text' && atom.style === 'code');

// In a text that is bold as a whole.
const unmarked = (atom: Atom): Atom => (atom.kind === 'text' ? { kind: 'text', text: atom.text } : atom);

/** Neighbours of one look as one: every run costs. */
function joined(atoms: readonly Atom[]): Atom[] {
  const out: Atom[] = [];
  for (const atom of atoms) {
    const last = out.at(-1);
    if (last?.kind === 'text' && atom.kind === 'text' && last.style === atom.style) {
      out[out.length - 1] = { ...last, text: last.text + atom.text };
    } else out.push(atom);
  }
  return out;
}

/** Small print, literally. */
export const small = (text: string): Element => ({
  type: 'RichTextBlock',
  inlines: literal(text, { size: 'Small', isSubtle: true }),
  spacing: 'Small',
});
