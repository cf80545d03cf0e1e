import { ConnectorError } from '../connector-error.ts';
import { eventId } from '../ids.ts';
import type { TeamsConversation, TeamsMessage } from '../records.ts';
import { type Activity, isObject } from '../wire.ts';
import type { World } from '../world.ts';
import { checkActivity } from './check.ts';
import { conversationOf, memberOf, messageOf, type Operation, objectIn, type Request } from './operation.ts';

const targeted = (request: Request): boolean => request.query.get('isTargetedActivity') === 'true';

/** The only person a targeted message is for. */
function recipientOf(world: World, conversation: TeamsConversation, { recipient }: Activity): string {
  if (conversation.kind === 'personal') throw new ConnectorError('BadArgument', 'A 1:1 chat has no targeted messages.');
  if (recipient?.id === undefined) throw new ConnectorError('BadArgument', 'A targeted message needs a recipient.');
  return memberOf(world, conversation, recipient.id).id;
}

function send(world: World, name: string, request: Request): { id: string } {
  const { conversation, thread } = conversationOf(world, request.path[0]);
  const activity = objectIn(request.body) as Activity;
  checkActivity(world, name, activity);
  if (activity.type === 'typing') return { id: eventId() };
  const visibleTo = targeted(request) ? recipientOf(world, conversation, activity) : undefined;
  // In a channel the conversation's id alone says which thread it is; what is replied to says nothing.
  const given = { conversation: conversation.id, root: thread, from: 'bot', visibleTo };
  return { id: world.nameOf(world.state.write(given, () => activity)) };
}

const sendToConversation: Operation = {
  name: 'sendToConversation',
  method: 'POST',
  path: /^v3\/conversations\/([^/]+)\/activities$/,
  rate: 'send',
  run: (world, request) => ({ status: 201, body: send(world, 'sendToConversation', request) }),
};

const replyToActivity: Operation = {
  name: 'replyToActivity',
  method: 'POST',
  path: /^v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
  rate: 'send',
  run: (world, request) => ({ status: 201, body: send(world, 'replyToActivity', request) }),
};

/** The bot's own message, that may be changed. */
function ownMessage(world: World, request: Request): TeamsMessage {
  const { conversation } = conversationOf(world, request.path[0]);
  const message = messageOf(world, conversation, request.path[1]);
  if (message.from !== 'bot') throw new ConnectorError('ForbiddenOperationException');
  if ((message.visibleTo !== undefined) !== targeted(request)) {
    throw new ConnectorError('ActivityNotFoundInConversation');
  }
  return message;
}

const updateActivity: Operation = {
  name: 'updateActivity',
  method: 'PUT',
  path: /^v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
  rate: 'send',
  run(world, request) {
    const message = ownMessage(world, request);
    const activity = objectIn(request.body) as Activity;
    if (message.visibleTo !== undefined && activity.recipient !== undefined) {
      throw new ConnectorError('BadArgument', 'The recipient of a targeted message cannot be changed.');
    }
    checkActivity(world, 'updateActivity', activity);
    return { status: 200, body: { id: world.nameOf(world.state.edit(message, activity)) } };
  },
};

const deleteActivity: Operation = {
  name: 'deleteActivity',
  method: 'DELETE',
  path: /^v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
  rate: 'send',
  run(world, request) {
    world.state.remove(ownMessage(world, request));
    return { status: 200 };
  },
};

/** The 1:1 chat with the one member that is named. */
function openPersonal(world: World, members: readonly unknown[]): TeamsConversation {
  if (members.length !== 1) throw new ConnectorError('BadArgument', 'A bot can open a chat with one person only.');
  const id = isObject(members[0]) ? members[0].id : undefined;
  const user = typeof id === 'string' ? world.state.userOf(id) : undefined;
  if (!user || user.deleted) throw new ConnectorError('BadArgument', 'Failed to decrypt pairwise id');
  return conversationOf(world, world.state.personal(user.id)?.id).conversation;
}

/** The channel a thread is begun in, or the person a chat is opened with. */
function begunAt(body: unknown): string {
  const { channelData, members } = isObject(body) ? body : {};
  const channel = isObject(channelData) && isObject(channelData.channel) ? channelData.channel.id : undefined;
  const [member] = Array.isArray(members) ? members : [];
  return String(channel ?? (isObject(member) ? member.id : ''));
}

const createConversation: Operation = {
  name: 'createConversation',
  method: 'POST',
  path: /^v3\/conversations$/,
  rate: 'create',
  counts: begunAt,
  run(world, { body }) {
    const { members, channelData, tenantId, activity } = objectIn(body);
    const data = isObject(channelData) ? channelData : {};
    const tenant = isObject(data.tenant) ? data.tenant.id : tenantId;
    if (isObject(data.channel)) {
      if (!isObject(activity)) throw new ConnectorError('BadArgument', 'A new thread needs an activity.');
      const { conversation } = conversationOf(world, String(data.channel.id));
      if (conversation.kind !== 'channel') throw new ConnectorError('ConversationNotFound');
      checkActivity(world, 'createConversation', activity as Activity);
      const given = { conversation: conversation.id, root: undefined, from: 'bot', visibleTo: undefined };
      const message = world.state.write(given, () => activity as Activity);
      return {
        status: 201,
        body: { id: `${conversation.id};messageid=${message.id}`, activityId: world.nameOf(message) },
      };
    }
    if (tenant !== world.app.tenantId) throw new ConnectorError('BadArgument', 'Bad or missing tenant id.');
    return { status: 201, body: { id: openPersonal(world, Array.isArray(members) ? members : []).id } };
  },
};

export const activities: readonly Operation[] = [
  createConversation,
  sendToConversation,
  replyToActivity,
  updateActivity,
  deleteActivity,
];
