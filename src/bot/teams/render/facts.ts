import type { Words } from '../../../commands/kit/words.ts';
import { type Atom, atomsOf, costsOf, cutAtoms, shown } from '../../render/atoms.ts';
import { bytesOf, head } from '../../render/fit.ts';
import { type Row, rowsWithin } from '../../render/rows.ts';
import type { Column, Element } from './elements.ts';
import { markdownOf } from './markdown.ts';
import type { Mentions } from './mentions.ts';
import { paragraph, small } from './paragraph.ts';
import type { Room } from './room.ts';

const LABEL = 75;
const VALUE = 1_500;
const ROW = 200;

type Told = { label: string; value: readonly Atom[] };

/** Facts as Teams has them; where markdown could read something out of one, as two columns of literal text. */
export function renderFacts(facts: readonly { label: string; value: Words }[], room: Room): Element[] {
  if (facts.length === 0) return [];
  const rows = facts.map(({ label, value }): Row<Told> => {
    const name = head(shown(label), LABEL) || '–';
    const atoms = cutAtoms(atomsOf(value, room.reach), VALUE);
    const all: readonly Atom[] = atoms.length > 0 ? atoms : [{ kind: 'text', text: '–' }];
    const fixed = ROW + bytesOf(name);
    return {
      size: fixed + costsOf(all),
      render: (bytes) => ({ label: name, value: cutAtoms(all, bytes - fixed) }),
    };
  });
  const { shown: told, left } = rowsWithin(rows, room.bytes);
  const elements = asFactSet(told, room.mentions) ?? asColumns(told, room.mentions);
  return left > 0 ? [...elements, small(`… ${left} more facts`)] : elements;
}

function asFactSet(told: readonly Told[], mentions: Mentions): Element[] | null {
  const facts = told.map(({ label, value }) => {
    const title = markdownOf([{ kind: 'text', text: label }], mentions);
    const written = value.some((atom) => atom.kind === 'link') ? null : markdownOf(value, mentions);
    return title === null || written === null ? null : { title, value: written };
  });
  return facts.every((fact) => fact !== null) ? [{ type: 'FactSet', facts }] : null;
}

function asColumns(told: readonly Told[], mentions: Mentions): Element[] {
  const word = Math.max(...told.flatMap(({ label }) => label.split(/\s/)).map((one) => one.length));
  const first = Math.round(Math.min(LABELS.most, Math.max(LABELS.least, word * LABELS.letter)));
  return told.map(({ label, value }, at) => ({
    type: 'ColumnSet',
    ...(at > 0 && { spacing: 'Small' }),
    columns: [
      column(first, paragraph([{ kind: 'text', text: label }], mentions, { weight: 'Bolder' })),
      column(100 - first, paragraph(value, mentions)),
    ],
  }));
}

/** The share of the labels, in percent: no word of theirs is broken on a phone. */
const LABELS = { least: 25, most: 40, letter: 2.6 };

const column = (width: number, items: Element[]): Column => ({ type: 'Column', width, items });
