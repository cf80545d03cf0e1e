import { afterAll, beforeAll, expect, test } from 'vitest';
import { castVotes } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
const prompt = 'support-reply';
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world?.close());

/** So many votes of as many users, of which the first `up` are up. */
const votes = (version: number, up: number, of: number, more: object = {}) =>
  castVotes(
    world.store.db,
    Array.from({ length: of }, (_, i) =>
      world.thumb({
        versionId: world.version(version),
        rater: `app:help-desk/u-${version}-${i}`,
        up: i < up,
        reasons: i < up ? null : ['tone'],
        ...more,
      }),
    ),
  );

type Told = {
  current: number;
  worse_than: number | null;
  versions: { version: number; votes: number; rate: number | null; interval: { low: number; high: number } | null }[];
  weeks: { week: string; rate: number | null; text: string }[];
  changes: { week: string; version: string }[];
  one_sided: unknown;
};
const told = () => world.done<Told>('eve', 'satisfaction', { prompt });

test('where nobody has voted, that is said, with the way to begin', async () => {
  expect(await world.answer('eve', 'satisfaction', { prompt })).toMatch(/Nobody has voted[\s\S]*\[Give feedback\]/);
});

test('no rate stands alone under twenty votes', async () => {
  await votes(2, 19, 19);
  expect((await told()).versions).toMatchObject([{ version: 2, votes: 19, rate: null, interval: null }]);
  expect(await world.answer('eve', 'satisfaction', { prompt })).toMatch(/19 votes, too few for a rate/);
  expect(await world.answer('eve', 'satisfaction', { prompt })).not.toMatch(/\d %,/);
});

test('versions stand side by side with count, interval and reasons; weeks with marks where versions changed', async () => {
  await votes(1, 81, 100);
  await votes(2, 60, 100);
  const { versions, weeks, changes, worse_than } = await told();
  // Wilson: 81 of 100 lies between 0.722 and 0.875.
  expect(versions[1]).toMatchObject({ version: 1, votes: 100, rate: 81 });
  // In percent, like the rate.
  expect(versions[1]!.interval).toEqual({ low: 72.2, high: 87.5 });
  expect(weeks).toEqual([{ week: '2026-11-02', rate: 70.5, text: '71 %, 64 to 76 (200 votes)' }]);
  expect(changes).toEqual([
    { week: '2026-11-02', version: 'v1' },
    { week: '2026-11-02', version: 'v2' },
  ]);
  expect(worse_than).toBe(1);
  const text = await world.answer('eve', 'satisfaction', { prompt });
  expect(text).toContain('satisfied 60 %, 50 to 69 (100 votes)');
  expect(text).toContain('v2 is liked less than v1, beyond what chance explains (p = 0.001)');
  // What nobody looked at and what nobody left out takes no column.
  expect(text).toContain('Version | Satisfied (95 % interval) | Reasons\n');
  expect(text).toContain('v1 | 81 %, 72 to 87 (100 votes) | tone 19\n');
  expect(text).toContain('2026-11-02 (v1, v2): 71 %');
  expect(text).toContain('it takes the place of no check');
});

test('whoever always votes the same way is visible as such, without a name', async () => {
  for (let i = 0; i < 12; i++) {
    const outputId = await world.output(2);
    await castVotes(world.store.db, [
      world.thumb({ outputId, versionId: world.version(2), rater: 'app:help-desk/grumbler', up: false }),
    ]);
    await world.done('sam', 'feedback', { output: await world.output(2), vote: 'up' });
  }
  const text = await world.answer('eve', 'satisfaction', { prompt });
  expect(text).toContain('2 raters always vote the same way – 👎 12 times (help-desk); 👍 12 times (in a chat)');
  const outcome = JSON.stringify(await told());
  for (const name of ['grumbler', 'person:', 'Sam']) expect(text + outcome).not.toContain(name);
});
