import type { Part } from '../../commands/kit/card.ts';

/** A part that says something; buttons, which do something, are never shortened and go their own way. */
export type Saying = Exclude<Part, { kind: 'buttons' }>;

export const saysSomething = (part: Part): part is Saying => part.kind !== 'buttons';
