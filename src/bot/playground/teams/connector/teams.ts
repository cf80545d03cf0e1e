import { ConnectorError } from '../connector-error.ts';
import type { TeamsConversation, TeamsTeam } from '../records.ts';
import type { World } from '../world.ts';
import type { Operation } from './operation.ts';

function teamOf(world: World, id = ''): { team: TeamsTeam; channels: TeamsConversation[] } {
  const team = world.state.teams.get(id);
  if (!team) throw new ConnectorError('TeamNotFound');
  const channels = [...world.state.conversations.values()].filter((known) => known.team === id && !known.dead);
  if (!channels.some(({ bot }) => bot)) throw new ConnectorError('BotNotInConversationRoster');
  return { team, channels };
}

const fetchTeamDetails: Operation = {
  name: 'fetchTeamDetails',
  method: 'GET',
  path: /^v3\/teams\/([^/]+)$/,
  rate: 'look',
  run(world, { path }) {
    const { team, channels } = teamOf(world, path[0]);
    const memberCount = new Set(channels.flatMap(({ members }) => members)).size;
    return { status: 200, body: { ...team, channelCount: channels.length, memberCount } };
  },
};

const fetchChannelList: Operation = {
  name: 'fetchChannelList',
  method: 'GET',
  path: /^v3\/teams\/([^/]+)\/conversations$/,
  rate: 'look',
  run(world, { path }) {
    const { channels } = teamOf(world, path[0]);
    return { status: 200, body: { conversations: channels.map(({ id, name }) => ({ id, name })) } };
  },
};

export const teams: readonly Operation[] = [fetchTeamDetails, fetchChannelList];
