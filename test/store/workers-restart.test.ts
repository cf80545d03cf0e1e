import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { expect, test, vi } from 'vitest';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrateStore, openStore } from '../../src/store/open.ts';
import { startWorkers } from '../../src/store/workers.ts';
import { scratch, serverPid } from './embedded-world.ts';

test('a database server that crashes in the middle of jobs and comes back costs none of them', {
  timeout: 60_000,
}, async () => {
  const dataDir = await scratch();
  const server = await startEmbedded({ dataDir });
  await migrateStore(server.url);
  const store = openStore(server.url);
  const sql = postgres(server.url, { max: 1, onnotice: () => {}, fetch_types: false });
  const seen = new Map<string, number>();
  const task = async ({ n }: { n: string }) => {
    seen.set(n, (seen.get(n) ?? 0) + 1);
    await sleep(200);
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const workers = await startWorkers(store, { note: task }, { log, concurrency: 3 });
  const add = (n: string) => sql`select graphile_worker.add_job('note', payload => json_build_object('n', ${n}::text))`;
  try {
    for (const n of ['a', 'b', 'c', 'd', 'e', 'f']) await add(n);
    await vi.waitFor(() => expect(seen.size).toBe(3));
    process.kill(await serverPid(dataDir), 'SIGKILL');
    await vi.waitFor(() => add('g'), { timeout: 15_000, interval: 50 });
    await vi.waitFor(async () => expect(await sql`select from graphile_worker.jobs`).toHaveLength(0), {
      timeout: 10_000,
      interval: 20,
    });
    expect([...seen.keys()].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    // What ran at the moment of the crash ran again; what had not begun ran once.
    expect(seen.get('g')).toBe(1);
  } finally {
    await workers.stop();
    await store.close();
    await sql.end({ timeout: 1 });
    await server.stop();
  }
});
