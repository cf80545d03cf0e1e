import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { sql } from '../../src/store/drizzle.ts';
import { openStore } from '../../src/store/open.ts';
import { emptyDatabase } from '../database.ts';
import { tcpProxy } from './tcp-proxy.ts';

const { url, drop } = await emptyDatabase();
const proxy = await tcpProxy(url);
const store = openStore(proxy.url);
afterAll(async () => {
  await store.close();
  await proxy.stop();
  await drop();
});

// An error that nobody can catch fails the whole run by itself.
test('connections that end in the middle of transactions end no process and all work again afterwards', {
  timeout: 60_000,
}, async () => {
  let stop = false;
  let done = 0;
  let failed = 0;
  const transactions = async () => {
    while (!stop) {
      const work = store.transaction(async (db) => {
        for (let n = 0; n < 3; n += 1) {
          await db.execute(sql`select 1`);
          await sleep(Math.random() * 5);
        }
      });
      await work.then(
        () => {
          done += 1;
        },
        () => {
          failed += 1;
        },
      );
      await sleep(5);
    }
  };
  const all = Array.from({ length: 20 }, transactions);
  for (let round = 0; round < 8; round += 1) {
    await sleep(300);
    proxy.close();
    await sleep(150);
    proxy.open();
  }
  expect(failed).toBeGreaterThan(0);
  await sleep(2_500);
  done = 0;
  failed = 0;
  await sleep(4_000);
  expect(done).toBeGreaterThan(0);
  expect(failed).toBe(0);
  stop = true;
  await Promise.all(all);
});
