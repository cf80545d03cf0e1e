import type { Ref } from '../../options.ts';
import { people, teamsChannels } from '../../story/people.ts';
import type { TeamsPlatform } from '../../teams/platform.ts';
import type { TeamsConversation, TeamsMessage } from '../../teams/records.ts';
import type { Arrived } from '../client.ts';
import type { Marks } from '../marks.ts';
import type { Spot } from '../protocol.ts';

/** How much earlier the platform's clock may be than the store's, in milliseconds. */
const APART = 2_000;

const idAt = (moment: Date): string => String(moment.getTime() - APART);
const isPost = ({ from, id, root }: TeamsMessage): boolean => from === 'bot' && (root ?? id) === id;
const spotOf = ({ conversation, id }: TeamsMessage): Spot => ({ client: 'teams', place: conversation, post: id });

/** The bot's posts in a place from a moment on, without replies. */
const postsIn = (platform: TeamsPlatform, place: string, since: Date): TeamsMessage[] =>
  platform.messages(place).filter((one) => isPost(one) && one.id >= idAt(since));

/** The bot's first post about a prompt where changes are reviewed or moves announced, after a moment. */
export function spotIn(
  platform: TeamsPlatform,
  where: 'reviews' | 'announcements',
  prompt: string,
  since: Date,
): Spot | null {
  const words = (text = '') => text.split(/[^\w.-]+/);
  const post = postsIn(platform, teamsChannels[where].id, since).find(({ summary }) => words(summary).includes(prompt));
  return post ? spotOf(post) : null;
}

/** The post that Teams knows by a conversation and the id of an activity. */
export function arrivedAt(platform: TeamsPlatform, marks: Marks, ref: Ref): Arrived | null {
  const conversation = platform.conversations.get(ref.conversation ?? '');
  const message = conversation && platform.messages(conversation.id).find(({ id }) => id === ref.activity);
  return conversation && message ? arrivalOf(conversation, marks, message) : null;
}

function arrivalOf(conversation: TeamsConversation, marks: Marks, message: TeamsMessage): Arrived {
  const { kind, members, name } = conversation;
  const person = people.find(({ objectId }) => kind === 'personal' && members[0] === objectId);
  const seenBy = people.filter(
    ({ objectId }) => members.includes(objectId) && marks.markOf(objectId, conversation.id) >= message.id,
  );
  const told = { ...spotOf(message), label: person?.name ?? name, ...(person && { person: person.key }) };
  return { told, seenBy: seenBy.map(({ key }) => key) };
}
