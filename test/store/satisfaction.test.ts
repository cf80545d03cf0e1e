import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteWorse, oneSidedRaters, rivals, versionVotes, weeklyVotes } from '../../src/store/satisfaction.ts';
import { decide } from '../../src/store/triage.ts';
import { castVotes, type Thumb } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world.close());

let n = 0;
const DAY = 86_400_000;
const ago = (days: number) => new Date(world.now().getTime() - days * DAY);
const cast = (count: number, of: Partial<Thumb>) =>
  castVotes(
    world.store.db,
    Array.from({ length: count }, () => world.thumb({ rater: `app:help-desk/s-${++n}`, ...of })),
  );

test('versions stand side by side, with votes, reasons and decisions', async () => {
  await cast(3, { versionId: world.version(1) });
  await cast(2, { versionId: world.version(2), up: true });
  const [first] = await cast(2, { versionId: world.version(2), up: false, reasons: ['tone', 'wrong'] });
  const personId = await world.person('olu');
  await decide(world.store.db, {
    ...{ voteId: first!, versionId: world.version(2), decision: 'context', why: null, personId, at: world.now() },
  });
  expect(await versionVotes(world.store.db, world.promptId)).toEqual([
    {
      ...{ versionId: world.version(2), version: 2, up: 2, down: 2, excluded: 0 },
      ...{ reasons: { tone: 2, wrong: 2 }, decisions: { context: 1 } },
    },
    { versionId: world.version(1), version: 1, up: 3, down: 0, excluded: 0, reasons: {}, decisions: {} },
  ]);
});

test('weeks begin on Monday, in the time of the votes, and hold each version by itself', async () => {
  // The clock of the world stands on Monday, the second of November 2026.
  await cast(4, { versionId: world.version(1), at: ago(7) });
  await cast(1, { versionId: world.version(1), at: ago(1), up: false });
  await cast(2, { versionId: world.version(2), at: ago(1) });
  await cast(5, { versionId: world.version(1), at: ago(50) });
  expect(await weeklyVotes(world.store.db, world.promptId, ago(10))).toEqual([
    { week: '2026-10-26', version: 1, up: 4, down: 1, excluded: 0 },
    { week: '2026-10-26', version: 2, up: 2, down: 0, excluded: 0 },
    { week: '2026-11-02', version: 1, up: 3, down: 0, excluded: 0 },
    { week: '2026-11-02', version: 2, up: 2, down: 2, excluded: 0 },
  ]);
});

test('raters who always vote the same way are seen, and those who do not are not', async () => {
  const versionId = world.version(2);
  const rated = async (rater: string, ups: number, downs: number) => {
    for (let i = 0; i < ups + downs; i++) {
      await cast(1, { versionId, rater, up: i < ups, outputId: await world.output(2) });
    }
  };
  await rated('app:help-desk/sunny', 12, 0);
  await rated('app:help-desk/grumpy', 0, 15);
  await rated('app:help-desk/fair', 9, 9);
  await rated('app:help-desk/new', 9, 0);
  const seen = await oneSidedRaters(world.store.db, versionId);
  expect(seen.raters).toEqual([
    { rater: 'app:help-desk/grumpy', up: false, votes: 15 },
    { rater: 'app:help-desk/sunny', up: true, votes: 12 },
  ]);
  expect(seen.of).toBeGreaterThanOrEqual(54);
});

describe('the version in production', () => {
  test('is compared with the one before it, when both have enough votes, until that was told', async () => {
    expect(await rivals(world.store.db, 30)).toEqual([]);
    await cast(40, { versionId: world.version(1) });
    await cast(20, { versionId: world.version(2), up: false });
    const [pair] = await rivals(world.store.db, 30);
    expect(pair).toMatchObject({ promptId: world.promptId, current: { version: 2 }, before: { version: 1 } });
    const [two, one] = await versionVotes(world.store.db, world.promptId);
    expect(pair!.current).toEqual({ versionId: two!.versionId, version: 2, up: two!.up, down: two!.down });
    expect(pair!.before).toEqual({ versionId: one!.versionId, version: 1, up: one!.up, down: one!.down });
    const told = [1, 2].map(() => noteWorse(world.store.db, world.version(2), world.version(1), world.now()));
    expect((await Promise.all(told)).sort()).toEqual([false, true]);
    expect(await rivals(world.store.db, 30)).toEqual([]);
  });
});
