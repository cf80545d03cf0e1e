import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatch } from '../../src/commands/kit/dispatch.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type ReportWorld, reportWorld } from '../report-world.ts';

const USE_CASES = 20;
const PROCESSES = 3;

let world: ReportWorld;
let stores: Store[];
beforeAll(async () => {
  world = await reportWorld();
  for (let at = 0; at < USE_CASES; at++)
    await world.useCase(`desk-${at}`, { owner: `owner${at}`, team: 'slack:T1/CT' });
  stores = Array.from({ length: PROCESSES }, () => openStore(world.url));
});
afterAll(async () => {
  await Promise.all((stores ?? []).map((store) => store.close()));
  await world?.close();
});

const tick = (store: Store, within = 20_000) =>
  dispatch(
    { ...world.house, store },
    { command: 'report-due', args: {}, personId: null, via: { door: 'clock' }, within },
  );

test('three processes that tick at once, again and again, make one report for each audience and slot', async () => {
  for (const monday of ['2026-11-09', '2026-11-16', '2026-11-23']) {
    world.until(`${monday}T09:00:00Z`);
    await world.closeCycles();
    const { posts } = await world.queued(async () => {
      for (let round = 0; round < 3; round++) {
        const outcomes = await Promise.all(stores.flatMap((store) => [tick(store), tick(store)]));
        expect(outcomes.map(({ kind }) => kind)).toEqual(Array(2 * PROCESSES).fill('done'));
      }
    });
    const subjects = posts.map(({ subject }) => subject);
    expect(subjects).toHaveLength(USE_CASES + 1);
    expect(new Set(subjects).size).toBe(USE_CASES + 1);
    const [row] = await world.sql<{ n: number }[]>`select count(*)::int as n from report where slot = ${monday}`;
    expect(row!.n).toBe(USE_CASES + 1);
  }
});

test('a process that ends before its transaction does has claimed nothing: the next one makes the reports', async () => {
  world.until('2026-11-30T09:00:00Z');
  await world.closeCycles();
  const { posts: none } = await world.queued(async () => {
    expect((await tick(stores[0]!, 1)).kind).toBe('failed');
  });
  expect(none).toEqual([]);
  await expect
    .poll(async () => (await world.queued(() => tick(stores[1]!))).posts.length, { timeout: 20_000 })
    .toBe(USE_CASES + 1);
});
