import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { said } from '../said.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
const prompt = 'support-reply';
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world?.close());

const votes = async (who: string, comment: string) => {
  await world.done(who, 'feedback', { prompt, vote: 'down', comment });
  const form = await world.asked('ada', 'submit', { prompt });
  const field = form.fields.find((one) => one.name === 'answers');
  const choices = field?.input.kind === 'choices' ? field.input.choices : [];
  return choices.find((one) => one.label.includes(comment))!.value;
};
const told = (posts: { subject: string; place: string; slot: string }[]) =>
  posts.filter((one) => one.subject.startsWith('answered:')).map(({ place, slot }) => [place, slot]);

test('who gave feedback is told once when a change that answers it is released, and when it is rolled back', async () => {
  const sam = await votes('sam', 'Too long');
  const eve = await votes('eve', 'Too short');
  const change = await world.submit(prompt, 'Three', 'ada', { answers: [sam, eve] });
  expect(await world.answer('grace', 'change', { change: change.change })).toContain(
    'Answers: “v2: Too long”, “v2: Too short”',
  );
  const { posts } = await world.queued(() => world.approve('grace', change.change));
  expect(told(posts).sort()).toEqual([
    ['slack:T1/UEVE', 'dm:released'],
    ['slack:T1/USAM', 'dm:released'],
  ]);
  const post = posts.find((one) => one.place === 'slack:T1/USAM')!;
  const card = (await viewOf(world.store.db, post.subject, post.slot, world.now(), world.house.settings))!.card;
  expect(said(card)).toMatch(
    /Your feedback led to support-reply v3[\s\S]*> v2: Too long[\s\S]*> Because of Three[\s\S]*\[Vote on it\]/,
  );
  expect(said(card)).not.toContain('Too short');

  await world.done('eve', 'news', { state: 'off' });
  const back = await world.queued(() => world.done('olu', 'rollback', { prompt, reason: 'wrong' }));
  expect(told(back.posts)).toEqual([['slack:T1/USAM', 'dm:rolled_back']]);
  const again = await world.queued(() => world.done('olu', 'rollback', { prompt, version: 'v3', reason: 'mistake' }));
  expect(told(again.posts)).toEqual([]);
});

test('whoever wants to hear nothing is not told; it can be turned on again', async () => {
  expect(await world.done('dee', 'news')).toEqual({ on: true });
  expect(await world.done('dee', 'news', { state: 'OFF' })).toEqual({ on: false });
  const vote = await votes('dee', 'Wrong tone');
  const change = await world.submit(prompt, 'Four', 'ada', { answers: vote });
  const { posts } = await world.queued(() => world.approve('grace', change.change));
  expect(told(posts)).toEqual([]);
  expect(await world.answer('dee', 'news', { state: 'on' })).toContain('I tell you privately');
});

test('votes on other prompts, and those that are not there, are not named by a change', async () => {
  await world.done('sam', 'feedback', { prompt, vote: 'down', comment: 'One more' });
  await world.prompt('other', 'Other');
  const other = await world.submit('other', 'Another', 'ada', { answers: [1, 2, 999_999] });
  expect(await world.answer('ada', 'change', { change: other.change })).not.toContain('Answers:');
});
