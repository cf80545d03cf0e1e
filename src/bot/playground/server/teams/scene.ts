import { bot, people, teamsChannels, tenant } from '../../story/people.ts';
import type { TeamsPlatform } from '../../teams/platform.ts';
import type { TeamsConversation, TeamsDialog, TeamsMessage } from '../../teams/records.ts';
import type { Channel } from '../channel.ts';
import type { Marks } from '../marks.ts';
import { appFace, personFor } from '../person.ts';
import type { Dialog, Member, Post, TeamsScene } from './protocol.ts';
import { conversationsOf, isFor } from './unread.ts';

/** How many messages of a conversation a page is given. */
const MOST = 300;

const members: readonly Member[] = [
  ...people.map((person) => ({ id: person.objectId, ...personFor(person), name: person.fullName })),
  { id: 'bot', ...appFace },
];

function channelOf({ id, kind, name, members: { length } }: TeamsConversation): Channel {
  if (kind === 'personal') {
    return { id, name: bot.appName, kind: 'direct', topic: 'Only you and the bot see this', members: length };
  }
  const known = Object.values(teamsChannels).find((one) => one.id === id);
  return { id, name, kind: 'channel', topic: known?.topic ?? '', members: length };
}

/** A message as `user` sees it. */
export function postFor(user: string, message: TeamsMessage): Post {
  const { id, root, from, text, edits, conversation, card, feedback, visibleTo } = message;
  return {
    place: conversation,
    id,
    ...(root !== undefined && root !== id && { replyTo: root }),
    from,
    text,
    card: card ?? null,
    thumbs: feedback !== undefined,
    edits,
    private: visibleTo !== undefined,
    mentionsMe: isFor(message, user),
  };
}

export const dialogFor = (dialog: TeamsDialog | undefined): Dialog | null =>
  dialog ? { id: dialog.id, title: dialog.title, card: dialog.card ?? null, text: dialog.text ?? '' } : null;

/** Everything one person sees. */
export function sceneFor(user: string, { platform, marks }: { platform: TeamsPlatform; marks: Marks }): TeamsScene {
  const mine = conversationsOf(platform, user);
  return {
    me: user,
    workspace: { name: tenant.team },
    members,
    channels: mine.map(channelOf),
    posts: mine.flatMap(({ id }) =>
      platform
        .messages(id, user)
        .slice(-MOST)
        .map((one) => postFor(user, one)),
    ),
    dialog: dialogFor(platform.dialog(user)),
    seen: marks.of(user),
  };
}
