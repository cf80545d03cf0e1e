import type { TeamsPlatform } from '../../teams/platform.ts';
import type { TeamsConversation, TeamsMessage } from '../../teams/records.ts';
import type { Marks } from '../marks.ts';
import type { Unread, UnreadIn } from '../protocol.ts';

/** Whether a message is addressed to somebody rather than to whoever is there. */
export const isFor = ({ visibleTo, pings }: TeamsMessage, user: string): boolean =>
  visibleTo === user || pings.includes(user);

function unreadOf(platform: TeamsPlatform, marks: Marks, { id, kind }: TeamsConversation, user: string): Unread {
  const mark = marks.markOf(user, id);
  const fresh = platform.messages(id, user).filter((message) => message.id > mark && message.from !== user);
  const addressed = fresh.filter((message) => kind === 'personal' || isFor(message, user));
  // Replies go on quietly, except to those who are named in them.
  const shown = fresh.filter((message) => message.root === message.id || addressed.includes(message));
  return { count: shown.length, mentions: addressed.length };
}

/** The conversations somebody is in, with the one with the bot. */
export const conversationsOf = (platform: TeamsPlatform, user: string): TeamsConversation[] =>
  [...platform.conversations.values()].filter(({ members, dead }) => members.includes(user) && !dead);

/** What somebody has not seen yet, by conversation. */
export function unreadIn(platform: TeamsPlatform, marks: Marks, user: string): UnreadIn {
  const all = conversationsOf(platform, user).map((one) => [one.id, unreadOf(platform, marks, one, user)] as const);
  return Object.fromEntries(all.filter(([, { count }]) => count > 0));
}
