import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

type Review = { changes: { change: number; age_hours: number; kind: string }[] };

let world: World;
const slug = 'support-reply';
const HOUR = 3_600_000;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one');
});
afterAll(() => world.close());

const waiting = async (who: string) => (await world.done<Review>(who, 'review')).changes.map((one) => one.change);

test('nothing waits for somebody without a say', async () => {
  await world.submit(slug, 'waits');
  expect(await waiting('eve')).toEqual([]);
  expect(await world.answer('eve', 'review')).toBe('Nothing waits for you. 🌿');
});

test('changes that I may decide on wait for me, the oldest first, with their age', async () => {
  const [first] = await waiting('grace');
  world.pass(3 * HOUR);
  const second = await world.submit(slug, 'waits, too');
  world.pass(5 * HOUR);
  const { changes } = await world.done<Review>('grace', 'review');
  expect(changes).toMatchObject([
    { change: first, age_hours: 8 },
    { change: second.change, age_hours: 5 },
  ]);
  const answer = await world.answer('grace', 'review');
  expect(answer).toContain('2 changes wait for you');
  expect(answer).toContain(`#${first} ${slug} v2 → v3 for production, by Ada, waiting for 8 hours`);
});

test('my own changes do not wait for me, nor those I rewrote', async () => {
  const mine = await world.submit(slug, 'by Grace', 'grace');
  expect(await waiting('grace')).not.toContain(mine.change);
  expect(await waiting('olu')).toContain(mine.change);
  await world.submit(slug, 'by Olu', 'olu', { change: mine.change });
  expect(await waiting('olu')).not.toContain(mine.change);
  expect(await waiting('dee')).toContain(mine.change);
});

test('what I have decided no longer waits for me, but for the others; a comment is no decision', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const { change } = await world.submit(slug, 'needs two');
  await world.done('grace', 'comment', { change, note: 'Hm' });
  expect(await waiting('grace')).toContain(change);
  await world.approve('grace', change);
  expect(await waiting('grace')).not.toContain(change);
  expect(await waiting('olu')).toContain(change);
});

test('what waits for its author, is stale or is over does not wait for me', async () => {
  const asked = await world.submit(slug, 'asked');
  await world.done('grace', 'request-changes', { ...asked, reason: 'Shorter' });
  expect(await waiting('olu')).not.toContain(asked.change);
  const staging = await world.submit(slug, 'for staging', 'ada', { label: 'staging' });
  await world.approve('olu', staging.change);
  await world.approve('grace', staging.change);
  expect(await waiting('dee')).not.toContain(staging.change);
});

test('the follow-up of a rollback waits for everybody but whoever rolled back', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 1 });
  await world.release(slug, 'bad');
  const { follow_up } = await world.done<{ follow_up: number }>('grace', 'rollback', { prompt: slug, reason: 'wrong' });
  expect(await waiting('grace')).not.toContain(follow_up);
  expect(await waiting('olu')).toEqual([follow_up]);
  expect(await world.answer('olu', 'review')).toContain('follow-up of a rollback, by Grace');
});

test('what is overdue does not wait any more, although nobody has swept it', async () => {
  world.pass(168 * HOUR);
  expect(await waiting('olu')).toEqual([]);
});
