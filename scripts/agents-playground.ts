/**
 * The real bot in Microsoft 365 Agents Playground, a client like Teams that is not ours: `npm run agents-playground` opens
 * a window for each of two people and tells where they are; with `-- --drive` Chromium (CHROMIUM_PATH, else the usual
 * places) submits, approves and rolls back in them once, and with `-- --drive <folder>` leaves pictures of each step there.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTeamsPlatform } from '../src/bot/playground/teams/platform.ts';
import { launchChromium } from '../test/bot/playground/page/chromium.ts';
import { startProgram } from '../test/flows/program.ts';
import { startClient } from './agents-playground/client.ts';
import { drive } from './agents-playground/drive.ts';
import { app, channels, emailOf, placeOf, tenant, type Who } from './agents-playground/people.ts';
import { startSigningProxy } from './agents-playground/signing-proxy.ts';

const { values, positionals } = parseArgs({ options: { drive: { type: 'boolean' } }, allowPositionals: true });

const running: (() => Promise<unknown>)[] = [];
const addresses = new Map<string, string>();

async function start(): Promise<{ ada: string; grace: string }> {
  const data = await mkdtemp(join(tmpdir(), 'countersign-agents-playground-'));
  running.push(() => rm(data, { recursive: true, force: true }));
  // Of our own stand-in for Teams only what Microsoft's has not: the login service and the signing keys.
  const teams = await startTeamsPlatform({ tenantId: tenant, appId: app.id, appPassword: 'a-client-secret-word' });
  running.push(teams.stop);
  const proxy = await startSigningProxy({
    bot: () => addresses.get('bot') ?? '',
    token: (serviceUrl) => teams.token({ serviceUrl }),
    client: (name) => addresses.get(name),
  });
  running.push(proxy.stop);
  const bot = await startProgram({
    DATA_DIR: data,
    NODE_COMPILE_CACHE: join(data, 'compiled'),
    TEAMS_APP_ID: teams.appId,
    TEAMS_APP_PASSWORD: teams.appPassword,
    TEAMS_TENANT_ID: tenant,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_OPENID_METADATA: teams.openIdMetadata,
    TEAMS_SERVICE_URL: `${proxy.url}/teams/`,
    ADMINS: emailOf('grace'),
    REVIEW_PLACE: placeOf(channels.reviews),
    ANNOUNCE_PLACE: placeOf(channels.news),
  });
  running.push(bot.stop);
  addresses.set('bot', `${bot.url}/api/messages`);

  async function windowOf(who: Who): Promise<string> {
    const client = await startClient({
      who,
      folder: join(data, who),
      endpoint: `${proxy.url}/${who}/api/messages`,
      serviceUrl: `${proxy.url}/teams/${who}`,
    });
    running.push(client.stop);
    addresses.set(who, client.url);
    process.stdout.write(`${who}: ${client.url}\n`);
    return client.url;
  }
  // One after the other: npx may have to download it.
  return { ada: await windowOf('ada'), grace: await windowOf('grace') };
}

async function play(clients: { ada: string; grace: string }): Promise<void> {
  const browser = await launchChromium();
  running.push(() => browser.close());
  await drive(browser, clients, positionals[0]);
}

// While everything starts it is noted, so that nothing is left behind.
const interrupted = new Promise<void>((end) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end());
});
try {
  const clients = await start();
  if (!values.drive) process.stdout.write('Open ada first, then grace and her channel General. Ctrl-C ends it all.\n');
  await Promise.race([values.drive ? play(clients) : interrupted, interrupted]);
} finally {
  for (const stop of running.reverse()) await stop();
}
