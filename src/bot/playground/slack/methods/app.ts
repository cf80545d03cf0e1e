import { z } from 'zod';
import { type Method, method } from './method.ts';

const authTest = method({
  args: z.object({}),
  run({ identity, state }) {
    return {
      url: `https://${identity.teamDomain}.slack.com/`,
      team: identity.teamName,
      user: state.users.get(identity.botUserId)?.name ?? 'bot',
      team_id: identity.teamId,
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    };
  },
});

const openConnection = method({
  token: 'app',
  args: z.object({}),
  run: (world) => ({ url: world.socketUrl() }),
});

export const app: Record<string, Method> = { 'auth.test': authTest, 'apps.connections.open': openConnection };
