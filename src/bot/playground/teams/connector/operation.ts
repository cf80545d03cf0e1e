import { ConnectorError } from '../connector-error.ts';
import type { TeamsConversation, TeamsMessage, TeamsUser } from '../records.ts';
import { isObject } from '../wire.ts';
import type { World } from '../world.ts';

export type Request = {
  /** What stands in the path, decoded, in its order. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export type Reply = { status: number; body?: unknown };

/** One call of the Bot Connector. `rate` is what it counts as: sends and look-ups are limited apart. */
export type Operation = {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: RegExp;
  readonly rate: 'send' | 'create' | 'look';
  /** Which conversation it counts for. Default: the one in its path. */
  readonly counts?: (body: unknown) => string;
  run(world: World, request: Request): Reply;
};

/** A 1:1 chat with somebody who is gone. */
const abandoned = ({ state }: World, { kind, members }: TeamsConversation): boolean =>
  kind === 'personal' && state.users.get(members[0] ?? '')?.deleted === true;

/** A conversation the bot may act in, and the thread that is named by `;messageid=`. */
export function conversationOf(world: World, given = ''): { conversation: TeamsConversation; thread?: string } {
  const [id = '', ...rest] = given.split(';');
  const conversation = world.state.conversations.get(id);
  if (!conversation || conversation.dead || abandoned(world, conversation))
    throw new ConnectorError('ConversationNotFound');
  if (!conversation.bot) throw new ConnectorError('BotNotInConversationRoster');
  const thread = /^messageid=(.+)$/.exec(rest.join(';'))?.[1];
  if (rest.length > 0 && (thread === undefined || conversation.kind !== 'channel')) {
    throw new ConnectorError('ConversationNotFound');
  }
  if (thread !== undefined && world.state.message(id, thread)?.id !== thread)
    throw new ConnectorError('ConversationNotFound');
  return thread === undefined ? { conversation } : { conversation, thread };
}

/** A message of that conversation, or a refusal. */
export function messageOf(world: World, conversation: TeamsConversation, id = ''): TeamsMessage {
  const message = world.state.message(conversation.id, id);
  if (!message) throw new ConnectorError('ActivityNotFoundInConversation');
  return message;
}

/** Somebody who is in that conversation. */
export function memberOf(world: World, conversation: TeamsConversation, id: unknown): TeamsUser {
  const user = typeof id === 'string' ? world.state.userOf(id) : undefined;
  if (!user || user.deleted || !conversation.members.includes(user.id)) {
    throw new ConnectorError('MemberNotFoundInConversation');
  }
  return user;
}

/** The body as an object, or a refusal. */
export function objectIn(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new ConnectorError('BadSyntax');
  return body;
}
