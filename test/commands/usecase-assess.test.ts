import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { harmless, working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const usecase = 'support';
const risky = { value: 'concentrated', detection: 'in_days', verifiability: 'expert' };
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await working(world, usecase);
  await world.prompt('support-reply');
  await world.done('root', 'usecase-add', { usecase, prompt: 'support-reply' });
});
afterAll(() => world?.close());

const policy = (prompt = 'support-reply') => world.done('olu', 'policy', { prompt });

test('the form asks the three questions, then shows what they recommend', async () => {
  const first = await world.asked('olu', 'usecase-assess', { usecase: 'support' });
  expect(first.submit).toBe('Go on');
  expect(first.fields.map((field) => field.name)).toEqual(['value', 'detection', 'verifiability']);
  // What was answered before is where it begins.
  expect(first.fields.map((field) => field.value)).toEqual(Object.values(harmless));
  const second = await world.asked('olu', 'usecase-assess', { usecase, ...risky });
  expect(JSON.stringify(second.parts)).toContain('Full review: two people approve');
  expect(second.fields.slice(3).map((field) => [field.name, field.value])).toEqual([
    ['layer', 'full'],
    ['reason', undefined],
  ]);
  const asked = await world.refusal('olu', 'usecase-assess', { usecase, ...risky });
  expect(asked.message).toContain('Send layer=full');
  expect(asked.facts).toEqual({ recommended: 'full' });
});

test('choosing less needs a reason, which the form asks for and keeps what was chosen', async () => {
  const form = await world.asked('olu', 'usecase-assess', { usecase, ...risky, layer: 'light' });
  expect(JSON.stringify(form.parts)).toContain('Choosing less needs a reason.');
  expect(form.fields.find((field) => field.name === 'layer')!.value).toBe('light');
  expect(await world.refused('olu', 'usecase-assess', { usecase, ...risky, layer: 'light', reason: ' ' })).toContain(
    'needs some words',
  );
  const done = await world.done('olu', 'usecase-assess', { usecase, ...risky, layer: 'light', reason: 'A trial' });
  expect(done.assessment).toEqual({ ...risky, layer: 'light', reason: 'A trial' });
});

describe('it sets the approval policy of its prompts', () => {
  test.each([
    ['none', 0, []],
    ['light', 1, []],
    ['substantive', 2, []],
    ['full', 2, ['Olu', 'Grace']],
  ])('%s', async (layer, approvals, required) => {
    await world.done('olu', 'usecase-assess', { usecase, ...risky, layer, reason: 'To see' });
    expect(await policy()).toMatchObject({ approvals, required: expect.arrayContaining(required) });
    expect((await policy()).required).toHaveLength(required.length);
  });

  test('whoever must approve may', async () => {
    await world.person('eve');
    await world.done('olu', 'usecase-edit', { usecase, context_owner: 'eve@example.com' });
    expect((await policy()).required).toEqual(expect.arrayContaining(['Olu', 'Eve']));
    expect(await world.done('olu', 'show', { prompt: 'support-reply' })).toMatchObject({ reviewers: ['Grace', 'Eve'] });
  });

  test('and asks for as much from a prompt that joins', async () => {
    await world.prompt('letters');
    await world.done('root', 'usecase-add', { usecase, prompt: 'letters' });
    expect(await policy('letters')).toMatchObject({ approvals: 2, required: expect.arrayContaining(['Eve']) });
  });

  test('a policy of less is refused, with the way to choose less', async () => {
    const refusal = await world.refusal('olu', 'policy', { prompt: 'letters', approvals: 1, required: 'none' });
    expect(refusal.message).toContain('Full review');
    expect(refusal.offers).toMatchObject([{ command: 'usecase-assess', args: { usecase }, ask: true }]);
    expect(await world.done('olu', 'policy', { prompt: 'letters', approvals: 3 })).toMatchObject({ approvals: 3 });
  });

  test('changes that are open keep the policy they were opened with', async () => {
    const { change } = await world.submit('letters', 'Write.');
    await world.done('olu', 'usecase-assess', { usecase, ...harmless, layer: 'light' });
    const [row] = await world.sql`select policy from change where id = ${change}`;
    expect(row!.policy).toMatchObject({ approvals: 3 });
  });
});

test('"AI does not belong here" is kept with its reason, and releases nothing any more', async () => {
  await world.done('olu', 'usecase-create', { usecase: 'firing', deputy: 'dee@example.com' });
  const hopeless = { value: 'concentrated', detection: 'late', verifiability: 'hardly' };
  const no = { usecase: 'firing', ...hopeless, layer: 'does_not_belong' };
  expect(await world.refused('olu', 'usecase-assess', no)).toContain('Please say why AI does not belong here');
  const done = await world.done('olu', 'usecase-assess', { ...no, reason: 'People decide about people' });
  expect(done.assessment).toEqual({ ...hopeless, layer: 'does_not_belong', reason: 'People decide about people' });
  // Nobody is asked to fill in what is never used.
  expect(await world.answer('olu', 'usecase-show', { usecase: 'firing' })).not.toMatch(/Missing|Fill in/);
  expect(await world.answer('olu', 'usecase-list')).toContain('nothing: AI does not belong here');
  expect(await world.refused('olu', 'usecase-activate', { usecase: 'firing', as: 'active' })).toBe(
    'The assessment of firing says that AI does not belong here: People decide about people',
  );
  const { change } = await world.submit('support-reply', 'Be kinder.');
  await world.done('olu', 'usecase-assess', { ...no, usecase, reason: 'Not here either' });
  const refusal = await world.approve('grace', change);
  expect(refusal).toMatchObject({
    kind: 'refused',
    refusal: {
      message: 'The assessment of support says that AI does not belong here: Not here either',
      offers: [{ command: 'usecase-assess', args: { usecase } }],
    },
  });
});

test('only those who answer for it assess it', async () => {
  expect(await world.refused('grace', 'usecase-assess', { usecase, ...harmless, layer: 'light' })).toBe(
    'You may not change this use case. These can: Olu, Dee, the admins.',
  );
});

test('what is no answer is refused with those that are', async () => {
  expect(await world.refused('olu', 'usecase-assess', { usecase, ...risky, value: 'low' })).toContain(
    'Value concentration is one of spread, mixed, concentrated.',
  );
});
