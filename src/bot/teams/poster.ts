import type { Card } from '../../commands/kit/card.ts';
import { Busy, DeadPlace, digestOf, type Poster, PostGone } from '../poster.ts';
import { withoutThumbs } from '../render/thumbs.ts';
import type { Connector, Message } from './connector.ts';
import { withoutThread } from './incoming.ts';
import type { Pace } from './pace.ts';
import type { Places } from './places.ts';
import { CARD } from './render/elements.ts';
import { type Look, renderMessage } from './render/message.ts';

/** A card as the message that carries it; `summary` is what a notification shows. */
export function messageOf(card: Card, look: Look): Message {
  const { summary, card: content } = renderMessage(card, look);
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: CARD, content }],
  };
}

/**
 * A card as it is posted, where its thumbs are those of Teams. Ours is the form they open: so a vote is there at the first
 * click, which Teams' own form keeps to itself until it is sent.
 */
function postOf(card: Card, look: Look): Message {
  const { card: rest, thumbs } = withoutThumbs(card);
  if (!thumbs) return messageOf(card, look);
  return { ...messageOf(rest, look), channelData: { feedbackLoop: { type: 'custom' } } };
}

/**
 * Posts and edits in Teams. It knows no ids of ours, so a repetition cannot be told there: what is sent again after an
 * unknown outcome may stand twice, and the log of deliveries says so.
 */
export function teamsPoster(of: {
  connector: Connector;
  places: Places;
  pace: Pace;
  tenantId: string;
  look: Look;
}): Poster {
  const { connector, places, pace, look } = of;

  const paced = (conversation: string) => {
    const ms = pace.wait(withoutThread(conversation));
    if (ms > 0) throw new Busy(ms / 1000);
  };
  return {
    digest: (card) => digestOf(postOf(card, look)),
    async post(place, card, how) {
      const { serviceUrl, conversation, channel } = await places.find(place);
      paced(conversation);
      const message = postOf(card, look);
      const below = how.beneath && `${conversation};messageid=${how.beneath}`;
      const thread = channel ? (how.under?.conversation ?? below) : conversation;
      const sent = thread
        ? await connector.send(serviceUrl, thread, message).catch((error: unknown) => {
            // Only the thread is gone, which somebody else has named, and not the channel.
            throw thread === below && error instanceof DeadPlace ? new PostGone(error.why) : error;
          })
        : await connector.begin(serviceUrl, conversation, of.tenantId, message);
      return { place, ...sent };
    },
    async update(ref, card) {
      const at = { conversation: ref.conversation ?? '', activity: ref.activity ?? '' };
      const { serviceUrl } = await places.find(ref.place ?? '');
      paced(at.conversation);
      await connector.update(serviceUrl, at, postOf(card, look));
    },
  };
}
