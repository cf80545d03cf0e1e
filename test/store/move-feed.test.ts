import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Mirror, openMirror } from '../../src/store/mirror.ts';
import type { Move } from '../../src/store/moves.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { killListeners, memoryLog, quickest, type StoreWorld, storeWorld, until } from './mirror-world.ts';
import { tcpProxy } from './tcp-proxy.ts';

let world: StoreWorld;
const mirrors: Mirror[] = [];
let count = 0;

beforeAll(async () => {
  world = await storeWorld();
});
afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((one) => one.stop()));
});
afterAll(() => world.drop());

async function mirror(store: Store = world.store): Promise<Mirror> {
  const opened = openMirror({ store, clock: () => new Date(), log: memoryLog() });
  mirrors.push(opened);
  await until(opened.up);
  return opened;
}

const freshPrompt = () => world.prompt(`fed-${++count}`);

/** Follows and remembers what it was told. */
async function follow(one: Mirror, since?: number) {
  const moves: Move[] = [];
  let gaps = 0;
  const leave = await one.moves.follow({ told: (move) => moves.push(move), gap: () => gaps++ }, since);
  return { ids: () => moves.map((move) => move.id), moves, gaps: () => gaps, leave };
}

test('followers in every process are told of a move within 100 ms, with all that it is', async () => {
  const id = await freshPrompt();
  await world.release(id, 'before');
  const followers = [await follow(await mirror()), await follow(await mirror()), await follow(await mirror())];
  const made: number[] = [];
  const took = await quickest(5, async () => {
    made.push(await world.release(id, `after ${made.length}`));
    const committed = performance.now();
    await until(() => followers.every((one) => one.moves.length === made.length), 1_000);
    return performance.now() - committed;
  });
  expect(took).toBeLessThan(100);
  for (const one of followers) {
    expect(one.ids()).toEqual(made);
    expect(one.moves[0]).toMatchObject({
      slug: `fed-${count}`,
      label: 'production',
      kind: 'promote',
      to: { number: 2 },
    });
  }
});

test('each move is told once, also when a higher number is committed before a lower one', async () => {
  const [early, late] = [await freshPrompt(), await freshPrompt()];
  const one = await follow(await mirror());
  const hold = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<number>();
  const slow = world.store.transaction(async (db) => {
    const id = await world.releaseIn(db, early, 'slow');
    begun.resolve(id);
    await hold.promise;
    return id;
  });
  const lower = await begun.promise;
  const higher = await world.release(late, 'fast');
  await until(() => one.moves.length === 1);
  hold.resolve();
  await slow;
  await until(() => one.moves.length === 2);
  expect(higher).toBeGreaterThan(lower);
  expect(one.ids()).toEqual([higher, lower]);

  // A client that has seen the higher one alone learns of the lower one when it comes back.
  const back = await follow(mirrors[0]!, higher);
  expect(back.ids()).toContain(lower);
  expect(back.ids()).not.toContain(higher);
});

test('many moves in a moment are all told, in the order of each prompt', async () => {
  const prompts = await Promise.all(Array.from({ length: 5 }, freshPrompt));
  const one = await follow(await mirror());
  const made = await Promise.all(
    prompts.map(async (id) => {
      const ids: number[] = [];
      for (let i = 0; i < 20; i++) ids.push(await world.release(id, `text ${i}`));
      return ids;
    }),
  );
  await until(() => one.moves.length >= 100);
  expect(one.moves).toHaveLength(100);
  for (const [i, id] of prompts.entries()) {
    expect(one.moves.filter((move) => move.promptId === id).map((move) => move.id)).toEqual(made[i]);
  }
});

test('what happened while the line was down is told when it is back', async () => {
  const id = await freshPrompt();
  await world.release(id, 'before');
  const proxy = await tcpProxy(world.url);
  try {
    const one = await mirror({ ...world.store, url: proxy.url });
    const follower = await follow(one);
    await proxy.close();
    await until(() => !one.up());
    const missed = [await world.release(id, 'a'), await world.release(await freshPrompt(), 'b')];
    await proxy.open();
    await until(() => follower.moves.length === 2);
    expect(follower.ids().sort()).toEqual(missed.sort());
    expect(await killListeners(world.store)).toBe(1);
    missed.push(await world.release(id, 'c'));
    await until(() => follower.moves.length === 3);
    expect(follower.ids().sort()).toEqual(missed.sort());
  } finally {
    await Promise.all(mirrors.splice(0).map((each) => each.stop()));
    await proxy.stop();
  }
});

test('following resumes after a move, and says when it cannot', async () => {
  const id = await freshPrompt();
  const first = await world.release(id, 'one');
  const second = await world.release(id, 'two');
  const third = await world.release(id, 'three');
  const one = await mirror();
  // Moves of the seconds before may come again; none after may be missing.
  expect((await follow(one, first)).ids().slice(-2)).toEqual([second, third]);
  expect((await follow(one, third)).ids()).not.toContain(third);
  const unknown = await follow(one, third + 1_000);
  expect([unknown.gaps(), unknown.ids()]).toEqual([1, []]);
  const fourth = await world.release(id, 'four');
  await until(() => unknown.moves.length === 1);
  expect(unknown.ids()).toEqual([fourth]);
});

test('a move committed while a follower is resuming is told once', async () => {
  const id = await freshPrompt();
  const first = await world.release(id, 'one');
  const one = await mirror();
  for (let round = 0; round < 10; round++) {
    const [follower, move] = await Promise.all([follow(one, first), world.release(id, `round ${round}`)]);
    await until(() => follower.ids().includes(move));
    expect(follower.ids().filter((each) => each === move)).toEqual([move]);
    follower.leave();
  }
});

test('nothing is read for nobody, and a database that is away is asked again', async () => {
  const id = await freshPrompt();
  const proxy = await tcpProxy(world.url);
  const away = openStore(proxy.url);
  try {
    const one = await mirror({ ...away, url: world.url, db: away.db });
    const gone = await follow(one);
    gone.leave();
    const quiet = await world.release(id, 'nobody hears it');
    const follower = await follow(one);
    await proxy.close();
    const move = await world.release(id, 'somebody does');
    await new Promise((done) => setTimeout(done, 100));
    await proxy.open();
    await until(() => follower.moves.length === 1);
    expect(follower.ids()).toEqual([move]);
    expect(gone.ids()).not.toContain(quiet);
  } finally {
    await Promise.all(mirrors.splice(0).map((each) => each.stop()));
    await away.close();
    await proxy.stop();
  }
});
