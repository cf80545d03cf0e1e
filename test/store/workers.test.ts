import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { Later } from '../../src/rules/later.ts';
import { finishJob, putOffJob } from '../../src/store/jobs.ts';
import { openLine } from '../../src/store/line.ts';
import { openStore } from '../../src/store/open.ts';
import { reap } from '../../src/store/reaper.ts';
import { type Run, startWorkers, type Task, type Workers } from '../../src/store/workers.ts';
import { freshDatabase } from '../database.ts';
import { tcpProxy } from './tcp-proxy.ts';

const { url, drop } = await freshDatabase();
const sql = postgres(url, { max: 4, onnotice: () => {} });
const proxy = await tcpProxy(url);
const closing: { close(): Promise<void> }[] = [];
const running: Workers[] = [];

afterEach(async () => {
  proxy.open();
  await Promise.all(running.splice(0).map((workers) => workers.stop()));
  await sql`delete from graphile_worker._private_jobs`;
});
afterAll(async () => {
  await Promise.all(closing.map((each) => each.close()));
  await sql.end({ timeout: 1 });
  await proxy.stop();
  await drop();
});

function store(at = url) {
  const opened = openStore(at);
  closing.push(opened);
  return opened;
}

async function serve(tasks: Record<string, Task>, at = url) {
  const lines: { level: string; message: string; facts: Record<string, unknown> }[] = [];
  const write = (level: string) => (facts: Record<string, unknown>, message: string) =>
    void lines.push({ level, message, facts });
  const log = { info: write('info'), warn: write('warn'), error: write('error') };
  const workers = await startWorkers(store(at), tasks, { log, concurrency: 3 });
  running.push(workers);
  return { workers, lines };
}

const add = (task: string, payload: Record<string, number | string> = {}, key: string | null = null) =>
  sql`select graphile_worker.add_job(${task}, payload => ${sql.json(payload)}::json, job_key => ${key})`;
const queued = () =>
  sql<
    { key: string | null; attempts: number; locked_by: string | null; due: number }[]
  >`select key, attempts, locked_by, extract(epoch from run_at - now())::float8 as due from graphile_worker.jobs order by id`;
const empty = (timeout = 10_000) =>
  vi.waitFor(async () => expect(await queued()).toEqual([]), { timeout, interval: 20 });

test('a job is run once, soon, and is gone afterwards', async () => {
  const seen: number[] = [];
  await serve({ note: async ({ n }: { n: number }) => void seen.push(n) });
  const begun = performance.now();
  for (let n = 0; n < 20; n += 1) await add('note', { n });
  await empty();
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

test('a failing job is run again soon, remembers since when, and its failure is logged without its inner words', async () => {
  const seen: unknown[] = [];
  const task = async (payload: { retry?: { tries: number } }) => {
    seen.push(payload.retry?.tries);
    if (seen.length < 3) throw new Error('outer params: secret', { cause: new Error('the platform is away') });
  };
  const { lines } = await serve({ failing: task });
  const begun = performance.now();
  await add('failing', { subject: 'change:1' }, 'k');
  await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 5_000 });
  expect(performance.now() - begun).toBeLessThan(3_500);
  expect(seen).toEqual([undefined, 1, 2]);
  await empty();
  expect(lines.map(({ level, facts }) => [level, facts.subject, facts.tries, facts.fault])).toEqual([
    ['warn', 'change:1', 1, 'Error: the platform is away'],
    ['warn', 'change:1', 2, 'Error: the platform is away'],
  ]);
});

test('a job that has failed for three days is given up, and the log says so', async () => {
  const task = async () => {
    throw new Error('never');
  };
  const { lines } = await serve({ hopeless: task });
  const retry = { tries: 700, since: Date.now() - 4 * 86_400_000 };
  await sql`select graphile_worker.add_job('hopeless', payload => ${sql.json({ subject: 'change:1', retry })}::json)`;
  await empty();
  expect(lines).toEqual([
    {
      level: 'error',
      message: 'job given up',
      facts: { task: 'hopeless', subject: 'change:1', tries: 701, fault: 'Error: never' },
    },
  ]);
});

test('a job that wants to run later waits exactly so long, keeps its count, and holds no worker', async () => {
  const at: number[] = [];
  const seen: unknown[] = [];
  const task = async (payload: { retry?: unknown }) => {
    at.push(performance.now());
    seen.push(payload.retry);
    if (at.length === 1) throw new Later(1_200);
  };
  const { lines } = await serve({ patient: task });
  await add('patient', {}, 'p');
  await vi.waitFor(() => expect(at).toHaveLength(1));
  await vi.waitFor(async () => expect(await queued()).toMatchObject([{ key: 'p', attempts: 0, locked_by: null }]));
  await empty();
  expect(at[1]! - at[0]!).toBeGreaterThanOrEqual(1_200);
  expect(at[1]! - at[0]!).toBeLessThan(2_500);
  expect(seen).toEqual([undefined, undefined]);
  expect(lines).toEqual([]);
});

test('news that come while a job runs are not lost with its end, however it ends', async () => {
  for (const ending of ['well', 'later', 'badly']) {
    const seen: unknown[] = [];
    const task = async ({ n }: { n: number }) => {
      seen.push(n);
      if (n !== 1 || seen.length > 1) return;
      await add('newsy', { n: 2 }, 'same');
      if (ending === 'later') throw new Later(50);
      if (ending === 'badly') throw new Error('x');
    };
    const { workers } = await serve({ newsy: task });
    await add('newsy', { n: 1 }, 'same');
    await vi.waitFor(() => expect(seen.slice(0, 2)).toEqual(ending === 'well' ? [1, 2] : [1, expect.anything()]), {
      timeout: 5_000,
    });
    await empty();
    expect(seen.length).toBeGreaterThan(1);
    await workers.stop();
  }
});

test('a name is held by one job at a time among all processes, and free when it is released', async () => {
  let inside = 0;
  let most = 0;
  let refused = 0;
  const task = async (_: unknown, run: Run) => {
    const hold = await run.hold('the one');
    if (!hold) {
      refused += 1;
      throw new Later(20);
    }
    inside += 1;
    most = Math.max(most, inside);
    await sleep(20);
    inside -= 1;
    await hold.release();
  };
  await Promise.all([serve({ held: task }), serve({ held: task })]);
  for (let n = 0; n < 12; n += 1) await add('held');
  await empty();
  expect(most).toBe(1);
  expect(refused).toBeGreaterThan(0);
});

test('a job whose owner is gone is freed; one whose owner lives is not', async () => {
  const { background } = store();
  const line = await openLine(url);
  await line.take('pool-alive');
  for (let n = 0; n < 3; n += 1) await add('nobody');
  const [one, other, third] = await sql<{ id: string }[]>`select id from graphile_worker.jobs order by id`;
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-alive' where id = ${one!.id}`;
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead' where id = ${other!.id}`;
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-gone' where id = ${third!.id}`;
  const { pools, over } = await reap(background);
  expect([pools.toSorted(), over]).toEqual([['pool-dead', 'pool-gone'], []]);
  expect((await queued()).map((each) => each.locked_by)).toEqual(['pool-alive', null, null]);
  expect(await reap(background)).toEqual({ pools: [], over: [] });
  await line.close();
  await vi.waitFor(async () => expect(await reap(background)).toEqual({ pools: ['pool-alive'], over: [] }));
});

test('what was queued again while its dead owner ran it is cleared away, and what died too often is given up', async () => {
  const { background } = store();
  await add('post', { n: 1 }, 'same');
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead', attempts = 1`;
  await add('post', { n: 2 }, 'same');
  await add('post', { n: 3 }, 'deadly');
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-dead', attempts = max_attempts where key = 'deadly'`;
  expect(await reap(background)).toEqual({ pools: ['pool-dead'], over: [{ task: 'post', payload: { n: 3 } }] });
  expect(await queued()).toMatchObject([{ key: 'same', attempts: 0, locked_by: null }]);
});

test('who lost a job to another one can neither end it nor queue it again', async () => {
  const mine = store();
  await add('nobody', {}, 'k');
  const [row] = await sql<
    { id: string }[]
  >`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-b' returning id`;
  const stale = { id: row!.id, pool: 'pool-a', task: 'nobody', key: 'k', priority: 0, max: 25 };
  expect(await finishJob(mine.background.db, stale)).toBe(false);
  expect(await putOffJob(mine, stale, {}, 10)).toBe(false);
  expect(await queued()).toMatchObject([{ key: 'k', locked_by: 'pool-b' }]);
  expect(await putOffJob(mine, { ...stale, pool: 'pool-b' }, {}, 60_000)).toBe(true);
  expect(await queued()).toMatchObject([{ key: 'k', locked_by: null }]);
});

test('stopping lets a running job finish and takes no further one', async () => {
  const seen: number[] = [];
  const { workers } = await serve({
    slow: async ({ n }: { n: number }) => {
      await sleep(400);
      seen.push(n);
    },
  });
  for (let n = 0; n < 6; n += 1) await add('slow', { n });
  await sleep(200);
  await workers.stop();
  expect(seen).toHaveLength(3);
  expect((await queued()).map((each) => each.locked_by)).toEqual([null, null, null]);
});

test('stopping does not wait for ever: what hangs is left to others', async () => {
  const never = Promise.withResolvers<void>();
  const { workers } = await serve({ hanging: () => never.promise });
  await add('hanging');
  await sleep(200);
  const begun = performance.now();
  await workers.stop();
  expect(performance.now() - begun).toBeLessThan(7_000);
  expect(await reap(store().background)).toMatchObject({ pools: [expect.any(String)] });
  never.resolve();
});

test('sessions that the server ends, again and again, cost no job and no worker', { timeout: 45_000 }, async () => {
  const seen = new Map<number, number>();
  await serve({
    note: async ({ n }: { n: number }) => {
      await sleep(5);
      seen.set(n, (seen.get(n) ?? 0) + 1);
    },
  });
  let n = 0;
  for (let round = 0; round < 12; round += 1) {
    for (let i = 0; i < 15; i += 1) await add('note', { n: n++ });
    await sleep(Math.random() * 300);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
        and application_name not like 'postgres.js'`;
  }
  await empty(30_000);
  expect(seen.size).toBe(n);
});

test('when only the line is cut its locks are taken anew, and the jobs go on', { timeout: 45_000 }, async () => {
  const seen: number[] = [];
  await serve({ note: async ({ n }: { n: number }) => void seen.push(n) });
  for (let n = 0; n < 5; n += 1) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'countersign line'`;
    await add('note', { n });
    // A job that was just being fetched is freed after the time in which nobody is taken for dead.
    await vi.waitFor(() => expect(seen).toContain(n), { timeout: 8_000 });
  }
});

test('after an outage the workers go on by themselves within seconds', async () => {
  const seen: number[] = [];
  const { lines } = await serve({ note: async ({ n }: { n: number }) => void seen.push(n) }, proxy.url);
  await add('note', { n: 1 });
  await vi.waitFor(() => expect(seen).toEqual([1]));
  proxy.close();
  await sleep(4_000);
  await add('note', { n: 2 });
  proxy.open();
  await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 5_000 });
  expect(lines.filter((line) => line.message === 'workers lost the database and begin anew')).toHaveLength(1);
  expect(lines.filter((line) => line.message === 'workers are back')).toHaveLength(1);
});

test('a database that stops answering without a word is noticed', async () => {
  const seen: number[] = [];
  await serve({ note: async ({ n }: { n: number }) => void seen.push(n) }, proxy.url);
  proxy.goDead();
  await sleep(5_000);
  await add('note', { n: 1 });
  proxy.open();
  await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 5_000 });
});
