import type { Button, Card } from '../../../commands/kit/card.ts';
import { atomsOf, cutAtoms } from '../../render/atoms.ts';
import { plainOf } from '../../render/plain.ts';
import { compose } from './compose.ts';
import { type AdaptiveCardJson, type Mention, sizeOf } from './elements.ts';
import { mentionsOf, standing } from './mentions.ts';
import { type NameOf, reachIn } from './reach.ts';
import { messageSurface } from './room.ts';

/** For whom a card is rendered: a tenant, which buttons open a dialog, and what places are called there. */
export type Look = { tenant: string; opens: (button: Button) => boolean; nameOf?: NameOf };

const SUMMARY = 600;

/** The title of a card in one line of plain text. */
export const summaryOf = (card: Card, of: Pick<Look, 'tenant' | 'nameOf'>): string =>
  plainOf(cutAtoms(atomsOf(card.title, reachIn(of.tenant, of.nameOf)), SUMMARY)) || 'Countersign';

/**
 * A card as a message in `tenant`: below 28 kB for any content, and nobody is notified but the persons that the card
 * pings. `summary` is the title in one line, for notifications.
 */
export function renderMessage(card: Card, of: Look): { summary: string; card: AdaptiveCardJson } {
  const reach = reachIn(of.tenant, of.nameOf);
  const mentions = mentionsOf(card, reach);
  const bytes = messageSurface.bytes - sizeOf([...mentions.values()]);
  const stand = { in: 'message', opens: of.opens } as const;
  const body = compose(card, { ...messageSurface, bytes }, { reach, mentions, stand });
  const entities = standing(mentions, body);
  return {
    summary: summaryOf(card, of),
    card: { type: 'AdaptiveCard', version: '1.5', msteams: framed(entities), body },
  };
}

const framed = (entities: Mention[]) => ({ width: 'Full' as const, ...(entities.length > 0 && { entities }) });
