import type { KnownBlock } from '@slack/types';
import type { Card } from '../../../commands/kit/card.ts';
import { atomsOf, cutAtoms } from '../../render/atoms.ts';
import { withoutThumbs } from '../../render/thumbs.ts';
import { compose } from './compose.ts';
import { reachIn } from './ids.ts';
import { fallbackOf } from './mrkdwn.ts';
import { messageSurface } from './room.ts';
import { sizeOf } from './size.ts';
import { renderThumbs } from './thumbs.ts';

const TEXT = 600;

/**
 * A card as a message in `workspace`: within every limit of Slack for any content, and nobody is notified but the persons
 * that the card pings. `text` is the title in one line, for notifications and search.
 */
export function renderMessage(card: Card, workspace: string): { text: string; blocks: KnownBlock[] } {
  const text = fallbackOf(cutAtoms(atomsOf(card.title, reachIn(workspace)), TEXT));
  const { card: rest, thumbs } = withoutThumbs(card);
  const own = thumbs && renderThumbs(thumbs);
  const { blocks, bytes } = messageSurface;
  const composed = own
    ? [...compose(rest, { ...messageSurface, blocks: blocks - 1, bytes: bytes - sizeOf(own) }, workspace), own]
    : compose(card, messageSurface, workspace);
  return { text: text || 'Countersign', blocks: composed };
}
