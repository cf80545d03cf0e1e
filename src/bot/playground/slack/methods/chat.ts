import { z } from 'zod';
import { SlackApiError } from '../api-error.ts';
import type { SlackMessage } from '../records.ts';
import { messageOnTheWire } from '../rendering.ts';
import type { World } from '../world.ts';
import { contentArgs, contentOf } from './content.ts';
import { flag, type Method, method } from './method.ts';
import { channelOf, openChannel } from './places.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const scopes = ['chat:write'];
const formatting = {
  mrkdwn: flag,
  parse: z.string().optional(),
  link_names: flag,
  metadata: z.unknown().optional(),
};

function threadOf(world: World, name: string, channel: string, thread_ts: string | undefined): string | undefined {
  if (thread_ts === undefined) return undefined;
  const parent = world.state.message(channel, thread_ts);
  if (!parent) throw new SlackApiError('thread_not_found');
  if (parent.thread_ts !== undefined && parent.thread_ts !== parent.ts) {
    world.find({ kind: 'reply_to_a_reply', method: name, detail: `${thread_ts} is itself a reply` });
  }
  return thread_ts;
}

const linked = (args: { parse?: string | undefined; link_names?: boolean | undefined }) =>
  args.parse === 'full' || args.link_names === true;

function posted(world: World, message: SlackMessage) {
  return {
    channel: message.channel,
    ts: message.ts,
    message: messageOnTheWire(world.identity, world.state, message),
  };
}

const postMessage = method({
  scopes,
  args: z.object({
    channel: z.string(),
    ...contentArgs,
    ...formatting,
    thread_ts: z.string().optional(),
    reply_broadcast: flag,
    unfurl_links: flag,
    unfurl_media: flag,
    client_msg_id: z.string().optional(),
  }),
  run(world, args) {
    const name = 'chat.postMessage';
    const channel = openChannel(world, args.channel);
    const { text, blocks = [] } = contentOf(world, name, args);
    const { client_msg_id } = args;
    if (client_msg_id !== undefined) {
      if (!uuid.test(client_msg_id)) {
        world.find({ kind: 'client_msg_id_not_uuid', method: name, detail: client_msg_id });
      }
      const first = world.state.postedAs(channel.id, client_msg_id);
      if (first) return posted(world, first);
    }
    const thread_ts = threadOf(world, name, channel.id, args.thread_ts);
    if (args.unfurl_links !== false || args.unfurl_media !== false) {
      world.find({ kind: 'unfurling_on', method: name, detail: 'unfurl_links and unfurl_media were not both false' });
    }
    const author = { channel: channel.id, user: world.identity.botUserId, bot: true };
    return posted(
      world,
      world.state.post({ ...author, text, blocks, thread_ts, client_msg_id, linkNames: linked(args) }),
    );
  },
});

/** The app's own message, in a channel where it can still be changed. */
function ownMessage(
  world: World,
  args: { channel: string; ts: string },
  reasons: { notMine: string; archived: string },
): SlackMessage {
  const channel = channelOf(world, args.channel);
  const inside = channel.members.includes(world.identity.botUserId);
  if (!inside && channel.kind !== 'public') throw new SlackApiError('channel_not_found');
  if (!inside) throw new SlackApiError('not_in_channel');
  const message = world.state.message(channel.id, args.ts);
  if (!message) throw new SlackApiError('message_not_found');
  if (!message.bot) throw new SlackApiError(reasons.notMine);
  if (channel.archived) throw new SlackApiError(reasons.archived);
  return message;
}

const update = method({
  scopes,
  args: z.object({ channel: z.string(), ts: z.string(), ...contentArgs, ...formatting, reply_broadcast: flag }),
  run(world, args) {
    const old = ownMessage(world, args, { notMine: 'cant_update_message', archived: 'is_inactive' });
    const { text, blocks } = contentOf(world, 'chat.update', args);
    // Slack keeps what an update does not mention; an empty list takes the blocks away.
    const message = world.state.edit(old, text, blocks ?? old.blocks, linked(args));
    return { ...posted(world, message), text: message.text };
  },
});

const deletion = method({
  scopes,
  args: z.object({ channel: z.string(), ts: z.string() }),
  run(world, args) {
    const message = ownMessage(world, args, { notMine: 'cant_delete_message', archived: 'is_archived' });
    world.state.remove(message);
    return { channel: message.channel, ts: message.ts };
  },
});

const postEphemeral = method({
  scopes,
  args: z.object({
    channel: z.string(),
    user: z.string(),
    ...contentArgs,
    ...formatting,
    thread_ts: z.string().optional(),
  }),
  run(world, args) {
    const channel = openChannel(world, args.channel);
    if (!channel.members.includes(args.user)) throw new SlackApiError('user_not_in_channel');
    const { text, blocks = [] } = contentOf(world, 'chat.postEphemeral', args);
    const message = world.state.whisper(args.user, {
      channel: channel.id,
      user: world.identity.botUserId,
      bot: true,
      text,
      blocks,
      thread_ts: args.thread_ts,
      linkNames: linked(args),
    });
    return { message_ts: message.ts };
  },
});

const getPermalink = method({
  args: z.object({ channel: z.string(), message_ts: z.string() }),
  run(world, args) {
    const channel = channelOf(world, args.channel);
    const message = world.state.message(channel.id, args.message_ts);
    if (!message) throw new SlackApiError('message_not_found');
    const thread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
    const address = `https://${world.identity.teamDomain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    return { channel: channel.id, permalink: `${address}${thread}` };
  },
});

export const chat: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': deletion,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
