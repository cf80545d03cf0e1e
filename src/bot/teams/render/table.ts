import type { Part } from '../../../commands/kit/card.ts';
import { type Atom, atomsOf, costsOf, cutAtoms, shown } from '../../render/atoms.ts';
import { clipped, mostOf } from '../../render/fit.ts';
import { plainOf } from '../../render/plain.ts';
import { type Row, rowsWithin } from '../../render/rows.ts';
import { type Element, sizeOf, type Table, type TableRow } from './elements.ts';
import { inlineOf } from './inline.ts';
import { paragraph, small } from './paragraph.ts';
import type { Room } from './room.ts';

type Said = Extract<Part, { kind: 'table' }>;

/** More columns are not readable on a phone, nor next to a chat. */
const COLUMNS = 6;
const CELL = [300, 120, 60] as const;
const HEAD = 60;
const REST = 120;
/** No row takes less. */
const ROW = 100;

/** A table where it can be read, else a list in which every value says what it is. */
export function renderTable(table: Said, room: Room): Element[] {
  const columns = Math.max(table.head.length, ...table.rows.map((row) => row.length));
  if (columns === 0 || table.rows.length === 0) return [];
  return (columns <= COLUMNS ? asTable(table, columns, room) : null) ?? asList(table, room);
}

const rowOf = (cells: readonly Element[][]): TableRow => ({
  type: 'TableRow',
  cells: cells.map((items) => ({ type: 'TableCell', items })),
});

function asTable(table: Said, columns: number, room: Room): Element[] | null {
  const every = Array.from({ length: columns }, (_, at) => at);
  const heading: TableRow = {
    ...rowOf(
      every.map((at) =>
        paragraph(data(clipped(shown(table.head[at] ?? '') || '–', HEAD)), room.mentions, { weight: 'Bolder' }),
      ),
    ),
    style: 'emphasis',
  };
  const most = table.rows.slice(0, Math.max(0, Math.ceil(room.bytes / ROW)));
  for (const width of CELL) {
    const cells = most.map((row) => every.map((at) => cellOf(row[at], width, room)));
    const rows = cells.map((row) => rowOf(row.map((atoms) => paragraph(atoms, room.mentions))));
    const bytes = room.bytes - sizeOf(heading) - REST;
    const sizes = rows.map((row) => sizeOf(row) + 1);
    const fitting = mostOf(rows.length, (count) => sum(sizes.slice(0, count)) <= bytes);
    if (fitting === 0 || (fitting < table.rows.length && width !== CELL.at(-1))) continue;
    const kept: Table = {
      type: 'Table',
      columns: every.map((at) => ({
        width: widthOf(
          cells.map((row) => row[at]!),
          table.head[at] ?? '',
        ),
      })),
      rows: [heading, ...rows.slice(0, fitting)],
    };
    const left = table.rows.length - fitting;
    return left > 0 ? [kept, small(`… ${left} more rows`)] : [kept];
  }
  return null;
}

const data = (text: string): Atom[] => [{ kind: 'text', text }];
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

function cellOf(words: Said['rows'][number][number] | undefined, bytes: number, room: Room): readonly Atom[] {
  const atoms = cutAtoms(atomsOf(words ?? [], room.reach), bytes);
  return atoms.length > 0 ? atoms : data('–');
}

/** Of the widest column and of the narrowest; and what a letter of the longest word takes, on a phone in three columns. */
const WIDTH = { most: 36, least: 20, letter: 4.5 };

/** Columns share the width by their longest text, but none becomes a strip in which words are broken. */
function widthOf(cells: readonly (readonly Atom[])[], head: string): number {
  const texts = [head, ...cells.map(plainOf)];
  const longest = Math.max(...texts.map((text) => text.length));
  const word = Math.max(...texts.flatMap((text) => text.split(/\s/)).map((one) => one.length));
  return Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, longest, word * WIDTH.letter)));
}

function asList(table: Said, room: Room): Element[] {
  const rows = table.rows.map((row): Row<readonly Atom[]> => {
    const atoms = row.flatMap((words, at): Atom[] => {
      const value = atomsOf(words, room.reach);
      if (value.length === 0) return [];
      const name = shown(table.head[at] ?? '');
      return at === 0 ? value : [...data(name === '' ? ' · ' : ` · ${name}: `), ...value];
    });
    const most = cutAtoms(atoms, 1_000);
    return { size: ITEM + costsOf(most), render: (bytes) => cutAtoms(most, bytes - ITEM) };
  });
  const { shown: items, left } = rowsWithin(rows, room.bytes);
  const lines = items.map(
    (atoms): Element => ({
      type: 'RichTextBlock',
      inlines: ['• ', ...inlineOf(atoms)],
      spacing: 'Small',
    }),
  );
  return left > 0 ? [...lines, small(`… ${left} more rows`)] : lines;
}

const ITEM = 70;
