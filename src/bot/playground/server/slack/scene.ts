import type { Shortcut } from '../../options.ts';
import type { SlackPlatform } from '../../slack/platform.ts';
import type { SlackChannel, SlackMessage, SlackUser, SlackView } from '../../slack/records.ts';
import { bot, channels, people, workspace } from '../../story/people.ts';
import type { Channel } from '../channel.ts';
import type { Marks } from '../marks.ts';
import { appFace, personFor } from '../person.ts';
import type { Member, Message, SlackScene, View } from './protocol.ts';
import { isFor } from './unread.ts';

/** How many messages of a channel a page is given. */
const MOST = 300;

function memberOf({ id, isBot, realName }: SlackUser): Member {
  const person = people.find((one) => one.id === id);
  return { id, ...(person ? personFor(person) : { ...appFace, name: isBot ? bot.appName : realName }) };
}

function channelOf(channel: SlackChannel): Channel {
  const known = Object.values(channels).find((one) => one.id === channel.id);
  return {
    id: channel.id,
    name: channel.kind === 'im' ? bot.appName : channel.name,
    kind: channel.kind === 'im' ? 'direct' : 'channel',
    topic: channel.kind === 'im' ? 'Only you and the bot see this' : (known?.topic ?? ''),
    members: channel.members.length,
  };
}

/** A message as `user` sees it. */
export function messageFor(user: string, message: SlackMessage): Message {
  const { channel, ts, thread_ts, text, blocks, edits } = message;
  return {
    channel,
    ts,
    ...(thread_ts !== undefined && { thread_ts }),
    user: message.user,
    bot: message.bot,
    text,
    blocks,
    edits,
    ephemeral: message.ephemeralTo !== undefined,
    mentionsMe: isFor(message, user),
  };
}

export const viewOf = ({ user: _user, ...view }: SlackView): View => view;

/** The channels somebody is in, their direct messages with the bot among them. */
const channelsOf = (platform: SlackPlatform, user: string): SlackChannel[] =>
  [...platform.channels.values()].filter(({ members }) => members.includes(user));

/** Everything one person sees. */
export function sceneFor(
  user: string,
  { platform, marks, shortcuts }: { platform: SlackPlatform; marks: Marks; shortcuts: readonly Shortcut[] },
): SlackScene {
  const mine = channelsOf(platform, user);
  const messages = mine.flatMap(({ id }) => platform.messages(id).slice(-MOST));
  const home = platform.home(user);
  return {
    me: user,
    workspace: { name: workspace.teamName },
    members: [...platform.users.values()].map(memberOf),
    channels: mine.map(channelOf),
    messages: [...messages, ...platform.ephemerals(user)].map((message) => messageFor(user, message)),
    views: platform.views(user).map(viewOf),
    home: home ? viewOf(home) : null,
    seen: marks.of(user),
    shortcuts,
  };
}
