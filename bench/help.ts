import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startSlackPlatform } from '../src/bot/playground/slack/platform.ts';
import { httpRequest, load } from './load.ts';
import { benchDatabase, startBot } from './program.ts';
import { median, type Result, report } from './report.ts';

const ROUNDS = 5;
const PER_ROUND = 12_000;
const CONNECTIONS = 32;

/** `/prompt help` per second, against a bare Bolt app that answers a constant, round by round in one run. */
export async function run(): Promise<Result[]> {
  const slack = await startSlackPlatform({
    identity: { teamId: 'T1' },
    users: [{ id: 'UADA', name: 'ada' }],
    record: false,
  });
  const database = await benchDatabase();
  const bot = await startBot(database.url, slack);
  const bare = spawn(process.execPath, ['bench/bare-bolt.ts', slack.signingSecret], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(bare.stdout!, 'data')) as [Buffer];
  const ports = { bot: Number(new URL(bot.url).port), bare: Number(chunk.toString().trim()) };
  slack.connect(`${bot.url}/slack/events`);
  const requests = () =>
    Array.from({ length: PER_ROUND }, () => {
      const { body, headers } = slack.slashRequest('UADA', '/prompt', 'help');
      return httpRequest('POST', '/slack/events', headers as Record<string, string>, body);
    });
  const rates: Record<'bot' | 'bare', number[]> = { bot: [], bare: [] };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const which of ['bare', 'bot'] as const) {
        const measured = await load({ port: ports[which], requests: requests(), connections: CONNECTIONS });
        if (measured.failed > 0) throw new Error(`${measured.failed} requests failed (${which})`);
        // The first round warms both up.
        if (round > 0) rates[which].push(measured.perSecond);
      }
    }
  } finally {
    bare.kill();
    await bot.stop();
    await slack.stop();
    await database.stop();
  }
  const [ours, theirs] = [median(rates.bot), median(rates.bare)];
  return [
    {
      name: '/prompt help per second, against a bare Bolt app',
      figure: `${Math.round(ours)} / ${Math.round(theirs)}`,
      ratio: ours / theirs,
      goal: 0.7,
      ok: ours / theirs >= 0.7,
    },
  ];
}

if (import.meta.main) report(await run());
