import { bot, people, teamsChannels, tenant } from '../../story/people.ts';
import { newSecret } from '../../teams/ids.ts';
import { startTeamsPlatform, type TeamsPlatform } from '../../teams/platform.ts';

export const newAppPassword = newSecret;

/** The story's organisation, in which nothing was said yet. `port` 0: any free one. */
export const startTenant = (appPassword: string, port: number): Promise<TeamsPlatform> =>
  startTeamsPlatform({
    tenantId: tenant.id,
    appId: tenant.appId,
    appPassword,
    appName: bot.appName,
    port,
    // The page keeps what it shows.
    record: false,
    users: people.map(({ objectId, fullName, email }) => ({ id: objectId, name: fullName, email })),
    channels: Object.values(teamsChannels).map(({ id, name }) => ({ id, name, team: tenant.team })),
  });
