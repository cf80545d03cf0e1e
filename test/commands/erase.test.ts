import { afterAll, beforeAll, expect, test } from 'vitest';
import { getOutput } from '../../src/store/outputs.ts';
import { castVotes, getVote } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
beforeAll(async () => {
  world = await feedbackWorld({ feedbackDays: 30 });
});
afterAll(() => world.close());

const DAY = 86_400_000;
const erase = async () => (await world.tick<{ erased: number }>('erase')).erased;
const voted = async (outputId: number, comment: string | null) => {
  const [id] = await castVotes(world.store.db, [world.thumb({ outputId, up: false, reasons: ['tone'], comment })]);
  return id!;
};

test('excerpts and comments go at the end of their days, and counts, reasons and references stay', async () => {
  const outputId = await world.output(1, 'answer-1');
  const [commented, bare] = [await voted(outputId, 'Rude'), await voted(await world.output(), null)];
  const counts = await world.counts();
  world.pass(30 * DAY);
  expect(await erase()).toBe(0);
  const younger = await world.output();
  world.pass(1);
  const { refresh } = await world.queued(async () => expect(await erase()).toBe(3));
  // Copies in chats follow.
  expect(refresh).toContain(`output:${outputId}`);
  expect(await getOutput(world.store.db, outputId)).toMatchObject({ reference: 'answer-1', input: null, output: null });
  expect(await getOutput(world.store.db, younger)).toMatchObject({ input: 'Why?', output: 'So.' });
  expect(await getVote(world.store.db, commented)).toMatchObject({ comment: null, reasons: ['tone'] });
  expect(await getVote(world.store.db, bare)).toMatchObject({ comment: null });
  expect(await world.counts()).toEqual(counts);
  expect(await erase()).toBe(0);
});

test('several clocks at once erase each text once', async () => {
  const outputs = await Promise.all(Array.from({ length: 20 }, () => world.output()));
  for (const outputId of outputs) await voted(outputId, 'Too long');
  world.pass(30 * DAY + 1);
  const erased = await Promise.all([erase(), erase(), erase()]);
  // What is left over by one that met another is done at the next minute; nothing is done twice.
  const sum = erased.reduce((all, one) => all + one, 0);
  expect(sum + (await erase())).toBe(41);
});

test('it is for the clock alone, and the trail says how much it was and nothing of what it said', async () => {
  expect(await world.refused('ada', 'erase')).toContain('I do not know "erase"');
  const rows = await world.sql<{ detail: string }[]>`select detail from audit where action = 'erase' order by id`;
  expect(JSON.parse(rows[0]!.detail)).toEqual({ erased: 3, before: expect.any(String) });
});
