import { afterAll, beforeAll, expect, test } from 'vitest';
import { said } from '../said.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await Promise.all(['ada', 'olu', 'dee', 'grace'].map(world.person));
  await world.prompt('support-reply');
});
afterAll(() => world.close());

const whole = {
  text: 'Be kind.',
  why: 'It begins',
  purpose: 'Greets people',
  owner: 'olu@example.com',
  deputy: 'dee@example.com',
};

test('a name nobody knows opens a form for purpose, owner and deputy', async () => {
  const form = await world.asked('ada', 'submit', { prompt: 'greeting' });
  expect(form.title).toBe('New prompt');
  expect(form.args).toEqual({ prompt: 'greeting' });
  expect(form.fields.map((field) => [field.name, field.optional])).toEqual([
    ['text', false],
    ['purpose', false],
    ['usecase', true],
    ['owner', false],
    ['deputy', false],
    ['why', false],
    ['model', true],
    ['label', true],
  ]);
  expect(said({ title: [], parts: form.parts })).toContain('greeting does not exist yet. Submitting creates it.');
});

test('a name close to one that exists asks which was meant', async () => {
  const form = await world.asked('ada', 'submit', { prompt: 'suport-reply' });
  const text = said({ title: [], parts: form.parts });
  expect(text).toContain('Did you mean support-reply?');
  expect(text).toContain('[Open support-reply]');
});

test('without forms the refusal names each field that is needed, and the nearest prompt', async () => {
  const all = await world.refusal('ada', 'submit', { prompt: 'suport-reply', text: 'x', why: 'y' });
  expect(all.code).toBe('invalid');
  expect(all.message).toBe(
    'There is no prompt called suport-reply yet. Did you mean support-reply? To create it, add purpose, owner and deputy.',
  );
  expect(Object.keys(all.fields)).toEqual(['purpose', 'owner', 'deputy']);
  const some = await world.refusal('ada', 'submit', { ...whole, prompt: 'greeting', deputy: undefined });
  expect(some.message).toBe('There is no prompt called greeting yet. To create it, add deputy.');
});

test('a sentence that creates a prompt without saying who answers for it opens the form with what was said', async () => {
  const before = await world.effects();
  const form = await world.asked('ada', 'submit', { prompt: 'greeting', text: 'Be kind.', why: 'It begins' });
  const values = Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
  expect(values).toMatchObject({ text: 'Be kind.', why: 'It begins', label: 'production' });
  expect(await world.effects()).toEqual(before);
});

test('owner and deputy are two people, and the refusal stands at the deputy', async () => {
  const no = await world.refusal('ada', 'submit', { ...whole, prompt: 'greeting', deputy: 'OLU@example.com' });
  expect(no.message).toBe('The deputy stands in for the owner, so it must be somebody else.');
  expect(Object.keys(no.fields)).toEqual(['deputy']);
});

test('somebody unknown cannot become the owner, and nothing is left behind', async () => {
  const before = await world.effects();
  const no = await world.refusal('ada', 'submit', { ...whole, prompt: 'greeting', owner: 'nobody@example.com' });
  expect(no.code).toBe('not_found');
  expect(no.fields.owner).toBe(
    'I do not know "nobody@example.com". Mention the person, or give the e-mail address of somebody who has spoken to me.',
  );
  expect(await world.effects()).toEqual(before);
});

test.each(['Not A Name!', '-dash', 'a'.repeat(65), '../etc'])('is no name of a prompt: %s', async (prompt) => {
  expect(await world.refused('ada', 'submit', { ...whole, prompt })).toMatch(/^A prompt name starts with a letter/);
});

test('a new prompt has its people from the beginning, and whoever made it may go on working on it', async () => {
  const opened = await world.done('ada', 'submit', { ...whole, prompt: 'greeting' });
  expect(opened).toMatchObject({ from: null, to: 1, review: 'open' });
  expect(await world.done('eve', 'show', { prompt: 'greeting' })).toMatchObject({
    purpose: 'Greets people',
    owner: 'Olu',
    deputy: 'Dee',
    contributors: ['Ada'],
    reviewers: [],
    labels: [],
    policy: { approvals: 1, required: [], expiry_hours: 168 },
  });
  expect(
    (await world.done<{ change: number }>('ada', 'submit', { prompt: 'greeting', text: 'Hi.', why: 'x' })).change,
  ).toBeGreaterThan(0);
});

test('a mention and "me" name people as well as an e-mail address does', async () => {
  await world.done('ada', 'submit', { ...whole, prompt: 'mentioned', owner: '@slack:T1/UGRACE', deputy: 'me' });
  expect(await world.done('ada', 'show', { prompt: 'mentioned' })).toMatchObject({ owner: 'Grace', deputy: 'Ada' });
});

test('the first release is recorded as the first release', async () => {
  const { change } = await world.done<{ change: number }>('ada', 'submit', { ...whole, prompt: 'recorded' });
  await world.approve('olu', change);
  const { entries } = await world.done<{ entries: { action: string; detail: object }[] }>('ada', 'audit', {
    subject: 'recorded',
  });
  expect(entries.find((one) => one.action === 'move')?.detail).toMatchObject({ first_release: true, to: 1 });
});

test('without a prompt the form offers those that there are and takes a new name', async () => {
  const form = await world.asked('ada', 'submit', { why: 'kept' });
  expect(form.fields.map((field) => field.name)).toEqual(['prompt']);
  expect(form.args).toEqual({ why: 'kept' });
  expect(said({ title: [], parts: form.parts })).toMatch(/^\nPrompts: .*support-reply.*A new name creates a prompt\./);
});
