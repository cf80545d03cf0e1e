import { afterAll, beforeAll, expect, test } from 'vitest';
import { castVotes } from '../../src/store/votes.ts';
import { type FeedbackWorld, feedbackWorld } from '../store/feedback-world.ts';

let world: FeedbackWorld;
const prompt = 'support-reply';
beforeAll(async () => {
  world = await feedbackWorld();
});
afterAll(() => world?.close());

type Dealt = {
  today: number;
  left: number;
  vote: { id: number; reasons: string[]; application: string; input: string };
};
const deal = (args: object = {}) => world.done<Dealt>('olu', 'triage', { prompt, ...args });
const low = async (rater: string, more: object = {}) => {
  const outputId = await world.output(2);
  return castVotes(world.store.db, [
    world.thumb({ outputId, versionId: world.version(2), rater, up: false, reasons: ['tone'], ...more }),
  ]);
};

test('where nothing waits, that is said', async () => {
  expect(await world.answer('olu', 'triage', { prompt })).toContain('Nothing of support-reply waits for a look.');
});

test('low votes are dealt one by one with all that helps to decide, and decisions feed the table', async () => {
  await low('app:help-desk/a', { comment: 'Rude' });
  const { vote } = await deal();
  expect(vote).toMatchObject({ reasons: ['tone'], application: 'help-desk', input: 'Why?' });
  const text = await world.answer('olu', 'triage', { prompt });
  expect(text).toMatch(/> Why\?[\s\S]*> So\.[\s\S]*What was wrong: Tone[\s\S]*> Rude/);
  expect(text).not.toContain('help-desk/a');
  expect(text).toContain('[Prompt problem] [Context problem] [Not about the prompt] [Known]');
  const after = await deal({ vote: vote.id, decision: 'context' });
  expect(after).toMatchObject({ today: 1, left: 0, vote: null });
  expect(await world.answer('eve', 'satisfaction', { prompt })).toContain('context problem 1');
  // Somebody else, or the same on second thoughts, may see it differently.
  expect(await deal({ vote: vote.id })).toMatchObject({ vote: { id: vote.id } });
  await deal({ vote: vote.id, decision: 'known' });
  expect(await world.answer('eve', 'satisfaction', { prompt })).toContain('known 1');
});

test('a vote that is not about the prompt is left out by who answers for it, with a reason', async () => {
  const [id] = await low('app:help-desk/b');
  const out = { vote: id, decision: 'not_about_the_prompt' };
  const before = await world.counts(2);
  expect(await world.refused('grace', 'triage', { prompt, ...out, why: 'Cable' })).toMatch(/These can: Olu, Dee/);
  const form = await world.asked('olu', 'triage', { prompt, ...out });
  expect(form.fields.map((one) => [one.name, one.optional])).toEqual([['why', false]]);
  expect(await world.counts(2)).toEqual(before);
  await world.done('olu', 'triage', { ...form.args, why: 'The network was down' });
  expect(await world.counts(2)).toMatchObject({ down: before.down - 1, excluded: before.excluded + 1 });
  expect(await world.answer('eve', 'satisfaction', { prompt })).toContain('Reasons | Looked at | Left out\n');
  await world.done('olu', 'triage', { prompt, vote: id, decision: 'prompt' });
  expect(await world.counts(2)).toMatchObject({ down: before.down, excluded: before.excluded });
});

test('only who works on the prompt sees what people wrote, and only votes of this prompt', async () => {
  expect(await world.refused('eve', 'triage', { prompt })).toMatch(/You may not look through/);
  expect(await world.refused('olu', 'triage', { prompt, vote: 999_999 })).toMatch(/no such vote/);
  await world.prompt('other', 'Other');
  const [id] = await low('app:help-desk/c');
  expect(await world.refused('olu', 'triage', { prompt: 'other', vote: id })).toMatch(/no such vote on other/);
});

test('whoever is loud gets no more turns than others, and ten minutes a day are enough', async () => {
  for (let i = 0; i < 30; i++) await low('app:help-desk/loud', { reasons: ['wrong'] });
  for (let i = 0; i < 30; i++) await low(`app:shop/quiet-${i}`, { application: 'shop', reasons: ['unsafe'] });
  const reasons: string[] = [];
  let next = await deal();
  const { today } = next;
  while (next.vote && next.today < 30) {
    reasons.push(next.vote.reasons[0]!);
    next = await deal({ vote: next.vote.id, decision: 'known' });
  }
  expect(reasons.length).toBe(30 - today);
  expect(reasons.filter((one) => one === 'wrong').length).toBeLessThan(reasons.length / 3);
  expect(next.left).toBeGreaterThan(0);
  expect(await world.answer('olu', 'triage', { prompt })).toContain('That is enough for today: 30 votes');
  world.pass(24 * 3_600_000);
  expect((await deal()).vote).not.toBeNull();
});
