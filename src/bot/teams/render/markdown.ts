import type { Atom } from '../../render/atoms.ts';
import type { Mentions } from './mentions.ts';
import { isComputed, localTime } from './moment.ts';

/**
 * What some client of Teams could read out of a text: emphasis, links, lists, headings, mentions, entities, dates, breaks,
 * spaces that collapse. The clients differ, and not all of them know an escape, so data with any of these goes elsewhere.
 */
const READ = /[\\`*_~[\]<>&|\r\n\t\u00a0]|\{\{| {2}|^[ #+=-]| $|^\d+[.)]|\)[-\d]|:\/\/|www\./;
// Emphasis ends and begins at letters, or it may be shown as asterisks.
const EMPHASISED = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/u;

type Written = { [K in Atom['kind']]: (atom: Extract<Atom, { kind: K }>, mentions: Mentions) => string | null };

const markdown: Written = {
  text: ({ text, style }) => (style === 'bold' ? (EMPHASISED.test(text) ? `**${text}**` : null) : text),
  link: ({ text, url }) => (/[()\s]/.test(url) ? null : `[${text}](${url})`),
  time: ({ at }) => localTime(at),
  user: ({ id, name }, mentions) => mentions.get(id)?.text ?? name,
  channel: ({ id }) => id,
};

/** What of an atom is data; the rest is written by us. */
const dataOf = (atom: Atom, mentions: Mentions): string => {
  if (atom.kind === 'text' || atom.kind === 'link') return atom.text;
  if (atom.kind === 'user') return mentions.has(atom.id) ? 'x' : atom.name;
  if (atom.kind === 'time') return isComputed(atom.at) ? 'x' : localTime(atom.at);
  return atom.id;
};

/** The atoms as markdown; null when a client might read something out of their data. Code is written plainly. */
export function markdownOf(atoms: readonly Atom[], mentions: Mentions): string | null {
  if (READ.test(atoms.map((atom) => dataOf(atom, mentions)).join(''))) return null;
  const all = atoms.map((atom) =>
    (markdown[atom.kind] as (atom: Atom, mentions: Mentions) => string | null)(atom, mentions),
  );
  return all.every((one) => one !== null) ? all.join('') : null;
}
