import { expect } from 'vitest';
import type { TeamsMessage } from '../../../../src/bot/playground/teams/records.ts';
import { message, startBot } from './bot.ts';
import { connectorOf } from './connector.ts';
import { general, startTenant } from './tenant.ts';

/** A tenant, a bot of few words, and that bot's connector. */
export async function startDesk() {
  const bot = await startBot();
  const teams = await startTenant({ botUrl: bot.url, rateLimit: false });
  const call = await connectorOf(teams);

  /** The id of a person's chat with the bot. */
  async function chatOf(user: string): Promise<string> {
    const body = { members: [{ id: user }], tenantId: teams.tenantId };
    return (await call('POST', ['conversations'], body)).body.id;
  }

  /** Posts a card in a channel, or in a person's chat. */
  async function post(content: unknown, where: string = general): Promise<TeamsMessage> {
    const id = teams.conversations.has(where) ? where : await chatOf(where);
    expect(await call('POST', ['conversations', id, 'activities'], message(content))).toMatchObject({ status: 201 });
    return teams.messages(where).at(-1) ?? expect.fail('nothing was posted');
  }

  return {
    bot,
    teams,
    call,
    chatOf,
    post,
    async stop() {
      await teams.stop();
      await bot.stop();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof startDesk>>;
