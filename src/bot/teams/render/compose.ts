import type { Card, Part } from '../../../commands/kit/card.ts';
import { atomsOf, cutAtoms, type Reach } from '../../render/atoms.ts';
import { buttonsWithin } from '../../render/buttons-within.ts';
import { isHeading, type Saying, saysSomething } from '../../render/saying.ts';
import { shareOut } from '../../render/share-out.ts';
import { thumbsAsButtons } from '../../render/thumbs.ts';
import { actionSets, buttonOf, fullLengths, type Stand } from './buttons.ts';
import { type Action, type Element, sizeOf } from './elements.ts';
import type { Mentions } from './mentions.ts';
import { paragraph, small } from './paragraph.ts';
import { renderPart } from './parts.ts';
import type { Surface } from './room.ts';

const TITLE = 600;
/** Buttons are never dropped for words, but they leave some room for them. */
const BUTTONS = 0.85;
/** What is kept for saying how much is not shown. */
const REST = 400;
/** How much of the room is given out: what a part takes is only known when it is rendered, and may be more than it got. */
const TRIES = [1, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1, 0];

/** Who may be named on a card, and where it stands. */
type Setting = { reach: Reach; mentions: Mentions; stand: Stand };

/**
 * The elements of a card, within what the surface may hold whatever the card says: the title and the buttons always; of
 * the rest the long parts are shortened first, each by itself, and then the last parts are counted.
 */
export function compose({ title, parts }: Card, surface: Surface, setting: Setting): Element[] {
  const { reach, mentions, stand } = setting;
  const heading = paragraph(cutAtoms(atomsOf(title, reach), TITLE), mentions, {
    size: 'Medium',
    weight: 'Bolder',
    style: 'heading',
  });
  const look = { render: buttonOf(stand), sizeOf: sizesOf, full: fullLengths, reach };
  const room = surface.bytes - sizeOf(heading) - REST;
  const actions = buttonsWithin<Action>(thumbsAsButtons(parts), room * BUTTONS, look);
  const left = room - sizesOf([...actions.rows.values()].flat());
  for (const share of TRIES) {
    const said = say(actions.parts, left * share, surface, setting);
    const body = [
      ...heading,
      ...actions.parts.flatMap((part, at): Element[] => {
        if (part.kind === 'buttons') return actionSets(actions.rows.get(at) ?? []);
        if (at === said.end) return [leftOut(said.dropped)];
        return spacedAfter(actions.parts[at - 1], part, said.pieces.get(at) ?? []);
      }),
      ...(actions.dropped > 0 ? [leftOut(actions.dropped)] : []),
    ];
    if (sizeOf(body) <= surface.bytes) return body;
  }
  return heading;
}

/** What buttons take, each as if it stood in a set of its own. */
const sizesOf = (all: readonly Action[]): number => all.reduce((sum, action) => sum + sizeOf(action) + SET, 0);
const SET = 40;

/** What the parts say, by their place in the card; from `end` on they are dropped, where there is no room for all. */
function say(parts: readonly Part[], bytes: number, { quote }: Surface, { reach, mentions }: Setting) {
  const saying = [...parts.entries()].filter((entry): entry is [number, Saying] => saysSomething(entry[1]));
  const places = saying.map(([at]) => at);
  const { shown, dropped } = shareOut(saying, bytes, {
    render: ([, part], room) => renderPart(part, { bytes: room, quote, reach, mentions }),
    sizeOf,
  });
  return { pieces: new Map(shown.map((pieces, at) => [places[at]!, pieces])), end: places[shown.length], dropped };
}

const leftOut = (count: number): Element => small(`… ${count} more that did not fit`);

/** Lines that follow each other are one paragraph, but for those that are a heading. */
function spacedAfter(before: Part | undefined, part: Part, pieces: readonly Element[]): Element[] {
  const [first, ...rest] = pieces;
  const tight = part.kind === 'line' && before?.kind === 'line' && !isHeading(part);
  return first === undefined ? [] : [tight ? { ...first, spacing: 'Small' } : first, ...rest];
}
