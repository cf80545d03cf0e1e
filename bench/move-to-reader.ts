import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import postgres from 'postgres';
import { benchDatabase, startBot } from './program.ts';
import { readable } from './reading.ts';
import { type Result, report } from './report.ts';

const PROCESSES = 3;
const TURNS = 200;
const APART = 50;
const PATIENCE = 2_000;
const CHANNEL = 'bench_move_to_reader';

/**
 * How long after the answer to its commit a move is what each of three processes of the real program answers; and, turn
 * by turn in the same run, how long a bare NOTIFY takes to be answered by three processes that do nothing else. Both are
 * read again and again over one connection each. Milliseconds.
 */
export async function run(): Promise<Result[]> {
  const database = await benchDatabase();
  const bots = await Promise.all(Array.from({ length: PROCESSES }, () => startBot(database.url, null)));
  const bare = await Promise.all(Array.from({ length: PROCESSES }, () => bareListener(database.url)));
  const sender = postgres(database.url, { max: 1 });
  const source = await readable(database.url, 2);
  try {
    const authorization = `Bearer ${source.secret}`;
    const path = `/v1/prompts/${source.slug}`;
    const readers = bots.map((bot) => reader(`${bot.url}${path}`, { authorization }));
    const bareReaders = bare.map((each) => reader(each.url, {}));
    const took = { ours: [] as number[], bare: [] as number[] };
    for (let turn = 1; turn <= TURNS; turn++) {
      const version = (turn % 2) + 1;
      took.ours.push(...(await turnOf(readers, `"version":${version},`, () => source.move(version))));
      await pause();
      const notified = () => sender.notify(CHANNEL, `turn ${turn}.`).then(() => performance.now());
      took.bare.push(...(await turnOf(bareReaders, `turn ${turn}.`, notified)));
      await pause();
    }
    for (const each of [...readers, ...bareReaders]) each.stop();
    const p99 = at(took.ours, 0.99);
    return [
      {
        name: `from the commit of a move to the new answer in each of ${PROCESSES} processes`,
        figure: `${spread(took.ours)}; bare LISTEN/NOTIFY ${spread(took.bare)}`,
        goal: 'p99 < 100 ms',
        ok: p99 < 100,
      },
    ];
  } finally {
    for (const each of bare) each.stop();
    await sender.end();
    await source.store.close();
    await Promise.all(bots.map((bot) => bot.stop()));
    await database.stop();
  }
}

type Reader = ReturnType<typeof reader>;

/** One change, made while all readers are reading; how long each took to show it, 0 when it did before the answer came. */
async function turnOf(readers: readonly Reader[], wanted: string, change: () => Promise<number>): Promise<number[]> {
  const seen = readers.map((each) => each.until(wanted));
  const committed = await change();
  return (await Promise.all(seen)).map((moment) => Math.max(0, moment - committed));
}

/** Reads an address again and again, one request at a time, until the answer holds what is waited for. */
function reader(url: string, headers: Record<string, string>) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const read = async (): Promise<string> => {
    const [response] = await once(get(url, { agent, headers }), 'response');
    let body = '';
    response.setEncoding('utf8');
    for await (const chunk of response) body += chunk;
    if (response.statusCode !== 200) throw new Error(`A read was answered with ${response.statusCode}`);
    return body;
  };
  return {
    until: async (wanted: string): Promise<number> => {
      const end = performance.now() + PATIENCE;
      while (performance.now() < end) {
        if ((await read()).includes(wanted)) return performance.now();
        // The readers share the machine with what they measure.
        await new Promise((done) => setTimeout(done, 1));
      }
      throw new Error(`Not answered within ${PATIENCE} ms: ${wanted}`);
    },
    stop: () => agent.destroy(),
  };
}

async function bareListener(databaseUrl: string) {
  const child = spawn(process.execPath, ['bench/bare-listener.ts', databaseUrl, CHANNEL], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${chunk.toString().trim()}/`, stop: () => child.kill() };
}

const pause = () => new Promise((done) => setTimeout(done, APART * Math.random()));

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const spread = (values: readonly number[]) =>
  `p50 ${at(values, 0.5).toFixed(1)} ms, p99 ${at(values, 0.99).toFixed(1)} ms, most ${at(values, 1).toFixed(1)} ms`;

if (import.meta.main) report(await run());
