import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { httpRequest } from './load.ts';
import { benchDatabase, startBot } from './program.ts';
import { load } from './read-load.ts';
import { readable } from './reading.ts';
import { median, type Result, report } from './report.ts';

const CONNECTIONS = 32;
const ROUND = 500;
const ROUNDS = 32;

/**
 * Reads of a prompt per second from the real program, against a bare route of the same fastify that sends the same
 * body, in alternating rounds. Each server is a process of its own, and so is the client. Printed along: the same ratio
 * per second of processor time, which other work on the machine disturbs less.
 */
export async function run(): Promise<Result[]> {
  const database = await benchDatabase();
  const bot = await startBot(database.url, null);
  const { store, slug, secret } = await readable(database.url, 1);
  await store.close();
  const path = `/v1/prompts/${slug}`;
  const authorization = `Bearer ${secret}`;
  const response = await fetch(bot.url + path, { headers: { authorization } });
  if (response.status !== 200) throw new Error(`A read was answered with ${response.status}`);
  const body = await response.text();
  const bare = spawn(process.execPath, ['bench/bare-read.ts', body], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [chunk] = (await once(bare.stdout!, 'data')) as [Buffer];
    const urls = { ours: bot.url, bare: `http://127.0.0.1:${chunk.toString().trim()}` };
    const request = httpRequest('GET', path, { authorization, accept: '*/*' });
    const measure = async (which: 'ours' | 'bare') => {
      const port = Number(new URL(urls[which]).port);
      const before = await processorSeconds(urls[which]);
      const { answers, failed, seconds } = await load({ port, request, connections: CONNECTIONS, ms: ROUND });
      const used = (await processorSeconds(urls[which])) - before;
      if (failed > 0) throw new Error(`${failed} of ${answers} answers failed (${which})`);
      return { rate: answers / seconds, perProcessor: answers / used };
    };

    const rounds: Record<'ours' | 'bare', Awaited<ReturnType<typeof measure>>>[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const oursFirst = round % 2 === 0;
      const first = await measure(oursFirst ? 'ours' : 'bare');
      const second = await measure(oursFirst ? 'bare' : 'ours');
      // The first round warms both up.
      if (round > 0) rounds.push(oursFirst ? { ours: first, bare: second } : { ours: second, bare: first });
    }
    const rate = (which: 'ours' | 'bare') => Math.round(median(rounds.map((one) => one[which].rate)));
    const ratio = median(rounds.map((one) => one.ours.rate / one.bare.rate));
    const perProcessor = median(rounds.map((one) => one.ours.perProcessor / one.bare.perProcessor));
    const figure = `${rate('ours')} / ${rate('bare')}, per processor second ${perProcessor.toFixed(2)}`;
    return [{ name: 'reads of a prompt per second, against a bare route', figure, ratio, goal: 0.8, ok: ratio >= 0.8 }];
  } finally {
    bare.kill();
    await bot.stop();
    await database.stop();
  }
}

async function processorSeconds(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

if (import.meta.main) report(await run());
