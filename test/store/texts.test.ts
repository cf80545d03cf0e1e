import { afterAll, beforeAll, expect, test } from 'vitest';
import { getOutput } from '../../src/store/outputs.ts';
import { forgetTexts } from '../../src/store/texts.ts';
import { castVote, getVote } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from './feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world.close());

test('what a person wrote is forgotten, with the excerpts they rated; votes stay counted, and others as they were', async () => {
  const [ada, grace] = [await world.person('ada'), await world.person('grace')];
  const say = async (personId: number, outputId: number) => {
    const thumb = world.thumb({ outputId, up: false, comment: `I am ${personId}` });
    return (await castVote(world.store.db, { ...thumb, personId })).id;
  };
  const [rated, other] = [await world.output(), await world.output()];
  const [hers, theirs] = [await say(ada, rated), await say(grace, other)];
  const counts = await world.counts();
  expect(await forgetTexts(world.store.db, ada)).toEqual({ comments: 1, outputs: [rated], decisions: [], cited: [] });
  expect(await getVote(world.store.db, hers)).toMatchObject({ comment: null, up: false });
  expect(await getOutput(world.store.db, rated)).toMatchObject({ input: null, output: null });
  expect(await getVote(world.store.db, theirs)).toMatchObject({ comment: `I am ${grace}` });
  expect(await getOutput(world.store.db, other)).toMatchObject({ input: 'Why?' });
  expect(await world.counts()).toEqual(counts);
  expect(await forgetTexts(world.store.db, ada)).toEqual({ comments: 0, outputs: [], decisions: [], cited: [] });
});
