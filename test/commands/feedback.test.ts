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

test('a thumb below an answer counts at the first click, for the version that wrote it', async () => {
  const output = await world.output(1);
  expect(await world.done('sam', 'feedback', { output, vote: 'down' })).toEqual({
    prompt,
    version: 1,
    output,
    vote: 'down',
    reasons: [],
    comment: null,
  });
  expect(await world.counts(1)).toMatchObject({ up: 0, down: 1 });
  expect(await world.counts(2)).toMatchObject({ up: 0, down: 0 });
});

test('only then a low vote may say why; the words join the vote that is there', async () => {
  const output = await world.output(2);
  expect(await world.answer('sam', 'feedback', { output, vote: 'down' })).toContain('[Say why]');
  const form = await world.asked('sam', 'feedback', { output, vote: 'down' }, { ask: true });
  expect(form.fields.map((one) => [one.name, one.optional])).toEqual([
    ['reasons', true],
    ['comment', true],
  ]);
  const done = await world.done('sam', 'feedback', {
    ...form.args,
    reasons: ['too_long', 'tone'],
    comment: 'My key is AKIAIOSFODNN7EXAMPLE, and it is long',
  });
  expect(done).toMatchObject({ reasons: ['too_long', 'tone'], comment: 'My key is [masked], and it is long' });
  expect(await world.counts(2)).toMatchObject({ up: 0, down: 1, reasons: { too_long: 1, tone: 1 } });
});

test('a changed mind is the last word, not a second vote', async () => {
  const output = await world.output(2);
  const before = await world.counts(2);
  for (const vote of ['up', 'down', 'up']) {
    world.pass(10);
    await world.done('ada', 'feedback', { output, vote });
  }
  expect(await world.counts(2)).toMatchObject({ up: before.up + 1, down: before.down });
});

test('typed from anywhere it is about the version in production, or the one that is named', async () => {
  expect(await world.done('eve', 'feedback', { prompt, vote: '👎', comment: 'Names the old hours' })).toMatchObject({
    version: 2,
    vote: 'down',
    comment: 'Names the old hours',
  });
  expect(await world.done('eve', 'feedback', { prompt, vote: 'good', version: 'v1' })).toMatchObject({ version: 1 });
  const form = await world.asked('eve', 'feedback', { prompt });
  expect(form.fields.map((one) => one.name)).toEqual(['vote', 'reasons', 'comment']);
  expect((await world.asked('eve', 'feedback')).fields.map((one) => one.name)).toEqual(['prompt']);
});

test('what is not about the prompt is kept and left out of the rates', async () => {
  const output = await world.output(2);
  const before = await world.counts(2);
  await world.done('dee', 'feedback', { output, vote: 'down', reasons: 'not_about_the_prompt' });
  expect(await world.counts(2)).toMatchObject({ down: before.down, excluded: before.excluded + 1 });
});

test('what cannot be is refused with the way out, and nothing is counted', async () => {
  const before = [await world.counts(1), await world.counts(2)];
  expect(await world.refused('sam', 'feedback', { output: 999_999, vote: 'up' })).toMatch(/I do not know this answer/);
  expect(await world.refused('sam', 'feedback', { prompt: 'suport-reply', vote: 'up' })).toMatch(/Did you mean/);
  expect(await world.refused('sam', 'feedback', { prompt, vote: 'up', version: 'v9' })).toMatch(/nearest is v2/);
  expect(await world.refused('sam', 'feedback', { prompt, vote: 'maybe' })).toMatch(/up or down/);
  expect(await world.refused('sam', 'feedback', { vote: 'up' })).toMatch(/Say which prompt/);
  expect(await world.refused('sam', 'feedback', { prompt, vote: 'up', reasons: ['tone'] })).toMatch(/vote down/);
  expect(await world.refused('sam', 'feedback', { prompt, vote: 'down', comment: 'x'.repeat(1_000_000) })).toMatch(
    /2000 characters at most/,
  );
  const via = { via: { door: 'http' as const, token: { id: 1, name: 'help-desk' } } };
  expect(await world.refused('root', 'feedback', { prompt, vote: 'up' }, via)).toMatch(/POST \/v1\/votes/);
  expect([await world.counts(1), await world.counts(2)]).toEqual(before);
});

test('the card of an answer carries thumbs; below somebody else’s message they stand alone', async () => {
  const output = await world.output(1);
  const look = (slot: string) => viewOf(world.store.db, `output:${output}`, slot, world.now(), world.house.settings);
  const card = await look('card');
  expect(said(card!.card)).toMatch(
    /help-desk answered with support-reply v1[\s\S]*> Why\?[\s\S]*> So\.[\s\S]*\[👍 Helpful\]/,
  );
  const below = await look('beneath:17.42');
  expect(below?.beneath).toBe('17.42');
  expect(said(below!.card)).not.toContain('So.');
  expect(await viewOf(world.store.db, 'output:99999', 'card', world.now(), world.house.settings)).toBeNull();
});
