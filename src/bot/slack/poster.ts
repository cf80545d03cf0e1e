import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Card } from '../../commands/kit/card.ts';
import { Busy, DeadPlace, digestOf, type How, NotSent, type Poster, PostGone } from '../poster.ts';
import { renderMessage } from './render/message.ts';
import { renderHome } from './render/view.ts';

/** What Slack answers when a place takes no posts any more, and what that means to a person. */
const dead: Record<string, string> = {
  channel_not_found: 'I am not in the channel, or it does not exist',
  not_in_channel: 'I was removed from the channel',
  is_archived: 'the channel is archived',
  is_inactive: 'the channel is archived',
  restricted_action: 'the channel does not let me post',
  user_not_found: 'the person does not exist',
  user_disabled: 'the account is deactivated',
  cannot_dm_bot: 'it is a bot',
};
/** What is wrong with the whole workspace and says nothing about a place: it waits until somebody has mended it. */
const locked = new Set([
  'account_inactive',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
]);
// The last two are said of the card that a reply is to stand under.
const gone = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  'cannot_reply_to_message',
]);

/** A UUID that the same delivery always gets, so that Slack can tell a repetition. */
function messageId(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Posts and edits in Slack. `workspace`: where mentions of people and channels can be real ones. */
export function slackPoster(client: WebClient, workspace: () => string): Poster {
  const conversations = new Map<string, string>();

  const channelOf = async (place: string): Promise<string> => {
    const id = place.slice(place.indexOf('/') + 1);
    if (!/^[UW]/.test(id)) return id;
    const known = conversations.get(id);
    if (known) return known;
    const opened = await client.conversations.open({ users: id });
    const channel = opened.channel?.id ?? id;
    conversations.set(id, channel);
    return channel;
  };

  return {
    digest: (card) => digestOf(renderMessage(card, workspace())),
    async post(place, card, how) {
      // Until Slack has said which workspace is ours, nobody could be named.
      if (!workspace()) throw new Busy(1);
      return translated(async () => {
        const channel = await channelOf(place);
        const sent = await client.chat.postMessage({
          channel,
          ...renderMessage(card, workspace()),
          ...threadOf(how),
          unfurl_links: false,
          unfurl_media: false,
          // Not in the typed arguments: a repeat with the same id is not posted again.
          ...{ client_msg_id: messageId(how.key) },
        });
        return { channel: sent.channel ?? channel, ts: sent.ts ?? '' };
      });
    },
    async update(ref, card) {
      await translated(() =>
        client.chat.update({ channel: ref.channel ?? '', ts: ref.ts ?? '', ...renderMessage(card, workspace()) }),
      );
    },
  };
}

const threadOf = ({ under, beneath }: How) => {
  const ts = under?.ts ?? beneath;
  return ts ? { thread_ts: ts } : {};
};

/** Publishes people's own pages; there is one for each person, so a repeat does no harm. */
export function homePoster(client: WebClient, workspace: () => string): Poster {
  const publish = async (user: string, card: Card) => {
    await translated(() => client.views.publish({ user_id: user, view: renderHome(card, workspace()) }));
    return { user };
  };
  return {
    digest: (card) => digestOf(renderHome(card, workspace())),
    post: (place, card) => publish(place.slice(place.indexOf('/') + 1), card),
    update: async (ref, card) => void (await publish(ref.user ?? '', card)),
  };
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { code, retryAfter, data } = error as { code?: string; retryAfter?: number; data?: { error?: string } };
    if (code === 'slack_webapi_rate_limited_error') throw new Busy(retryAfter ?? 1);
    const said = data?.error ?? '';
    if (locked.has(said)) throw new NotSent(`Slack refuses SLACK_BOT_TOKEN: ${said}`);
    if (gone.has(said)) throw new PostGone(said);
    if (Object.hasOwn(dead, said)) throw new DeadPlace(dead[said]!);
    throw error;
  }
}
