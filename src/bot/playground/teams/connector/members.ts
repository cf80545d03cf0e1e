import { teamsLimits } from '../../../limits/teams.ts';
import { ConnectorError } from '../connector-error.ts';
import type { TeamsConversation, TeamsUser } from '../records.ts';
import type { World } from '../world.ts';
import { conversationOf, memberOf, type Operation } from './operation.ts';

/** A person as the roster names them. */
function accountOf({ app }: World, user: TeamsUser) {
  const [givenName = '', ...surname] = user.name.split(' ');
  return {
    id: user.accountId,
    name: user.name,
    objectId: user.id,
    aadObjectId: user.id,
    givenName,
    surname: surname.join(' '),
    ...(user.email !== undefined && { email: user.email }),
    userPrincipalName: user.userPrincipalName,
    tenantId: app.tenantId,
    userRole: user.guest ? 'guest' : 'user',
  };
}

const present = (world: World, { members }: TeamsConversation): TeamsUser[] =>
  members.flatMap((id) => world.state.users.get(id) ?? []).filter((user) => !user.deleted);

const getConversationMembers: Operation = {
  name: 'getConversationMembers',
  method: 'GET',
  path: /^v3\/conversations\/([^/]+)\/members$/,
  rate: 'look',
  run(world, { path }) {
    const { conversation } = conversationOf(world, path[0]);
    return { status: 200, body: present(world, conversation).map((user) => accountOf(world, user)) };
  },
};

const getConversationMember: Operation = {
  name: 'getConversationMember',
  method: 'GET',
  path: /^v3\/conversations\/([^/]+)\/members\/([^/]+)$/,
  rate: 'look',
  run(world, { path }) {
    const { conversation } = conversationOf(world, path[0]);
    return { status: 200, body: accountOf(world, memberOf(world, conversation, path[1])) };
  },
};

const getConversationPagedMembers: Operation = {
  name: 'getConversationPagedMembers',
  method: 'GET',
  path: /^v3\/conversations\/([^/]+)\/pagedmembers$/,
  rate: 'look',
  run(world, { path, query }) {
    const { conversation } = conversationOf(world, path[0]);
    const { page, smallestPage } = teamsLimits.members;
    const size = Math.min(page, Math.max(smallestPage, Number(query.get('pageSize') ?? page)));
    const start = Number(query.get('continuationToken') ?? 0);
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(size)) throw new ConnectorError('BadArgument');
    const all = present(world, conversation);
    const members = all.slice(start, start + size).map((user) => accountOf(world, user));
    const more = start + size < all.length ? { continuationToken: String(start + size) } : {};
    return { status: 200, body: { members, ...more } };
  },
};

export const members: readonly Operation[] = [
  getConversationMembers,
  getConversationMember,
  getConversationPagedMembers,
];
