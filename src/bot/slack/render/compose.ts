import type { KnownBlock } from '@slack/types';
import type { Card, Part } from '../../../commands/kit/card.ts';
import { atomsOf, cutAtoms } from './atoms.ts';
import { buttonsWithin } from './buttons-within.ts';
import { fairShares, mostOf, sizeOf } from './fit.ts';
import { inlineOf } from './inline.ts';
import { layOut, leftOut, type Stretch } from './layout.ts';
import { renderPart, type Saying } from './parts.ts';
import { packed, section } from './rich.ts';
import type { Piece, Surface } from './room.ts';

const TITLE = 600;
/** Buttons are never dropped for words, but they leave some room for them. */
const BUTTONS = 0.85;
/** A part with less room than this says nothing. */
const LEAST = 120;

/**
 * The blocks of a card, within what the surface may hold whatever the card says: the title and the buttons always; of the
 * rest the long parts are shortened first, each by itself, and then the last parts are counted.
 */
export function compose({ title, parts }: Card, surface: Surface, workspace: string): KnownBlock[] {
  const heading = cutAtoms(atomsOf(title, workspace), TITLE);
  const first = heading.length > 0 ? packed([section(inlineOf(heading, { bold: true }))]) : [];
  const actions = buttonsWithin(parts, surface.bytes * BUTTONS, workspace);
  const left = surface.bytes - sizeOf(first) - sizeOf([...actions.rows.values()]) - REST;
  const said = say(actions.parts, left, surface, workspace);

  const stretches: Stretch[] = [];
  for (const [at, part] of actions.parts.entries()) {
    if (part.kind === 'buttons') stretches.push({ buttons: actions.rows.get(at) ?? [] });
    else if (at === said.end) stretches.push({ piece: { rich: [leftOut(said.dropped)] }, tight: false });
    else for (const piece of said.pieces.get(at) ?? []) stretches.push({ piece, tight: part.kind === 'line' });
  }
  return [...first, ...layOut(stretches, surface.blocks - first.length, actions.dropped)];
}

/** What is kept for saying how much is not shown. */
const REST = 100;
const BLOCK = 8;

/** What the parts say, by their place in the card; from `end` on they are dropped, where there is no room for all. */
function say(parts: readonly Part[], bytes: number, surface: Surface, workspace: string) {
  const tables = new Set(
    [...parts.entries()]
      .filter(([, part]) => part.kind === 'table')
      .map(([at]) => at)
      .slice(0, surface.tables),
  );
  const render = (at: number, room: number): Piece[] =>
    renderPart(parts[at] as Saying, { bytes: room, quote: surface.quote, table: tables.has(at), workspace });
  const all = [...parts.keys()].filter((at) => parts[at]!.kind !== 'buttons');
  const full = all.map((at) => render(at, bytes));
  const sizes = full.map((pieces) => sizeOf(pieces) + BLOCK * pieces.length);
  const kept = mostOf(all.length, (count) => !tooNarrow(sizes.slice(0, count), bytes));
  const shares = fairShares(sizes.slice(0, kept), bytes);
  const pieces = new Map<number, Piece[]>();
  for (const [index, share] of shares.entries()) {
    const at = all[index]!;
    pieces.set(at, share < sizes[index]! ? render(at, share) : full[index]!);
  }
  return { pieces, end: all[kept], dropped: all.length - kept };
}

const tooNarrow = (sizes: readonly number[], bytes: number) =>
  fairShares(sizes, bytes).some((share, at) => share < Math.min(LEAST, sizes[at]!));
