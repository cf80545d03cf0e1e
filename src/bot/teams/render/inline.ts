import type { Atom } from '../../render/atoms.ts';
import type { Inline, TextRun } from './elements.ts';
import { localTime } from './moment.ts';

/** How a run of text looks. */
export type Style = Omit<TextRun, 'type' | 'text'>;

// Dates are computed run by run, so one that is data is shown as typed when its braces stand in two.
const COMPUTED = /(?<=\{)(?=\{(?:DATE|TIME)\()/;

/** Text as it is: whatever is in it, Teams shows it and reads nothing out of it. */
export const literal = (text: string, style: Style = {}): Inline[] =>
  text.split(COMPUTED).flatMap((piece) => (piece === '' ? [] : run(piece, style)));

const run = (text: string, style: Style): Inline =>
  Object.keys(style).length > 0 ? { type: 'TextRun', text, ...style } : text;

type Inlines = { [K in Atom['kind']]: (atom: Extract<Atom, { kind: K }>, style: Style) => Inline[] };

const inlines: Inlines = {
  text: ({ text, style: own }, style) => literal(text, own ? { ...style, ...marks[own] } : style),
  link: ({ text, url }, style) =>
    literal(text, { ...style, color: 'Accent', selectAction: { type: 'Action.OpenUrl', url } }),
  time: ({ at }, style) => [run(localTime(at), style)],
  user: ({ name }, style) => literal(name, style),
  channel: ({ id }, style) => literal(id, style),
};

const marks = { bold: { weight: 'Bolder' }, code: { fontType: 'Monospace' } } as const;

/** Atoms as runs, all in `style` besides their own. Nobody is mentioned by them. */
export const inlineOf = (atoms: readonly Atom[], style: Style = {}): Inline[] =>
  atoms.flatMap((atom) => (inlines[atom.kind] as (atom: Atom, style: Style) => Inline[])(atom, style));

/** Text of several lines with the spaces that stand at their beginnings or next to each other, which HTML would swallow. */
export const spaced = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '    ')
    .replace(/^ | (?= )/gm, '\u00a0');
