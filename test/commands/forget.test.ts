import { afterAll, beforeAll, expect, test } from 'vitest';
import { getOutput } from '../../src/store/outputs.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
const prompt = 'support-reply';
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world?.close());

test('an admin erases what one person wrote, also in the copies in chats; counts and others’ words stay', async () => {
  const output = await world.output(2);
  const other = await world.output(2);
  await world.done('sam', 'feedback', { output, vote: 'down', comment: 'My own words' });
  await world.done('eve', 'feedback', { output: other, vote: 'down', comment: 'Eve’s words' });
  const before = await world.counts(2);
  const { refresh } = await world.queued(async () =>
    expect(await world.done('root', 'forget', { person: 'sam@example.com' })).toEqual({
      person: 'Sam',
      comments: 1,
      excerpts: 1,
    }),
  );
  expect(refresh).toEqual([`output:${output}`]);
  expect(await getOutput(world.store.db, output)).toMatchObject({ input: null, output: null });
  expect(await getOutput(world.store.db, other)).toMatchObject({ input: 'Why?' });
  expect(await world.counts(2)).toEqual(before);
  const kept = await world.sql`select comment from vote where comment is not null`;
  expect([...kept]).toEqual([{ comment: 'Eve’s words' }]);
  const answer = await world.answer('root', 'forget', { person: 'sam@example.com' });
  expect(answer).toContain('0 comments and 0 excerpts');
});

test('what was said goes from the cards of changes that answer it, and from the news of its author', async () => {
  await world.done('sam', 'feedback', { prompt, vote: 'down', comment: 'Sam says so' });
  const [vote] = await world.sql<{ id: string }[]>`select id from vote where comment = 'Sam says so'`;
  const { change } = await world.submit(prompt, 'Three', 'ada', { answers: [Number(vote!.id)] });
  const { refresh } = await world.queued(() => world.done('root', 'forget', { person: 'sam@example.com' }));
  expect(refresh).toEqual([`change:${change}`, `answered:${change}/${await world.person('sam')}`]);
});

test('nobody else may, and an unknown person is not found', async () => {
  expect(await world.refused('olu', 'forget', { person: 'eve@example.com' })).toMatch(/ADMINS/);
  expect(await world.refused('root', 'forget', { person: 'nobody@example.com' })).toMatch(/I do not know/);
  expect(await world.done('eve', 'feedback', { prompt, vote: 'up' })).toMatchObject({ vote: 'up' });
});
