import type { SlackPlatform } from '../../slack/platform.ts';
import type { SlackChannel, SlackMessage } from '../../slack/records.ts';
import type { Marks } from '../marks.ts';
import type { Unread, UnreadIn } from '../protocol.ts';

/** Whether a message is addressed to somebody rather than to whoever is there. */
export const isFor = (message: SlackMessage, user: string): boolean =>
  message.ephemeralTo === user || message.pings.includes(`@${user}`) || message.pings.includes('!channel');

function unreadOf(platform: SlackPlatform, marks: Marks, channel: SlackChannel, user: string): Unread {
  const mark = marks.markOf(user, channel.id);
  let [count, mentions] = [0, 0];
  const whispered = platform.ephemerals(user).filter((message) => message.channel === channel.id);
  for (const message of [...platform.messages(channel.id), ...whispered]) {
    if (message.ts <= mark || message.user === user) continue;
    const addressed = channel.kind === 'im' || isFor(message, user);
    const reply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
    // Replies go on quietly, except to those who are named in them.
    if (reply && !addressed) continue;
    count += 1;
    if (addressed) mentions += 1;
  }
  return { count, mentions };
}

/** What somebody has not seen yet, by channel. */
export function unreadIn(platform: SlackPlatform, marks: Marks, user: string): UnreadIn {
  const mine = [...platform.channels.values()].filter(({ members }) => members.includes(user));
  const all = mine.map((channel) => [channel.id, unreadOf(platform, marks, channel, user)] as const);
  return Object.fromEntries(all.filter(([, { count }]) => count > 0));
}
