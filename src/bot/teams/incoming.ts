import type { Activity, Mention } from 'botbuilder';
import type { AccountKey } from '../../rules/account.ts';

/** `19:abc@thread.tacv2` of `19:abc@thread.tacv2;messageid=17`: a thread is in its channel. */
export const withoutThread = (conversation: string): string => conversation.replace(/;messageid=\d+$/, '');

/** The place an activity came from: the channel or group chat, or the person in a chat of two. */
export function placeOf(activity: Activity, tenant: string): string {
  const { conversationType, id } = activity.conversation;
  const inside = conversationType === 'personal' ? activity.from.aadObjectId : withoutThread(id);
  return `teams:${tenant}/${inside ?? id}`;
}

/** Whose account it is. Everybody of a tenant has an object id; who has none is not a person of ours. */
export function senderOf(activity: Activity, tenant: string): AccountKey | null {
  const userId = activity.from.aadObjectId;
  return userId ? { platform: 'teams', workspace: tenant, userId } : null;
}

/** What makes this delivery one and the same however often it is sent. Ids are unique within a conversation only. */
export const idOf = (activity: Activity): string => `${activity.conversation.id}/${activity.id ?? activity.timestamp}`;

/** Everybody and everything mentioned in a message, except the bot itself. */
export function mentionsIn(activity: Activity): Mention[] {
  return ((activity.entities ?? []) as Mention[]).filter(
    (one) => one.type === 'mention' && typeof one.text === 'string' && one.mentioned?.id !== activity.recipient.id,
  );
}

const NAMED: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * What a person typed, without what Teams adds: the bot's own name is left out, mentions become `@teams:T/U` (or
 * `#teams:T/C`) where `known` knows them by their Teams id, tags of formatting go, entities are the characters they stand for.
 */
export function lineOf(activity: Activity, known: ReadonlyMap<string, string>): string {
  let text = activity.text ?? '';
  for (const { text: said, mentioned } of mentionsIn(activity)) {
    // One entity stands for one place in the text, in their order. Whoever is not known is refused by name.
    const name = known.get(mentioned.id) ?? `"@${(mentioned.name ?? '').replaceAll('"', '')}"`;
    text = text.replace(said, () => ` ${name} `);
  }
  // However often a tag is begun and never closed, nothing is read twice.
  return text
    .replace(/<at\b[^<>]*>[^<]*<\/at>/gi, ' ')
    .replace(/<(br|\/p|\/div|\/li)\s*\/?>/gi, '\n')
    .replace(/<\/?(p|div|span|b|i|u|s|em|strong|code|pre|a|ul|ol|li|blockquote|font|h[1-6])(\s[^<>]*)?>/gi, '')
    .replace(/&(#x?[0-9a-f]+|[a-z]+);/gi, (entity, name: string) => {
      if (!name.startsWith('#')) return NAMED[name.toLowerCase()] ?? entity;
      const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : entity;
    })
    .trim();
}
