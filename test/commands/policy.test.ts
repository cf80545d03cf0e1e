import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readLine } from '../../src/commands/kit/usage.ts';
import { needsNoReview } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.person('sam');
});
afterAll(() => world.close());
beforeEach(async () => {
  slug = `prompt-${++count}`;
  await world.prompt(slug);
});

const policy = (args: Record<string, unknown> = {}, who = 'olu') =>
  world.done(who, 'policy', { prompt: slug, ...args });
const refused = (args: Record<string, unknown>, who = 'olu') => world.refused(who, 'policy', { prompt: slug, ...args });

test('anybody may ask what a change needs', async () => {
  expect(await policy({}, 'eve')).toEqual({ prompt: slug, approvals: 1, required: [], expiry_hours: 168 });
  const answer = await world.answer('eve', 'policy', { prompt: slug });
  expect(answer).toContain(`Policy of ${slug}`);
  expect(answer).toContain('Approvals needed: 1 approval');
  expect(answer).toContain('Must approve: nobody in particular');
  expect(answer).toContain('Expires after: 7 days');
  expect(answer).toContain('Who may decide: Olu, Dee and Grace');
  expect(answer).toContain('[Change the policy]');
});

test('the owner and admins change it, nobody else', async () => {
  for (const who of ['dee', 'grace', 'ada', 'eve'])
    expect(await refused({ approvals: 0 }, who)).toBe(
      'You may not change how this prompt is governed. These can: Olu, and the admins.',
    );
  expect(await policy({ approvals: 2 })).toMatchObject({ approvals: 2 });
  expect(await policy({ approvals: '3' }, 'root')).toMatchObject({ approvals: 3 });
});

test('each part is changed by itself', async () => {
  await policy({ approvals: 2 });
  await policy({ required: 'grace@example.com' });
  await policy({ expiry: '36h' });
  expect(await policy()).toEqual({ prompt: slug, approvals: 2, required: ['Grace'], expiry_hours: 36 });
});

test('a whole policy is typed in one line', async () => {
  const typed = readLine(`policy ${slug} 2 required=@slack:T1/UGRACE @slack:T1/UDEE expiry=3d`, world.house.commands);
  expect(await world.done('olu', typed.command, typed.args)).toEqual({
    prompt: slug,
    approvals: 2,
    required: ['Dee', 'Grace'],
    expiry_hours: 72,
  });
});

test.each([
  ['7d', 168],
  ['1 day', 24],
  ['36h', 36],
  ['2 hours', 2],
  ['48', 48],
  [48, 48],
  ['90d', 2160],
])('an expiry of %s is %i hours', async (expiry, hours) => {
  expect(await policy({ expiry })).toMatchObject({ expiry_hours: hours });
});

test.each(['0', '91d', '-1', '1.5h', 'soon', '99999d'])('is no expiry: %s', async (expiry) => {
  expect(await refused({ expiry })).toBe('Expiry is between 1 hour and 90 days, for example 7d or 36h.');
});

test.each([6, -1, 1.5, '6', 'two', '07'])('is no number of approvals: %s', async (approvals) => {
  expect(await refused({ approvals })).toBe('Approvals is a number from 0 to 5.');
});

test('whoever is required must be able to decide', async () => {
  const no = await world.refusal('olu', 'policy', { prompt: slug, required: 'sam@example.com ada@example.com' });
  expect(no.message).toBe(`Sam and Ada may not decide on ${slug}. Add them first: reviewers ${slug} add …`);
  expect(Object.keys(no.fields)).toEqual(['required']);
  expect(await refused({ required: 'typo@example.com' })).toContain('I do not know "typo@example.com".');
});

test('nobody is required any more when it says none, or when a form comes back empty', async () => {
  await policy({ required: 'grace@example.com' });
  expect(await policy({ required: 'none' })).toMatchObject({ required: [] });
  await policy({ required: 'grace@example.com' });
  const form = await world.asked('olu', 'policy', { prompt: slug }, { ask: true });
  const values = Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
  expect(values).toEqual({ approvals: '1', required: ['slack:T1/UGRACE'], expiry: '168h' });
  const kept = await world.run('olu', form.command, { ...form.args, ...values });
  expect(kept).toMatchObject({ kind: 'done', result: { required: ['Grace'] } });
  const emptied = await world.run('olu', form.command, { ...form.args, ...values, required: undefined });
  expect(emptied).toMatchObject({ kind: 'done', result: { required: [], approvals: 1, expiry_hours: 168 } });
});

test('the form is refused to whoever may not send it', async () => {
  expect(await world.refused('grace', 'policy', { prompt: slug }, { ask: true })).toMatch(/^You may not change/);
});

test('the answer says that open changes keep the policy they were opened with', async () => {
  expect(await world.answer('olu', 'policy', { prompt: slug, approvals: 2 })).toContain(
    'Changes that are open already keep the policy they were opened with.',
  );
});

test('a policy that too few people could fulfil is kept, with a warning', async () => {
  expect(await world.answer('olu', 'policy', { prompt: slug, approvals: 2 })).not.toContain('add reviewers');
  expect(await world.answer('olu', 'policy', { prompt: slug, approvals: 3 })).toContain(
    'Only 3 people may decide, and nobody decides on their own change: add reviewers, or some changes can never be released.',
  );
});

test('a policy without approvals says what that means', async () => {
  await needsNoReview(world.sql);
  expect(await world.answer('olu', 'policy', { prompt: slug, approvals: 0 })).toContain(
    'Approvals needed: none: a submission is released at once',
  );
});

test('what it was and what it became is recorded', async () => {
  await policy({ approvals: 2 });
  const { entries } = await world.done<{ entries: object[] }>('eve', 'audit', { subject: slug });
  expect(entries[0]).toMatchObject({
    action: 'policy',
    by: 'Olu',
    detail: { from: { approvals: 1 }, to: { approvals: 2 } },
  });
});
