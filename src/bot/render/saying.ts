import type { Part } from '../../commands/kit/card.ts';

/** A part that says something; buttons and thumbs, which do something, are never shortened and go their own way. */
export type Saying = Exclude<Part, { kind: 'buttons' | 'thumbs' }>;

export const saysSomething = (part: Part): part is Saying => part.kind !== 'buttons' && part.kind !== 'thumbs';
