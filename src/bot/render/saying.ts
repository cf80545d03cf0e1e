import type { Part } from '../../commands/kit/card.ts';

/** A part that says something; buttons and thumbs, which do something, are never shortened and go their own way. */
export type Saying = Exclude<Part, { kind: 'buttons' | 'thumbs' }>;

/** A line that is a heading: it stands apart from the lines before it. */
export const isHeading = (part: Part): boolean => {
  if (part.kind !== 'line' || part.words.length !== 1) return false;
  const [only] = part.words;
  return typeof only === 'object' && only.kind === 'strong';
};

export const saysSomething = (part: Part): part is Saying => part.kind !== 'buttons' && part.kind !== 'thumbs';
