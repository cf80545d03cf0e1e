import type { Card, Part } from '../../../commands/kit/card.ts';
import type { Words } from '../../../commands/kit/words.ts';
import { type Atom, atomsOf, type Reach } from '../../render/atoms.ts';
import type { Element, Mention } from './elements.ts';

/** Everybody whom a card may notify, by the id of their account. */
export type Mentions = ReadonlyMap<string, Mention>;

/** More people in one message are named without being notified: each costs room that the card's words need. */
const MOST = 20;

/** The mentions of all whom the card pings. No two of them have the same text, for Teams goes by the text alone. */
export function mentionsOf(card: Card, reach: Reach): Mentions {
  const users = [card.title, ...card.parts.flatMap(wordsOf)].flatMap((words) => usersIn(atomsOf(words, reach)));
  const found = new Map<string, Mention>();
  const texts = new Set<string>();
  for (const { id, name } of users) {
    if (found.size === MOST) break;
    if (found.has(id)) continue;
    const key = keyOf(name, texts);
    texts.add(key);
    found.set(id, { type: 'mention', text: `<at>${key}</at>`, mentioned: { id, name: name || 'somebody' } });
  }
  return found;
}

const usersIn = (atoms: readonly Atom[]) => atoms.filter((atom) => atom.kind === 'user');

// What markdown could read is left out: `mentioned.name` is what stands on the card.
function keyOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[^\p{L}\p{N} .'-]/gu, '').trim() || 'somebody';
  for (let n = 1; ; n++) {
    const key = n === 1 ? plain : `${plain} ${n}`;
    if (!taken.has(key)) return key;
  }
}

type WordsOf = { [K in Part['kind']]: (part: Extract<Part, { kind: K }>) => readonly Words[] };

const words: WordsOf = {
  line: ({ words }) => [words],
  note: ({ words }) => [words],
  facts: ({ facts }) => facts.map((fact) => fact.value),
  table: ({ rows }) => rows.flat(),
  quote: () => [],
  diff: () => [],
  chart: () => [],
  buttons: () => [],
  thumbs: () => [],
};

const wordsOf = (part: Part): readonly Words[] => (words[part.kind] as (part: Part) => readonly Words[])(part);

/** Of all mentions those whose text stands in the elements: what was cut away notifies nobody. */
export function standing(mentions: Mentions, body: readonly Element[]): Mention[] {
  const texts = body.flatMap(textsIn);
  return [...mentions.values()].filter((mention) => texts.some((text) => text.includes(mention.text)));
}

/** The texts that mentions are read out of. */
function textsIn(element: Element): string[] {
  if (element.type === 'TextBlock') return [element.text];
  if (element.type === 'FactSet') return element.facts.map((fact) => fact.value);
  if (element.type === 'Container') return element.items.flatMap(textsIn);
  if (element.type === 'ColumnSet') return element.columns.flatMap((column) => column.items.flatMap(textsIn));
  if (element.type !== 'Table') return [];
  return element.rows.flatMap((row) => row.cells.flatMap((cell) => cell.items.flatMap(textsIn)));
}
