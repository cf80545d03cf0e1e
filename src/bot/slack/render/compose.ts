import type { KnownBlock } from '@slack/types';
import type { Card, Part } from '../../../commands/kit/card.ts';
import { atomsOf, cutAtoms, type Reach } from '../../render/atoms.ts';
import { buttonsWithin } from '../../render/buttons-within.ts';
import { isHeading, type Saying, saysSomething } from '../../render/saying.ts';
import { shareOut } from '../../render/share-out.ts';
import { thumbsAsButtons } from '../../render/thumbs.ts';
import { fullLengths, renderButton } from './buttons.ts';
import { reachIn } from './ids.ts';
import { inlineOf } from './inline.ts';
import { layOut, leftOut, type Stretch } from './layout.ts';
import { renderPart } from './parts.ts';
import { packed, section } from './rich.ts';
import type { Piece, Surface } from './room.ts';
import { sizeOf } from './size.ts';

const TITLE = 600;
/** Buttons are never dropped for words, but they leave some room for them. */
const BUTTONS = 0.85;

/**
 * The blocks of a card, within what the surface may hold whatever the card says: the title and the buttons always; of the
 * rest the long parts are shortened first, each by itself, and then the last parts are counted.
 */
export function compose({ title, parts }: Card, surface: Surface, workspace: string): KnownBlock[] {
  const reach = reachIn(workspace);
  const heading = cutAtoms(atomsOf(title, reach), TITLE);
  const first = heading.length > 0 ? packed([section(inlineOf(heading, { bold: true }))]) : [];
  const actions = buttonsWithin(thumbsAsButtons(parts), surface.bytes * BUTTONS, {
    render: renderButton,
    sizeOf,
    full: fullLengths,
    reach,
  });
  const left = surface.bytes - sizeOf(first) - sizeOf([...actions.rows.values()]) - REST;
  const said = say(actions.parts, left, surface, reach);

  const stretches: Stretch[] = [];
  for (const [at, part] of actions.parts.entries()) {
    if (part.kind === 'buttons') stretches.push({ buttons: actions.rows.get(at) ?? [] });
    else if (at === said.end) stretches.push({ piece: { rich: [leftOut(said.dropped)] }, tight: false });
    else
      for (const piece of said.pieces.get(at) ?? [])
        stretches.push({ piece, tight: part.kind === 'line', begins: isHeading(part) });
  }
  return [...first, ...layOut(stretches, surface.blocks - first.length, actions.dropped)];
}

/** What is kept for saying how much is not shown. */
const REST = 100;
const BLOCK = 8;

/** What the parts say, by their place in the card; from `end` on they are dropped, where there is no room for all. */
function say(parts: readonly Part[], bytes: number, surface: Surface, reach: Reach) {
  const saying = [...parts.entries()].filter((entry): entry is [number, Saying] => saysSomething(entry[1]));
  const places = saying.map(([at]) => at);
  const tables = new Set(saying.flatMap(([at, part]) => (part.kind === 'table' ? at : [])).slice(0, surface.tables));
  const charts = new Set(saying.flatMap(([at, part]) => (part.kind === 'chart' ? at : [])).slice(0, surface.charts));
  const { shown, dropped } = shareOut(saying, bytes, {
    render: ([at, part], room) =>
      renderPart(part, {
        bytes: room,
        quote: surface.quote,
        table: tables.has(at),
        chart: charts.has(at),
        reach,
      }),
    sizeOf: (pieces: Piece[]) => sizeOf(pieces) + BLOCK * pieces.length,
  });
  return { pieces: new Map(shown.map((pieces, at) => [places[at]!, pieces])), end: places[shown.length], dropped };
}
