import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rollbackReasons } from '../../src/commands/rollback.ts';
import { createWorld, type World } from '../world.ts';

type Done = {
  move: number;
  from: number;
  to: number;
  label: string;
  fingerprint: string;
  follow_up: number;
  told: number;
};

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
/** v1, v2 and v3 were released, each with a model and a parameter of its own. */
beforeEach(async () => {
  slug = `prompt-${++count}`;
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  await world.release(slug, 'two', { model: 'model-two', params: { temperature: 0.2 } });
  await world.release(slug, 'three', { model: 'model-three', params: { temperature: 0.3 } });
});

const back = (args: Record<string, unknown> = {}, who = 'ada') =>
  world.done<Done>(who, 'rollback', { prompt: slug, reason: 'wrong', ...args });
const refused = (args: Record<string, unknown> = {}, who = 'ada') =>
  world.refused(who, 'rollback', { prompt: slug, reason: 'wrong', ...args });
const live = async (label = 'production') =>
  (await world.done<{ labels: { label: string; version: number }[] }>('eve', 'show', { prompt: slug })).labels.find(
    (one) => one.label === label,
  )?.version;

test('it goes back to the last known good version at once', async () => {
  expect(await back()).toMatchObject({ prompt: slug, label: 'production', from: 3, to: 2 });
  expect(await live()).toBe(2);
});

test('text, model and parameters go back together', async () => {
  const { fingerprint } = await back();
  const [row] = await world.sql<{ content: string }[]>`select content from version where fingerprint = ${fingerprint}`;
  expect(JSON.parse(row!.content)).toMatchObject({
    messages: [{ content: 'two' }],
    model: 'model-two',
    params: { temperature: 0.2 },
  });
});

test('a second rollback goes further back, not to what was just left', async () => {
  await back();
  expect(await back()).toMatchObject({ from: 2, to: 1 });
});

test('two people in one incident who only say "roll back" go back once', async () => {
  await back({}, 'grace');
  world.pass(59_000);
  expect(await refused({}, 'olu')).toMatch(
    /^Grace was faster: rolled it back v3 → v2 at .* UTC\. Nothing was changed by you\. To go back further, name the version\.$/,
  );
  expect(await live()).toBe(2);
  expect(await back({ version: 'v1' }, 'olu')).toMatchObject({ from: 2, to: 1 });
});

test('a minute later somebody else means a rollback of their own', async () => {
  await back({}, 'grace');
  world.pass(60_000);
  expect(await back({}, 'olu')).toMatchObject({ from: 2, to: 1 });
});

test('an undo is a move like any other: it goes where it says, needs a reason and is followed up', async () => {
  await back();
  const undone = await back({ version: 'v3', reason: 'mistake' });
  expect(undone).toMatchObject({ from: 2, to: 3, follow_up: expect.any(Number) });
  const again = await back({ version: 'v2', reason: 'wrong' });
  expect(again).toMatchObject({ from: 3, to: 2 });
  expect(await back()).toMatchObject({ to: 1 });
});

test('when every earlier version was rolled away from, one must be chosen', async () => {
  await back();
  await back();
  expect(await refused()).toBe(
    'Every earlier version was itself rolled away from. Choose the one to go back to: v2 or v3.',
  );
  const form = await world.asked('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  expect(JSON.stringify(form.parts[0])).toContain('Every earlier version was itself rolled away from.');
  expect(form.fields[0]).toMatchObject({ name: 'version', value: undefined });
  expect(await back({ version: 'v3' })).toMatchObject({ from: 1, to: 3 });
});

test('a label of its own goes back by itself', async () => {
  await world.release(slug, 'stable', { label: 'support-v2-stable' });
  expect(await refused({ label: 'support-v2-stable' })).toBe(
    `v4 is the first release of ${slug} on support-v2-stable: there is nothing to go back to.`,
  );
  await world.release(slug, 'stabler', { label: 'support-v2-stable' });
  expect(await back({ label: 'Support-v2-Stable' })).toMatchObject({ from: 5, to: 4, label: 'support-v2-stable' });
  expect(await live()).toBe(3);
});

test('before anything was released, and on an unknown label, the refusal says what there is', async () => {
  await world.prompt(`fresh-${count}`);
  expect(await world.refused('ada', 'rollback', { prompt: `fresh-${count}`, reason: 'wrong' })).toBe(
    `fresh-${count} has no label production. Nothing has been released yet.`,
  );
  expect(await refused({ label: 'producton' })).toBe(
    `${slug} has no label producton. Did you mean production? It has: production.`,
  );
});

test('a version that never held the label is refused with those that did', async () => {
  await world.submit(slug, 'never released');
  const no = await world.refusal('ada', 'rollback', { prompt: slug, reason: 'wrong', version: 'v4' });
  expect(no.code).toBe('invalid');
  expect(no.message).toBe(
    'v4 was never on production, so it cannot be rolled back to; submit it instead. It held: v2, v1.',
  );
  expect(no.fields).toEqual({ version: 'Choose one of v2, v1.' });
});

test('the version that is there already is refused, an unknown one with the nearest', async () => {
  expect(await refused({ version: 'v3' })).toBe(`${slug} already holds v3 on production.`);
  expect(await refused({ version: 'v9' })).toBe(`${slug} has no version "v9". The nearest is v3; it has v1 to v3.`);
});

test('a version may be named by its fingerprint', async () => {
  const { moves } = await world.done<{ moves: { to: number; fingerprint: string }[] }>('eve', 'history', {
    prompt: slug,
  });
  const first = moves.find((one) => one.to === 1)!;
  expect(await back({ version: first.fingerprint.slice(0, 8) })).toMatchObject({ to: 1 });
});

test('contributors, owner, deputy, reviewers and admins may', async () => {
  for (const who of ['ada', 'olu', 'dee', 'grace', 'root']) {
    const to = (await live()) === 3 ? 2 : 3;
    expect(await back({ version: to }, who)).toMatchObject({ to });
  }
});

test('a stranger may not, neither by form nor by command, and is told who may', async () => {
  const sentence = 'You may not roll this prompt back. These can: Olu, Dee, Ada, Grace, and the admins.';
  expect(await refused({}, 'eve')).toBe(sentence);
  expect(await world.refused('eve', 'rollback', { prompt: slug }, { canAsk: true })).toBe(sentence);
  expect(await live()).toBe(3);
});

test('a service token of somebody who may rolls back, too', async () => {
  const via = { door: 'http', token: { id: 1, name: 'watchdog' } } as const;
  const done = await world.done('ada', 'rollback', { prompt: slug, reason: 'wrong' }, { via });
  expect(done).toMatchObject({ from: 3, to: 2 });
  const { entries } = await world.done<{ entries: { by: string; via: string }[] }>('eve', 'audit', { subject: slug });
  expect(entries[0]).toMatchObject({ via: 'http' });
  expect(entries.map((one) => one.by)).toContain('Ada (token 1)');
});

test('a reason is needed', async () => {
  expect(await refused({ reason: undefined })).toMatch(/^rollback needs reason\./);
});

test('each documented reason is recorded in its own words', async () => {
  for (const [reason, words] of Object.entries(rollbackReasons)) {
    if (reason === 'other') continue;
    const to = (await live()) === 3 ? 'v2' : 'v3';
    await back({ reason, version: to });
    expect(await recorded()).toMatchObject({ kind: 'rollback', why: words, reasons: [reason] });
  }
});

const recorded = async () =>
  (await world.done<{ moves: { why: string; reasons: string[] }[] }>('eve', 'history', { prompt: slug })).moves[0];

test('several reasons and a note are all recorded', async () => {
  await back({ reason: ['unsafe', 'complaints'], note: 'Three letters from lawyers' });
  expect(await recorded()).toMatchObject({
    why: 'Unsafe or against policy; Users complain: Three letters from lawyers',
    reasons: ['unsafe', 'complaints'],
  });
});

test('reasons typed in a row are understood', async () => {
  await back({ reason: 'Wrong, cost' });
  expect(await recorded()).toMatchObject({ reasons: ['wrong', 'cost'] });
});

test('own words count as another reason, with themselves as the note', async () => {
  await back({ reason: 'it curses the customers' });
  expect(await recorded()).toMatchObject({ why: 'it curses the customers', reasons: ['other'] });
});

test('another reason without a note is refused at the note', async () => {
  const no = await world.refusal('ada', 'rollback', { prompt: slug, reason: 'other' });
  expect(no.message).toBe('Say in the note what the other reason is.');
  expect(Object.keys(no.fields)).toEqual(['note']);
  await back({ reason: 'other', note: 'The court says so' });
  expect(await recorded()).toMatchObject({ why: 'The court says so', reasons: ['other'] });
});

test('whatever was open on top of the version that is gone is stale', async () => {
  const { change } = await world.submit(slug, 'four');
  await back();
  expect(await world.done('eve', 'change', { change })).toMatchObject({ review: 'stale' });
});

test('the answer says that it is done, how many are told and where it is looked back at', async () => {
  const answer = await world.answer('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  expect(answer).toContain(`Done: ${slug} is back on v2 (production).`);
  expect(answer).toContain('3 announcements are on the way.');
  expect(answer).toMatch(/Somebody else looks back at it in the follow-up review, change #\d+\./);
});
