import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  await Promise.all(['sam', 'eve'].map(world.person));
});
afterAll(() => world.close());
beforeEach(async () => {
  slug = `prompt-${++count}`;
  await world.prompt(slug);
});

const set = (args: Record<string, unknown>, who = 'olu') =>
  world.done<{ reviewers: string[] }>(who, 'reviewers', { prompt: slug, ...args });
const refused = (args: Record<string, unknown>, who = 'olu') =>
  world.refused(who, 'reviewers', { prompt: slug, ...args });

test('anybody may ask who reviews', async () => {
  expect(await set({}, 'eve')).toEqual({ prompt: slug, reviewers: ['Grace'] });
  expect(await world.answer('eve', 'reviewers', { prompt: slug })).toBe(`Reviewers of ${slug}: Grace\n[Change]`);
});

test('people are added and removed, by mention or e-mail, several at once', async () => {
  expect(await set({ action: 'add', people: '@slack:T1/USAM, eve@example.com' })).toMatchObject({
    reviewers: ['Grace', 'Sam', 'Eve'],
  });
  expect(await set({ action: 'REMOVE', people: ['grace@example.com', '@slack:T1/UEVE'] })).toMatchObject({
    reviewers: ['Sam'],
  });
  expect(await set({ people: 'grace@example.com' })).toMatchObject({ reviewers: ['Sam', 'Grace'] });
  expect(await world.answer('olu', 'reviewers', { prompt: slug, action: 'remove', people: 'sam@example.com' })).toBe(
    `Reviewers of ${slug} are now: Grace`,
  );
});

test('somebody added twice is there once, and somebody removed who is not there is no mistake', async () => {
  expect(await set({ action: 'add', people: 'grace@example.com @slack:T1/UGRACE' })).toMatchObject({
    reviewers: ['Grace'],
  });
  expect(await set({ action: 'remove', people: 'sam@example.com' })).toMatchObject({ reviewers: ['Grace'] });
});

test('"set" replaces the list, and an emptied form empties it', async () => {
  expect(await set({ action: 'set', people: ['sam@example.com'] })).toMatchObject({ reviewers: ['Sam'] });
  expect(await set({ action: 'set' })).toMatchObject({ reviewers: [] });
  expect(await world.answer('eve', 'reviewers', { prompt: slug })).toContain(`Reviewers of ${slug}: nobody`);
});

test('"add" without anybody asks for whom', async () => {
  expect(await refused({ action: 'add' })).toMatch(/^reviewers needs people\./);
  const form = await world.asked('olu', 'reviewers', { prompt: slug, action: 'add' });
  expect(form.args).toEqual({ prompt: slug, action: 'set' });
  expect(form.fields).toMatchObject([{ name: 'people', value: ['slack:T1/UGRACE'], input: { kind: 'people' } }]);
});

test('only the owner and admins set it', async () => {
  for (const who of ['dee', 'grace', 'ada', 'eve'])
    expect(await refused({ people: 'me' }, who)).toBe(
      'You may not change how this prompt is governed. These can: Olu, and the admins.',
    );
  expect(await set({ people: 'sam@example.com' }, 'root')).toMatchObject({ reviewers: ['Grace', 'Sam'] });
});

test('reviewers are people: a channel is refused with the place where channels belong', async () => {
  expect(await refused({ people: '#slack:T1/CHELP' })).toBe(
    'Reviewers are people, because each of them answers in person. Channels can be stakeholders.',
  );
});

test('an unknown person, and a channel that was only written down, are refused kindly', async () => {
  expect(await refused({ people: 'grace@example.com typo@example.com' })).toContain(
    'I do not know "typo@example.com".',
  );
  expect(await refused({ people: '#help' })).toBe(
    'I do not know the channel "#help". Pick it from the list that appears when you type #.',
  );
  expect(await set({}, 'eve')).toMatchObject({ reviewers: ['Grace'] });
});

test('a reviewer whom the policy requires is removed only after the policy is changed', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'grace@example.com' });
  const no = await world.refusal('olu', 'reviewers', { prompt: slug, action: 'set', people: 'sam@example.com' });
  expect(no.code).toBe('conflict');
  expect(no.message).toBe(`The policy requires the approval of Grace. Change the policy first: policy ${slug}`);
  expect(await refused({ action: 'remove', people: 'grace@example.com' })).toBe(no.message);
});

test('a required reviewer who is the owner besides may leave the list: an owner decides anyway', async () => {
  await set({ people: 'me' });
  await world.done('olu', 'policy', { prompt: slug, required: 'me' });
  expect(await set({ action: 'remove', people: 'me' })).toMatchObject({ reviewers: ['Grace'] });
});

test('whoever is added may decide at once', async () => {
  const { change } = await world.submit(slug, 'two');
  expect((await world.approve('sam', change)).kind).toBe('refused');
  await set({ people: 'sam@example.com' });
  expect((await world.approve('sam', change)).kind).toBe('done');
});

test('every change of the list is recorded with who made it', async () => {
  await set({ people: 'sam@example.com' });
  const { entries } = await world.done<{ entries: object[] }>('eve', 'audit', { subject: slug });
  expect(entries[0]).toMatchObject({ action: 'reviewers', by: 'Olu', detail: { action: 'add' } });
});
