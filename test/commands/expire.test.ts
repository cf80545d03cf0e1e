import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type Seen, type World } from '../world.ts';

let world: World;
let seen: Seen;
const slug = 'support-reply';
const WEEK = 168 * 3_600_000;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
});
afterAll(() => world.close());
beforeEach(async () => {
  seen = await world.submit(slug, `text ${++count}`);
});

const expire = async () => (await world.tick<{ expired: number[] }>('expire')).expired;
const review = async () => (await world.done<{ review: string }>('ada', 'change', { change: seen.change })).review;

test('the clock ends a change at the very moment that was announced, and only once', async () => {
  world.pass(WEEK - 1);
  expect(await expire()).toEqual([]);
  expect(await review()).toBe('open');
  world.pass(1);
  const { posts, refresh } = await world.queued(async () => expect(await expire()).toEqual([seen.change]));
  expect(await world.queued(async () => expect(await expire()).toEqual([]))).toEqual({ posts: [], refresh: [] });
  expect(await review()).toBe('expired');
  const subject = `change:${seen.change}`;
  expect(refresh).toEqual([subject]);
  expect(posts).toEqual([
    { subject, place: 'slack:T1/CREVIEW', slot: 'thread:expired-1' },
    { subject, place: 'slack:T1/UADA', slot: 'dm:expired-1' },
  ]);
});

test('two clocks at the same moment end it once', async () => {
  world.pass(WEEK);
  const both = await Promise.all([expire(), expire(), expire()]);
  expect(both.flat()).toEqual([seen.change]);
  const { entries } = await world.done<{ entries: { action: string; by: string; via: string }[] }>('ada', 'audit', {
    subject: seen.change,
  });
  expect(entries.filter((one) => one.action === 'expire')).toMatchObject([{ by: 'clock', via: 'clock' }]);
});

test('what was swept says so to whoever comes late, in the same words as before it was swept', async () => {
  world.pass(WEEK);
  const before = await world.refused('grace', 'approve', seen);
  await expire();
  expect(await world.refused('grace', 'approve', seen)).toBe(before);
  expect(before).toMatch(/expired at .* before it was decided\. Submit it again if it still matters\.$/);
});

test('what waits for its author, or is stale, runs out, too', async () => {
  await world.done('grace', 'request-changes', { ...seen, reason: 'Shorter' });
  const stale = await world.submit(slug, `stale ${count}`);
  await world.release(slug, `faster ${count}`);
  world.pass(WEEK);
  expect(await expire()).toEqual([seen.change, stale.change]);
});

test('what is decided does not run out', async () => {
  await world.approve('grace', seen.change);
  world.pass(WEEK);
  expect(await expire()).toEqual([]);
  expect(await review()).toBe('approved');
});

test('a follow-up runs out and stays applied: the rollback has happened', async () => {
  await world.approve('grace', seen.change);
  const { follow_up } = await world.done<{ follow_up: number }>('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  world.pass(WEEK);
  expect(await expire()).toEqual([follow_up]);
  expect(await world.done('ada', 'change', { change: follow_up })).toMatchObject({
    review: 'expired',
    application: 'applied',
  });
});

test('a policy of its own decides how long', async () => {
  await world.done('olu', 'policy', { prompt: slug, expiry: '2h' });
  seen = await world.submit(slug, `quick ${count}`);
  world.pass(2 * 3_600_000);
  expect(await expire()).toContain(seen.change);
  await world.done('olu', 'policy', { prompt: slug, expiry: '7d' });
});

test('deliveries are remembered for a day and then forgotten', async () => {
  await world.done('ada', 'comment', { change: seen.change, note: 'x' }, { id: 'slack:remembered' });
  world.pass(24 * 3_600_000);
  await expire();
  const again = () => world.run('ada', 'comment', { change: seen.change, note: 'x' }, { id: 'slack:remembered' });
  expect((await again()).kind).toBe('repeated');
  world.pass(1);
  await expire();
  expect((await again()).kind).toBe('done');
});
