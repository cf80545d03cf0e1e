import { utc } from '../../commands/kit/words.ts';
import type { Atom } from './atoms.ts';

/** How each kind of atom is written into a string. */
export type Written = { [K in Atom['kind']]: (atom: Extract<Atom, { kind: K }>) => string };

export const written = (how: Written, atoms: readonly Atom[]): string =>
  atoms.map((atom) => (how[atom.kind] as (atom: Atom) => string)(atom)).join('');

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Every atom without any mark-up. */
export const plain: Written = {
  text: ({ text }) => text,
  link: ({ text }) => text,
  time: ({ at }) => utc(at),
  user: ({ name }) => name,
  channel: () => 'a channel',
};

/** The atoms as one line without any mark-up. Not escaped. */
export const plainOf = (atoms: readonly Atom[]): string => oneLine(written(plain, atoms));
