import { afterAll, beforeAll, expect, test } from 'vitest';
import { working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await working(world, 'support', { team: '#slack:T1/CTEAM' });
});
afterAll(() => world?.close());

test('the card says who decides, what it may do, what its context is, and how it is reviewed', async () => {
  const card = await world.answer('eve', 'usecase-show', { usecase: 'support' });
  for (const words of [
    'support is active\nDecision: What a customer is answered',
    'Owner: Olu, deputy Dee',
    'May stop it: Sam',
    'Limits: No promises of money',
    'Input “Handbook”: the wiki, Grace, at most 365 days old; never reviewed, overdue',
    'Context is reviewed: every 90 days',
    'Review: Light review: one other person approves',
    '> A colleague will answer you.',
    'Measured: by the week, UTC, in EUR',
    'Team: slack:T1/CTEAM',
    'No prompt belongs to it yet.',
  ])
    expect(card).toContain(words);
  for (const button of [
    'People',
    'Decision and limits',
    'The step',
    'Failure and quality',
    'Context contract',
    'Measures',
  ])
    expect(card).toContain(`[${button}]`);
  expect(card).toContain('[Assess again] [Context reviewed today] [Pause] [Numbers] [Kill criteria] [Close]');
  expect(card).not.toContain('Missing:');
});

test('it says what production holds of its prompts, and who reads it', async () => {
  await world.prompt('support-reply');
  await world.done('root', 'usecase-add', { usecase: 'support', prompt: 'support-reply' });
  await world.release('support-reply', 'Be kind.');
  await world.done('root', 'token', { action: 'create', name: 'help-desk', scopes: ['read'] });
  await world.sql`
    insert into reading (token_id, prompt_id, label, day, count, first_at, last_at)
    select t.id, p.id, 'production', ${world.now()}, 7, ${world.now()}, ${world.now()} from token t, prompt p`;
  const card = await world.answer('eve', 'usecase-show', { usecase: 'support' });
  expect(card).toContain('support-reply: v2 on production, help-desk (7 reads) in the last 7 days');
  const { prompts } = await world.done('eve', 'usecase-show', { usecase: 'support' });
  expect(prompts).toEqual([{ prompt: 'support-reply', production: 2, readers: ['help-desk'] }]);
});

test('a draft says what is missing, and leads to the form that asks for it', async () => {
  await world.done('olu', 'usecase-create', { usecase: 'bare' });
  const card = await world.answer('eve', 'usecase-show', { usecase: 'bare' });
  expect(card).toContain('Missing: the decision it is responsible for, its decision limits, a deputy,');
  expect(card).toContain('[Fill in: People]');
  expect(card).toContain('[Context contract (incomplete)]');
});

test('an owner who may stop it alone is said', async () => {
  await world.done('olu', 'usecase-edit', { usecase: 'bare', stop_authority: 'me' });
  expect(await world.answer('eve', 'usecase-show', { usecase: 'bare' })).toContain(
    'Owner and stop authority are one person here.',
  );
});

test('a name that nobody knows is answered with the nearest', async () => {
  const refusal = await world.refusal('eve', 'usecase-show', { usecase: 'suport' });
  expect(refusal.message).toContain('Did you mean support?');
  expect(refusal.offers[0]).toMatchObject({ command: 'usecase-show', args: { usecase: 'support' } });
});

test('without a name a form asks for it', async () => {
  const form = await world.asked('eve', 'usecase-show');
  expect(form.fields[0]!.input).toMatchObject({
    kind: 'choice',
    choices: expect.arrayContaining([{ value: 'support', label: 'support' }]),
  });
});
