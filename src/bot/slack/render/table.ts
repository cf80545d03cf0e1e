import type { RichTextBlock, RichTextElement, RichTextSection, TableBlock } from '@slack/types';
import type { Part } from '../../../commands/kit/card.ts';
import { slackLimits } from '../../limits/slack.ts';
import { type Atom, atomsOf, costsOf, cutAtoms, shown } from '../../render/atoms.ts';
import { clipped, mostOf } from '../../render/fit.ts';
import type { Row } from '../../render/rows.ts';
import { inlineOf, styled } from './inline.ts';
import { LONGEST, type RichElement, section } from './rich.ts';
import type { Piece, Room } from './room.ts';
import { counted, renderRows } from './rows.ts';
import { sizeOf } from './size.ts';

type Table = Extract<Part, { kind: 'table' }>;

const limits = slackLimits.table;
const CELL = [300, 120, 60] as const;
const HEAD = 60;

/** A table where Slack has room for one, else a list in which every value says what it is. */
export function renderTable(table: Table, room: Room): Piece[] {
  const columns = Math.max(table.head.length, ...table.rows.map((row) => row.length));
  if (columns === 0 || table.rows.length === 0) return [];
  const native = room.table && columns <= limits.columns ? asBlock(table, columns, room) : null;
  return native ?? [{ rich: asList(table, room) }];
}

function asBlock(table: Table, columns: number, room: Room): Piece[] | null {
  const every = Array.from({ length: columns }, (_, at) => at);
  const heading = every.map((at) => cell([styled(clipped(shown(table.head[at] ?? '') || '–', HEAD), { bold: true })]));
  const most = table.rows.slice(0, limits.rows - 1);
  for (const width of CELL) {
    const rows = most.map((row) => every.map((at) => cell(cellOf(row[at], width, room))));
    const bytes = room.bytes - sizeOf(heading) - NOTE;
    const fitting = mostOf(rows.length, (count) => sizeOf(rows.slice(0, count)) <= bytes);
    if (fitting === 0 || (fitting < rows.length && width !== CELL.at(-1))) continue;
    const block: TableBlock = {
      type: 'table',
      column_settings: every.map(() => ({ is_wrapped: true })),
      rows: [heading, ...rows.slice(0, fitting)],
    };
    const left = table.rows.length - fitting;
    return left > 0 ? [{ block }, { rich: [counted(`… ${left} more rows`)] }] : [{ block }];
  }
  return null;
}

const NOTE = 60;

// Slack refuses a cell without text.
function cellOf(words: Table['rows'][number][number] | undefined, bytes: number, room: Room): RichTextElement[] {
  const atoms = cutAtoms(atomsOf(words ?? [], room.reach), bytes);
  return atoms.length > 0 ? inlineOf(atoms) : [styled('–')];
}

const cell = (elements: RichTextElement[]): RichTextBlock => ({ type: 'rich_text', elements: [section(elements)] });

function asList(table: Table, room: Room): RichElement[] {
  const rows = table.rows.map((row): Row<RichTextElement[]> => {
    const atoms = row.flatMap((words, at): Atom[] => {
      const value = atomsOf(words, room.reach);
      if (value.length === 0) return [];
      const name = shown(table.head[at] ?? '');
      return at === 0 ? value : [{ kind: 'text', text: name === '' ? ' · ' : ` · ${name}: ` }, ...value];
    });
    const most = cutAtoms(atoms, 1_000);
    const size = 16 + costsOf(most);
    return { size, render: (bytes) => inlineOf(cutAtoms(most, bytes - 16)) };
  });
  return lists(renderRows(rows, room.bytes, 'more rows'));
}

function lists(items: readonly RichTextSection[]): RichElement[] {
  const found: { style: 'bullet'; type: 'rich_text_list'; elements: RichTextSection[] }[] = [];
  let room = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (size > room) {
      found.push({ type: 'rich_text_list', style: 'bullet', elements: [] });
      room = LONGEST;
    }
    room -= size;
    found.at(-1)!.elements.push(item);
  }
  return found;
}
