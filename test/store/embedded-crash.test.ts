import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import {
  eventually,
  gone,
  markOf,
  processesNaming,
  query,
  scratch,
  serverPid,
  startElsewhere,
} from './embedded-world.ts';

const ROUNDS = 5;
const root = await scratch();

/** Commits one more row, opens a transaction that will never commit, and keeps a session busy that ignores its server's end. */
async function work(url: string | undefined, round: number): Promise<void> {
  await query(url, `create table if not exists kept (n int); insert into kept values (${round})`);
  for (const statement of ['begin; insert into kept values (-1)', 'select count(*) from generate_series(1, 1e11)']) {
    const sql = postgres(url ?? '', { max: 1, onnotice: () => {} });
    const held = sql.unsafe(statement).execute();
    held.catch(() => {});
    onTestFinished(() => sql.end({ timeout: 0 }));
  }
  await sleep(50);
}

async function expectRows(url: string | undefined, rounds: number): Promise<void> {
  const rows = await eventually(url, 'select n from kept order by n');
  expect(rows).toEqual(Array.from({ length: rounds }, (_, n) => ({ n })));
}

describe(`after kill -9, ${ROUNDS} times over, committed rows survive and the next start works`, () => {
  test.each([
    ['the bot', true, false],
    ['the database and then the bot', true, true],
  ])(
    'of %s',
    async (name, killBot, killDatabase) => {
      const dataDir = join(root, name.replaceAll(' ', '-'));
      for (let round = 0; round < ROUNDS; round++) {
        const other = await startElsewhere(dataDir);
        if (round > 0) await expectRows(other.url, round);
        const mark = await markOf(other.url);
        await work(other.url, round);
        const pid = await serverPid(dataDir);
        if (killDatabase) process.kill(pid, 'SIGKILL');
        if (killBot) other.child.kill('SIGKILL');
        await other.exited;
        // The busy session proves that there is something to recover from.
        expect((await processesNaming(mark)).length).toBeGreaterThan(0);
      }
      const database = await startEmbedded({ dataDir });
      await expectRows(database.url, ROUNDS);
      const mark = await markOf(database.url);
      await database.stop();
      expect(await processesNaming(mark)).toEqual([]);
    },
    60_000,
  );

  test('of the database alone, while the bot lives: it comes back behind the same URL', async () => {
    const dataDir = join(root, 'database');
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const database = await startEmbedded({ dataDir, log: { debug() {}, info: say, warn: say, error: say } });
    for (let round = 0; round < ROUNDS; round++) {
      await work(database.url, round);
      const pid = await serverPid(dataDir);
      process.kill(pid, 'SIGKILL');
      await gone(pid);
      await expectRows(database.url, round + 1);
    }
    expect(said.filter((line) => line.startsWith('The database ended unexpectedly'))).toHaveLength(ROUNDS);
    await expect.poll(() => said.filter((line) => line === 'The database is running again.')).toHaveLength(ROUNDS);
    const mark = await markOf(database.url);
    await database.stop();
    expect(await processesNaming(mark)).toEqual([]);
  }, 60_000);
});

test('a connection pool that was open when the database died works again by itself', async () => {
  const dataDir = join(root, 'pool');
  const database = await startEmbedded({ dataDir });
  const sql = postgres(database.url, { max: 5, onnotice: () => {} });
  await Promise.all(Array.from({ length: 5 }, () => sql`select 1`));
  const pid = await serverPid(dataDir);
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  await expect.poll(() => sql`select 1 as one`.catch(() => []), { timeout: 15_000 }).toEqual([{ one: 1 }]);
  await sql.end();
  await database.stop();
});

test('a database whose port was taken while it was down keeps trying, and comes back when the port is free', async () => {
  const dataDir = join(root, 'port');
  const said: string[] = [];
  const database = await startEmbedded({
    dataDir,
    log: { debug() {}, info() {}, warn() {}, error: (line) => void said.push(line) },
  });
  const pid = await serverPid(dataDir);
  process.kill(pid, 'SIGKILL');
  await gone(pid);
  const thief = createServer((socket) => socket.destroy()).listen(Number(new URL(database.url).port), '127.0.0.1');
  await once(thief, 'listening');
  await expect.poll(() => said.some((line) => line.includes('Address already in use')), { timeout: 5_000 }).toBe(true);
  thief.close();
  expect(await eventually(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await database.stop();
});

test('stopping while the database is being started again ends everything', async () => {
  for (const delay of [0, 30, 90, 120, 150, 200]) {
    const dataDir = join(root, 'stopped-early');
    const database = await startEmbedded({ dataDir });
    const mark = await markOf(database.url);
    process.kill(await serverPid(dataDir), 'SIGKILL');
    await sleep(delay);
    await database.stop();
    // The sessions of the killed server end by themselves, within moments.
    await expect.poll(() => processesNaming(mark), { timeout: 5_000 }).toEqual([]);
  }
});

test('what a client says never reaches the log, not even when its session crashes', async () => {
  const dataDir = join(root, 'log');
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const database = await startEmbedded({ dataDir, log: { debug: say, info: say, warn: say, error: say } });
  await query(database.url, 'create table prompt (text text primary key)');
  const insert = `insert into prompt values ('the secret prompt')`;
  await query(database.url, insert);
  await expect(query(database.url, insert)).rejects.toThrow('duplicate key');
  await expect(query(database.url, `select 'the secret prompt'::int`)).rejects.toThrow('invalid input syntax');

  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const [session] = await sql`select pg_backend_pid() as pid`;
  const running = expect(sql`select pg_sleep(30), 'the secret prompt'`).rejects.toThrow();
  await sleep(100);
  process.kill(session?.pid, 'SIGSEGV');
  await running;
  await sql.end({ timeout: 1 });
  expect(await eventually(database.url, 'select count(*)::int as n from prompt')).toEqual([{ n: 1 }]);
  await database.stop();
  expect(said.join('\n')).toContain('was terminated by signal 11');
  expect(said.join('\n')).not.toContain('secret');
});
