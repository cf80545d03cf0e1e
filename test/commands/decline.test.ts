import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { utc } from '../../src/commands/kit/words.ts';
import { createWorld, type Seen, type World } from '../world.ts';

let world: World;
let seen: Seen;
const slug = 'support-reply';
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one');
});
afterAll(() => world.close());
beforeEach(async () => {
  seen = await world.submit(slug, `text ${++count}`);
});

const decline = (who: string, reason: string | undefined = 'It promises refunds') =>
  world.run(who, 'decline', { ...seen, reason });

test('a decline needs a reason', async () => {
  expect(await world.refused('grace', 'decline', { ...seen })).toBe(
    'decline needs reason. Example: decline 12 It promises refunds that we do not give.',
  );
  expect(await world.refused('grace', 'decline', { ...seen, reason: ' ' })).toBe('Reason needs some words.');
});

test('the button opens a form for the reason, bound to what was seen', async () => {
  const form = await world.asked('grace', 'decline', { ...seen });
  expect(form).toMatchObject({ submit: 'Decline', args: seen });
  expect(form.fields).toMatchObject([{ name: 'reason', label: 'Reason', optional: false }]);
});

test('a reason typed along is kept in the form that binds it to what the change says now', async () => {
  const form = await world.asked('grace', 'decline', { change: seen.change, reason: 'It promises refunds' });
  expect(form.args).toEqual(seen);
  expect(form.fields[0]!.value).toBe('It promises refunds');
});

test('a decline is final: the author hears why, nothing is released, and nobody opens it again', async () => {
  const { posts } = await world.queued(async () => expect((await decline('grace')).kind).toBe('done'));
  expect(posts.map((one) => `${one.place} ${one.slot}`).sort()).toEqual([
    'slack:T1/CREVIEW thread:verdict',
    'slack:T1/UADA dm:verdict',
  ]);
  expect(await world.done('ada', 'change', { change: seen.change })).toMatchObject({
    review: 'declined',
    application: 'dropped',
    decided_by: 'Grace',
  });
  expect(await world.answer('ada', 'change', { change: seen.change })).toContain(': It promises refunds');
  const late = `Grace declined change #${seen.change} of ${slug} at ${utc(world.now())}; nothing was changed by you.`;
  expect(await world.refused('olu', 'approve', seen)).toBe(late);
  expect(await world.refused('olu', 'decline', { ...seen, reason: 'me too' })).toBe(late);
  expect(await world.refused('ada', 'withdraw', { change: seen.change })).toBe(late);
});

test('a form that opens on a decided change does not open', async () => {
  await decline('grace');
  expect(await world.refused('olu', 'decline', { ...seen }, { canAsk: true })).toMatch(/^Grace declined change/);
});

test.each([
  ['ada', /^You wrote this change, so somebody else must decide on it\./],
  ['eve', /^You may not decide on this change\. These can: Olu, Dee, Grace\.$/],
  ['root', /^You may not decide on this change\./],
])('%s may not decline', async (who, sentence) => {
  expect(await world.refused(who, 'decline', { ...seen, reason: 'no' })).toMatch(sentence);
});

test('one approval of two does not protect a change from being declined by somebody else', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  seen = await world.submit(slug, 'needs two');
  await world.approve('grace', seen.change);
  expect(await decline('grace')).toMatchObject({ kind: 'refused' });
  expect((await decline('olu')).kind).toBe('done');
  await world.done('olu', 'policy', { prompt: slug, approvals: 1 });
});

test('a stale change can still be declined', async () => {
  await world.release(slug, `somebody was faster ${count}`);
  expect((await decline('grace')).kind).toBe('done');
});

test('a service token does not decline', async () => {
  const via = { door: 'http', token: { id: 1, name: 'ci' } } as const;
  expect(await world.refused('grace', 'decline', { ...seen, reason: 'no' }, { via })).toMatch(
    /^A service token may not decide on this change/,
  );
});
