import { setTimeout as sleep } from 'node:timers/promises';
import { startSlackPlatform } from '../src/bot/playground/slack/platform.ts';
import { startTeamsPlatform } from '../src/bot/playground/teams/platform.ts';
import { migrateStore } from '../src/store/open.ts';
import { benchDatabase, startBot } from './program.ts';
import { readable } from './reading.ts';
import { type Result, report } from './report.ts';

const EACH = 100;
const TENANT = '7f0a2c1e-58d3-4b6e-9c1f-3a2b4c5d6e7f';
const GIVE_UP = 60_000;

/**
 * One rollback, announced to 100 channels of Slack and 100 of Teams: how long until the last of them shows it, each once.
 * Teams takes 30 calls a second from one app, so that 3.3 seconds are the least.
 */
export async function run(): Promise<Result[]> {
  const channels = Array.from({ length: EACH }, (_, i) => ({ id: `CNEWS${i}`, name: `news-${i}` }));
  const threads = Array.from({ length: EACH }, (_, i) => ({
    id: `19:${String(i).padStart(32, '0')}@thread.tacv2`,
    name: `News ${i}`,
  }));
  const slack = await startSlackPlatform({ identity: { teamId: 'T1' }, channels, record: false });
  const teams = await startTeamsPlatform({
    tenantId: TENANT,
    appId: '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a',
    appPassword: 'a-client-secret',
    users: [{ id: '00000000-0000-4000-8000-0000000000ad', name: 'ada' }],
    channels: threads,
    record: false,
  });
  const database = await benchDatabase();
  await migrateStore(database.url);
  const { store, slug, secret, move } = await readable(database.url, 2);
  await move(2);
  await store.close();
  const bot = await startBot(database.url, slack, {
    ADMINS: 'ada@example.com',
    REVIEW_PLACE: 'slack:T1/CNEWS0',
    ANNOUNCE_PLACE: [
      ...channels.map(({ id }) => `slack:T1/${id}`),
      ...threads.map(({ id }) => `teams:${TENANT}/${id}`),
    ].join(','),
    TEAMS_APP_ID: teams.appId,
    TEAMS_APP_PASSWORD: teams.appPassword,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_OPENID_METADATA: teams.openIdMetadata,
    TEAMS_SERVICE_URL: teams.serviceUrl,
  });
  try {
    const began = performance.now();
    const answer = await fetch(`${bot.url}/v1/commands/rollback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: slug, version: 'v1', reason: 'wrong' }),
    });
    if (answer.status !== 200)
      throw new Error(`The rollback was answered with ${answer.status}: ${await answer.text()}`);
    const counted = () => ({
      slack: channels.map(({ id }) => slack.messages(id).filter((one) => one.text.includes('⏪')).length),
      teams: threads.map(({ id }) => teams.messages(id).length),
    });
    const missing = () =>
      Object.values(counted())
        .flat()
        .filter((count) => count === 0).length;
    while (missing() > 0) {
      if (performance.now() - began > GIVE_UP) throw new Error(`${missing()} places were told nothing.`);
      await sleep(20);
    }
    const seconds = (performance.now() - began) / 1000;
    await sleep(500);
    const twice = Object.values(counted())
      .flat()
      .filter((count) => count > 1).length;
    return [
      {
        name: `a rollback announced to ${2 * EACH} places on both platforms, until the last one shows it`,
        figure: `${seconds.toFixed(1)} s, ${twice} of them twice`,
        goal: 'once each',
        ok: twice === 0,
      },
    ];
  } finally {
    await bot.stop();
    await slack.stop();
    await teams.stop();
    await database.stop();
  }
}

if (import.meta.main) report(await run());
