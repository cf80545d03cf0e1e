import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { createReadingCounter } from '../../src/store/reading-counter.ts';
import { readersOf } from '../../src/store/readings.ts';
import { memoryLog, type StoreWorld, storeWorld, until } from './mirror-world.ts';
import { tcpProxy } from './tcp-proxy.ts';

let world: StoreWorld;
let reader: { id: number; name: string };
let promptId: number;
let labels = 0;

beforeAll(async () => {
  world = await storeWorld();
  reader = await world.token();
  promptId = await world.prompt('support-reply');
});
afterAll(() => world.drop());

const counter = (store: Store = world.store, clock = () => new Date()) => {
  const log = memoryLog();
  return { ...createReadingCounter({ store, clock, log }), log };
};
const freshLabel = () => `label-${++labels}`;
const counted = async (label: string) =>
  (await readersOf(world.store.db, promptId, label, new Date(0))).reduce((sum, one) => sum + one.count, 0);

describe('counted reads', () => {
  test('are written down about once a second, with the first and the last moment', async () => {
    const label = freshLabel();
    let now = new Date('2026-03-01T12:00:00.000Z');
    const one = counter(world.store, () => now);
    for (let i = 0; i < 5; i++) {
      one.count(reader.id, promptId, label);
      now = new Date(now.getTime() + 1_000);
    }
    expect(one.waiting()).toBe(5);
    await until(async () => (await counted(label)) === 5, 3_000);
    expect(one.waiting()).toBe(0);
    expect(await readersOf(world.store.db, promptId, label, new Date(0))).toEqual([
      { token: reader.name, count: 5, lastAt: new Date('2026-03-01T12:00:04.000Z'), everySeconds: 1, revoked: false },
    ]);
    await one.stop();
  });

  test('of several processes add up, and stopping writes down the rest', async () => {
    const label = freshLabel();
    const all = [counter(), counter(), counter()];
    for (let i = 0; i < 300; i++) for (const one of all) one.count(reader.id, promptId, label);
    await Promise.all(all.map((one) => one.stop()));
    expect(await counted(label)).toBe(900);
  });

  test('stand in one row per token, label and day', async () => {
    const [label, other] = [freshLabel(), freshLabel()];
    const second = await world.token(['read'], 'batch');
    let now = new Date('2026-03-01T23:59:59.500Z');
    const one = counter(world.store, () => now);
    one.count(reader.id, promptId, label);
    one.count(second.id, promptId, label);
    one.count(reader.id, promptId, other);
    await one.flush();
    now = new Date('2026-03-02T00:00:00.500Z');
    one.count(reader.id, promptId, label);
    await one.stop();
    expect(
      (await readersOf(world.store.db, promptId, label, new Date(0))).map(({ token, count }) => [token, count]),
    ).toEqual([
      ['checkout', 2],
      ['batch', 1],
    ]);
    expect(await counted(other)).toBe(1);
    expect(await readersOf(world.store.db, promptId, label, new Date('2026-03-02T00:00:00Z'))).toHaveLength(1);
  });

  test('are kept while the database is away, and written once when it is back', async () => {
    const label = freshLabel();
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const one = counter(store);
    try {
      one.count(reader.id, promptId, label);
      await one.flush();
      await proxy.close();
      for (let i = 0; i < 10; i++) one.count(reader.id, promptId, label);
      expect(await one.flush()).toBe(false);
      one.count(reader.id, promptId, label);
      expect(await one.flush()).toBe(false);
      expect(one.waiting()).toBe(11);
      expect(one.log.lines.filter((line) => line.level === 'warn')).toHaveLength(1);
      await proxy.open();
      await until(() => one.flush());
      expect(one.waiting()).toBe(0);
      expect(await counted(label)).toBe(12);
    } finally {
      await one.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('count once although the answer to their commit was lost', async () => {
    const label = freshLabel();
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const one = counter(store);
    try {
      for (let i = 0; i < 7; i++) one.count(reader.id, promptId, label);
      proxy.cutAfter('commit');
      expect(await one.flush()).toBe(false);
      // It did happen, and nobody here can know.
      expect(await counted(label)).toBe(7);
      expect(one.waiting()).toBe(7);
      one.count(reader.id, promptId, label);
      await until(() => one.flush());
      expect(await counted(label)).toBe(8);
      expect(one.waiting()).toBe(0);
    } finally {
      await one.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('that the database refuses for good do not hold up the others', async () => {
    const label = freshLabel();
    const one = counter();
    one.count(987_654, promptId, label);
    expect(await one.flush()).toBe(true);
    one.count(reader.id, promptId, label);
    await one.stop();
    expect(await counted(label)).toBe(1);
    expect(one.log.lines).toEqual([
      { level: 'error', facts: { state: '23503', rows: 1 }, message: 'counted reads were refused and are lost' },
    ]);
  });

  test('are kept in bounded number, and what is beyond it is said in the log', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const one = counter(store);
    try {
      await proxy.close();
      const many = Array.from({ length: 21_000 }, (_, i) => `many-${i}`);
      for (const label of many) one.count(reader.id, promptId, label);
      expect(await one.flush()).toBe(false);
      for (const label of many) one.count(reader.id, promptId, label);
      expect(await one.flush()).toBe(false);
      const kept = one.waiting();
      expect(kept).toBeGreaterThan(35_000);
      expect(kept).toBeLessThan(42_000);
      await proxy.open();
      await until(() => one.flush());
      const lost = one.log.lines.find((line) => line.message.startsWith('too many'))?.facts.reads as number;
      expect(kept + lost).toBe(42_000);
    } finally {
      await one.stop();
      await store.close();
      await proxy.stop();
    }
  });
});
