import type { SlackPlatform } from '../../slack/platform.ts';
import type { SlackChannel, SlackMessage } from '../../slack/records.ts';
import type { Unread, UnreadIn } from '../protocol.ts';

/** Whether a message is addressed to somebody rather than to whoever is there. */
export const isFor = (message: SlackMessage, user: string): boolean =>
  message.ephemeralTo === user || message.pings.includes(`@${user}`) || message.pings.includes('!channel');

export type Seen = ReturnType<typeof createSeen>;

/** How far everybody has read, by channel. */
export function createSeen() {
  const marks = new Map<string, Map<string, string>>();
  const markOf = (user: string, channel: string): string => marks.get(user)?.get(channel) ?? '';

  /** Notes that somebody saw a channel up to a message. False when they had seen it before. */
  function see(user: string, channel: string, ts: string): boolean {
    if (ts <= markOf(user, channel)) return false;
    const mine = marks.get(user) ?? new Map<string, string>();
    mine.set(channel, ts);
    marks.set(user, mine);
    return true;
  }

  function unreadIn(platform: SlackPlatform, channel: SlackChannel, user: string): Unread {
    const mark = markOf(user, channel.id);
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
  function unread(platform: SlackPlatform, user: string): UnreadIn {
    const mine = [...platform.channels.values()].filter(({ members }) => members.includes(user));
    const all = mine.map((channel) => [channel.id, unreadIn(platform, channel, user)] as const);
    return Object.fromEntries(all.filter(([, { count }]) => count > 0));
  }

  return { see, markOf, unread, of: (user: string) => Object.fromEntries(marks.get(user) ?? []) };
}
