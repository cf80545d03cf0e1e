import { afterAll, beforeAll, expect, test } from 'vitest';
import { castVotes } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
const prompt = 'support-reply';
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world?.close());

const votes = (version: number, up: number, of: number) =>
  castVotes(
    world.store.db,
    Array.from({ length: of }, (_, i) =>
      world.thumb({ versionId: world.version(version), rater: `app:help-desk/u-${version}-${i}`, up: i < up }),
    ),
  );
const compare = () => world.queued(() => world.tick('compare')).then(({ posts }) => posts);

test('the owner gets one card when the version is worse than the one before, and not before it is sure', async () => {
  await votes(1, 28, 30);
  await votes(2, 15, 29);
  expect(await compare()).toEqual([]);
  await votes(2, 15, 30);
  const [first, second] = await Promise.all([compare(), compare()]);
  const posts = [...new Set([...first!, ...second!].map((one) => JSON.stringify(one)))].map((one) => JSON.parse(one));
  expect(posts).toEqual([{ subject: `worse:${world.version(2)}`, place: 'slack:T1/UOLU', slot: 'dm:worse' }]);
  expect(await compare()).toEqual([]);
  const look = () => world.says(posts[0].subject, 'dm:worse');
  expect(await look()).toMatch(
    /support-reply v2 is liked less than v1[\s\S]*p < 0\.001[\s\S]*\[Roll back\] \[Look closer\]/,
  );
  expect(await look()).toContain('v2: 50 %, 33 to 67 (30 votes)');
  await world.done('olu', 'rollback', { prompt, reason: 'quality' });
  expect(await look()).toMatch(/no longer in production/);
  expect(await look()).not.toContain('[Roll back]');
});

test('only the clock types it', async () => {
  expect(await world.refused('root', 'compare')).toMatch(/compare/);
});
