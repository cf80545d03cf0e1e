import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeBooks } from '../../src/store/books.ts';
import { cycleFacts } from '../../src/store/cycle-facts.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { day, type FactsWorld, factsWorld, MONDAY } from './facts-world.ts';

let world: FactsWorld;
/** Two processes, each with connections of its own. */
let one: Store;
let other: Store;
beforeAll(async () => {
  world = await factsWorld();
  one = openStore(world.url);
  other = openStore(world.url);
});
afterAll(async () => {
  await one?.close();
  await other?.close();
  await world?.close();
});

const many = <T>(n: number, work: (i: number, store: Store) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i, i % 2 ? one : other)));

test('batches about the same people at the same moment, from two processes and in every order, count each fact once', async () => {
  const ids = [await world.useCase(), await world.useCase()];
  const users = Array.from({ length: 40 }, (_, i) => `u${i}`);
  const turned = (by: number) => users.map((_, i) => users[(i * 7 + by) % users.length]!);
  await many(24, async (i, store) => {
    const id = ids[i % 3 === 0 ? 1 : 0]!;
    const rows = turned(i).map((user) => [user, day(i % 2)] as [string, string]);
    if (i % 4 === 0)
      await world.enable(
        id,
        rows.map(([user]) => [user, day(-24)]),
        store,
      );
    else await world.use(id, rows, store);
  });
  for (const id of ids) {
    await many(6, (i, store) =>
      world.use(
        id,
        turned(i).map((user) => [user, day(i % 2)]),
        store,
      ),
    );
    await many(6, (i, store) =>
      world.enable(
        id,
        turned(i).map((user) => [user, day(-24)]),
        store,
      ),
    );
    expect(await world.week(id)).toMatchObject({
      adoption: { enabled: 40, using: 40, reported: { on: 2, of: 13 } },
      concentration: { histogram: [{ days: 2, users: 40 }] },
    });
  }
});

test('use and enabling told at the same moment find each other', async () => {
  for (let round = 0; round < 15; round++) {
    const id = await world.useCase();
    await Promise.all([
      world.use(id, [['u', day(0)]], one),
      world.enable(id, [['u', day(-30)]], other),
      world.use(id, [['u', day(-1)]], other),
    ]);
    expect((await world.week(id)).adoption).toMatchObject({ enabled: 1, using: 1 });
  }
});

test('decisions and their reversals sent by many at once count once, with their last cost', async () => {
  const id = await world.useCase();
  const keys = Array.from({ length: 50 }, (_, i) => `d${i}`);
  const made = await many(8, (i, store) =>
    world.decide(
      id,
      (i % 2 ? keys : keys.toReversed()).map((key) => ({ key, day: day(0), minutes: 1.5 })),
      store,
    ),
  );
  expect(made.flat().filter((each) => each.isNew)).toHaveLength(50);
  const decisions = made[1]!.map((each) => each.id);
  await many(12, (i, store) =>
    world.reverse(
      id,
      (i % 2 ? decisions : decisions.toReversed()).map((decisionId) => ({
        decisionId,
        day: day(1),
        at: new Date(`${day(1)}T12:00:${String(i).padStart(2, '0')}Z`),
        cost: i + 0.1,
      })),
      store,
    ),
  );
  const { reversal_cost, hours_saved } = await world.week(id);
  expect(reversal_cost).toMatchObject({ reversals: 50, priced: 50, cost: 555 });
  expect(hours_saved).toMatchObject({ decisions: 50, sample: { decisions: 50, minutes: 75 } });
});

test('a close has all facts of before and none of after, and waits for no stream of batches to end', async () => {
  const id = await world.useCase();
  let running = true;
  let sent = 0;
  // More than one at any moment, so that the books are never free by chance.
  const writers = many(6, async (i, store) => {
    for (let n = 0; running; n++) {
      await world.use(id, [[`u${i}-${n}`, day(n % 5)]], store);
      sent++;
    }
  });
  const frozen = [];
  for (let week = 0; week < 3; week++) {
    const [monday, sunday] = [day(7 * week), day(7 * week + 6)];
    const before = sent;
    await waitUntil(() => sent > before + 20);
    frozen.push(
      await one.transaction(async (db) => {
        await closeBooks(db, [id], sunday);
        return (await cycleFacts(db, [id], monday, sunday)).get(id)!;
      }),
    );
  }
  running = false;
  await writers;
  const after = await Promise.all([0, 7, 14, 21].map((n) => world.week(id, day(n))));
  expect(after.slice(0, 3)).toEqual(frozen);
  const usersOf = (facts: (typeof after)[number]) =>
    facts.concentration.histogram.reduce((sum, { days, users }) => sum + days * users, 0);
  expect(after.reduce((sum, facts) => sum + usersOf(facts), 0)).toBe(sent);
  expect(usersOf(after[0]!)).toBeGreaterThan(20);
  expect(after[1]!.late).toBe(usersOf(after[1]!));
});

test('books of many use cases, held by many in every order, keep nobody waiting in a circle', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => world.useCase()));
  await many(24, (i, store) =>
    store.transaction(async (db) => {
      const turned = ids.map((_, at) => ids[(at * 5 + i) % ids.length]!);
      await closeBooks(db, turned, day(i % 3));
      return cycleFacts(db, turned, MONDAY, day(6));
    }),
  );
  const [row] =
    await world.sql`select count(*)::int as n from use_case where closed_through = ${day(2)} and id = any(${ids})`;
  expect(row).toEqual({ n: 12 });
});

async function waitUntil(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
}
