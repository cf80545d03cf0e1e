import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { castVote, raterOf } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world.close());

describe('a vote', () => {
  test('is the last word of its rater on its output, and counts once', async () => {
    const outputId = await world.output(1);
    const thumb = world.thumb({ outputId, rater: raterOf(7), up: true });
    await castVote(world.store.db, thumb);
    const before = await world.counts();
    await castVote(world.store.db, { ...thumb, up: false, at: new Date(thumb.at.getTime() + 1) });
    expect(await world.counts()).toEqual({ ...before, up: before.up - 1, down: before.down + 1 });
  });
});
