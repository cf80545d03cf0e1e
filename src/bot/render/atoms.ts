import type { Span, Words } from '../../commands/kit/words.ts';
import { revealInvisible } from '../../rules/invisible.ts';
import { bytesOf, clipped, head } from './fit.ts';

/** A span as one platform can show it: `text` is data and nothing but data, a `user` is notified. */
export type Atom =
  | { kind: 'text'; text: string; style?: 'bold' | 'code' }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'time'; at: Date }
  | { kind: 'user'; id: string; name: string }
  | { kind: 'channel'; id: string };

/** What one workspace or tenant can make of people and places. */
export type Reach = {
  /** The user who is notified here behind the first of these accounts that is one; null when none is. */
  user: (accounts: readonly string[]) => string | null;
  /** A place as it is shown here. */
  place: (place: string) => Atom;
};

// Longer than any line that is shown: what lies behind it is cut anyway, and looking through it takes long.
const MOST = 4_000;

/** Data as it is shown in a line: nothing invisible in it, so that it can neither hide nor turn the text around it. */
export const shown = (text: string): string => revealInvisible(text.slice(0, MOST));

type Resolve = { [K in Exclude<Span, string>['kind']]: (span: Extract<Span, { kind: K }>, reach: Reach) => Atom };

// A span that is added does not compile until it is resolved here.
const resolve: Resolve = {
  strong: ({ text }) => ({ kind: 'text', text: shown(text), style: 'bold' }),
  code: ({ text }) => ({ kind: 'text', text: shown(text), style: 'code' }),
  time: ({ at }) => (Number.isFinite(at.getTime()) ? { kind: 'time', at } : { kind: 'text', text: 'an unknown time' }),
  link({ text, url }) {
    const address = webAddress(url);
    return address === null
      ? { kind: 'text', text: shown(text) }
      : { kind: 'link', text: shown(text || url), url: address };
  },
  person({ name, accounts, ping }, reach) {
    const id = ping ? reach.user(accounts) : null;
    return id === null ? { kind: 'text', text: shown(name) } : { kind: 'user', id, name: clipped(shown(name), 80) };
  },
  place: ({ place }, reach) => reach.place(place),
};

/** What the words are where the reach is; empty data is left out. */
export function atomsOf(words: Words, reach: Reach): Atom[] {
  return words
    .map((span): Atom => {
      if (typeof span === 'string') return { kind: 'text', text: shown(span) };
      return (resolve[span.kind] as (span: Span, reach: Reach) => Atom)(span, reach);
    })
    .filter((atom) => atom.kind !== 'text' || atom.text !== '');
}

// Only what a browser opens is a link; anything else is text.
function webAddress(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^(https?|mailto):$/.test(parsed.protocol)) return null;
  const href = parsed.href.replace(/[|<>]/g, encodeURIComponent);
  return href.length <= 2_000 ? href : null;
}

// What a date, a mention or a channel takes.
const WHOLE = 40;
const ELEMENT = 8;

/** What an atom costs: its text, and something for being one. */
function costOf(atom: Atom): number {
  if (atom.kind === 'text') return ELEMENT + bytesOf(atom.text);
  return atom.kind === 'link' ? ELEMENT + bytesOf(atom.text) + atom.url.length : WHOLE;
}

const ELLIPSIS: Atom = { kind: 'text', text: '…' };

export const costsOf = (atoms: readonly Atom[]): number => atoms.reduce((sum, atom) => sum + costOf(atom), 0);

/** The first atoms within `bytes`; an ellipsis stands for what is left out. */
export function cutAtoms(atoms: readonly Atom[], bytes: number): readonly Atom[] {
  let wanted = costsOf(atoms);
  let left = bytes;
  for (const [at, atom] of atoms.entries()) {
    if (wanted <= left) return atoms;
    const size = costOf(atom);
    // Room for an ellipsis is kept until it is clear that none is needed.
    if (size + costOf(ELLIPSIS) > left) {
      const room = left - costOf(ELLIPSIS);
      const cut = atom.kind === 'text' && room > 0 ? { ...atom, text: `${head(atom.text, room)}…` } : ELLIPSIS;
      return [...atoms.slice(0, at), cut];
    }
    wanted -= size;
    left -= size;
  }
  return atoms;
}
