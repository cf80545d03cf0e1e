import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startTeamsPlatform } from '../src/bot/playground/teams/platform.ts';
import { httpRequest, load } from './load.ts';
import { benchDatabase, startBot } from './program.ts';
import { median, type Result, report } from './report.ts';

const ROUNDS = 5;
const PER_ROUND = 6_000;
const CONNECTIONS = 32;
const ADA = '00000000-0000-4000-8000-0000000000ad';

/** Dialogs of Teams answered per second (help), against a bare botbuilder adapter that answers a constant, round by round. */
export async function run(): Promise<Result[]> {
  const teams = await startTeamsPlatform({
    tenantId: '7f0a2c1e-58d3-4b6e-9c1f-3a2b4c5d6e7f',
    appId: '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a',
    appPassword: 'a-client-secret',
    users: [{ id: ADA, name: 'ada', email: 'ada@example.com' }],
    record: false,
  });
  const { appId, appPassword, tenantId, loginUrl, openIdMetadata, serviceUrl } = teams;
  const database = await benchDatabase();
  const bot = await startBot(database.url, null, {
    TEAMS_APP_ID: appId,
    TEAMS_APP_PASSWORD: appPassword,
    TEAMS_TENANT_ID: tenantId,
    TEAMS_LOGIN_URL: loginUrl,
    TEAMS_OPENID_METADATA: openIdMetadata,
    TEAMS_SERVICE_URL: serviceUrl,
  });
  const bare = spawn(
    process.execPath,
    ['bench/bare-botbuilder.ts', appId, appPassword, tenantId, loginUrl, openIdMetadata],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [chunk] = (await once(bare.stdout!, 'data')) as [Buffer];
  const ports = { bot: Number(new URL(bot.url).port), bare: Number(chunk.toString().trim()) };
  teams.connect(`${bot.url}/api/messages`);
  let number = 0;
  const requests = async () => {
    const value = { data: { run: 'help', a: {} }, context: { theme: 'default' } };
    const made = Array.from({ length: PER_ROUND }, () =>
      teams.request(teams.activity(ADA, ADA, { type: 'invoke', name: 'task/fetch', id: `f:${number++}`, value })),
    );
    return (await Promise.all(made)).map(({ body, headers }) => httpRequest('POST', '/api/messages', headers, body));
  };
  const rates: Record<'bot' | 'bare', number[]> = { bot: [], bare: [] };
  try {
    // The first round warms both up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const which of ['bare', 'bot'] as const) {
        const measured = await load({ port: ports[which], requests: await requests(), connections: CONNECTIONS });
        if (measured.failed > 0) throw new Error(`${measured.failed} requests failed (${which})`);
        if (round > 0) rates[which].push(measured.perSecond);
      }
    }
  } finally {
    bare.kill();
    await bot.stop();
    await teams.stop();
    await database.stop();
  }
  const [ours, theirs] = [median(rates.bot), median(rates.bare)];
  return [
    {
      name: 'dialogs of Teams per second, against a bare botbuilder adapter',
      figure: `${Math.round(ours)} / ${Math.round(theirs)}`,
      ratio: ours / theirs,
      goal: 0.8,
      ok: ours / theirs >= 0.8,
    },
  ];
}

if (import.meta.main) report(await run());
