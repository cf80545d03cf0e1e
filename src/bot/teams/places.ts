import { type Activity, type ConversationReference, TurnContext } from 'botbuilder';
import { HOUR } from '../../rules/milliseconds.ts';
import { DeadPlace } from '../poster.ts';
import type { Connector } from './connector.ts';
import { withoutThread } from './incoming.ts';
import { GLOBAL_SERVICE, mayServe } from './trusted-url.ts';

/** What the store does for this door, handed in by the composition root. */
export type Conversations = {
  remember(place: string, reference: Record<string, unknown>): Promise<void>;
  find(place: string): Promise<Record<string, unknown> | null>;
  list(prefix: string, limit: number): Promise<{ placeId: string; reference: Record<string, unknown> }[]>;
};

/** Where to speak: through which connector, in which conversation. */
type Whereabouts = { serviceUrl: string; conversation: string; channel: boolean };

/** A channel that can be chosen in a form. */
type KnownPlace = { id: string; name: string };

const RENEW = HOUR;
const MOST = 10_000;
/** Channels that a form offers at most. */
const OFFERED = 200;

export type Places = ReturnType<typeof createPlaces>;

/**
 * Where the places of Teams are. Each activity brings the whole reference of its conversation, which is kept: one put
 * together from parts is refused by Teams. `serviceUrl` changes now and then, so the last one counts.
 */
export function createPlaces(of: {
  conversations: Conversations;
  connector: Connector;
  tenantId: string;
  appId: string;
  /** The connector of a place that never spoke to us. */
  serviceUrl: string | undefined;
}) {
  const { conversations, connector, tenantId } = of;
  const fresh = new Map<string, { at: number; digest: string }>();
  const names = new Map<string, string>();
  const prefix = `teams:${tenantId}/`;

  // What was trusted once is held against the settings of today: the connector may have moved since.
  const serviceOf = (reference: Partial<ConversationReference> | null | undefined) => {
    const url = reference?.serviceUrl;
    return url !== undefined && mayServe(url, of.serviceUrl) ? url : undefined;
  };

  const latestService = async () => {
    const [known] = await conversations.list(prefix, 1);
    return serviceOf(known?.reference) ?? of.serviceUrl ?? GLOBAL_SERVICE;
  };

  return {
    /** Keeps the reference of a place when it is new, different, or was last written an hour ago. */
    async heard(place: string, activity: Activity): Promise<void> {
      const { serviceUrl, recipient, from, conversation } = activity;
      const name = nameOf(activity);
      // Who spoke last says nothing about a channel.
      const other = conversation.conversationType === 'personal' ? from.id : '';
      const digest = `${serviceUrl} ${recipient.id} ${other} ${conversation.conversationType} ${name}`;
      const known = fresh.get(place);
      if (known?.digest === digest && Date.now() - known.at < RENEW) return;
      if (name) names.set(place, name);
      const { activityId: _, user, ...lasting } = TurnContext.getConversationReference(activity);
      const kept = { ...lasting.conversation, id: withoutThread(conversation.id), ...(name && { name }) };
      await conversations.remember(place, { ...lasting, ...(other && { user }), conversation: kept });
      if (fresh.size >= MOST) fresh.clear();
      fresh.set(place, { at: Date.now(), digest });
    },

    /** What a place is called, where Teams has told. */
    nameOf: (place: string): string | undefined => names.get(place),

    /** Where a place is. A chat with somebody who never wrote to us is opened; Teams refuses where we are not installed. */
    async find(place: string): Promise<Whereabouts> {
      if (!place.startsWith(prefix)) throw new DeadPlace('it is of another organisation');
      const inside = place.slice(prefix.length);
      const known = (await conversations.find(place)) as Partial<ConversationReference> | null;
      const serviceUrl = serviceOf(known) ?? (await latestService());
      const channel = /@thread\.(tacv2|skype)$/.test(inside) && known?.conversation?.conversationType !== 'groupChat';
      if (known?.conversation?.id) return { serviceUrl, conversation: known.conversation.id, channel };
      if (inside.includes('@thread.')) return { serviceUrl, conversation: inside, channel };
      const conversation = await connector.open(serviceUrl, {
        isGroup: false,
        tenantId,
        bot: { id: `28:${of.appId}`, name: 'Countersign' },
        members: [{ id: inside, name: '' }],
        channelData: { tenant: { id: tenantId } },
      } as never);
      await conversations.remember(place, {
        channelId: 'msteams',
        serviceUrl,
        bot: { id: `28:${of.appId}`, name: 'Countersign' },
        conversation: { id: conversation, conversationType: 'personal', isGroup: false, tenantId },
      });
      return { serviceUrl, conversation, channel: false };
    },

    /** The channels and group chats that a form can offer. */
    async known(): Promise<KnownPlace[]> {
      const all = await conversations.list(prefix, OFFERED);
      return all.flatMap(({ placeId, reference }) => {
        const { conversation } = reference as Partial<ConversationReference>;
        if (conversation?.conversationType === 'personal') return [];
        if (conversation?.name) names.set(placeId, conversation.name);
        return [{ id: placeId, name: conversation?.name ?? 'a channel' }];
      });
    },
  };
}

const nameOf = ({ channelData, conversation }: Activity): string | undefined =>
  (channelData as { channel?: { name?: string } } | undefined)?.channel?.name ?? conversation.name ?? undefined;
