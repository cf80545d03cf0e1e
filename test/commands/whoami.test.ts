import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt('support-reply');
});
afterAll(() => world.close());

test('somebody without any role hears who they are and what they may do', async () => {
  expect(await world.done('eve', 'whoami')).toEqual({
    name: 'Eve',
    email: 'eve@example.com',
    accounts: ['slack:T1/UEVE'],
    admin: false,
    token: null,
    roles: [],
  });
  const answer = await world.answer('eve', 'whoami');
  expect(answer).toContain('You are Eve.');
  expect(answer).toContain('E-mail: eve@example.com');
  expect(answer).toContain('Accounts: slack:T1/UEVE');
  expect(answer).toContain(
    'You have no role in any prompt yet. You may read and comment on all of them and create new ones.',
  );
});

test('roles are told by prompt', async () => {
  await world.done('olu', 'reviewers', { prompt: 'support-reply', people: 'me' });
  expect(await world.done('olu', 'whoami')).toMatchObject({
    roles: [{ prompt: 'support-reply', roles: ['owner', 'reviewer'] }],
  });
  expect(await world.done('ada', 'whoami')).toMatchObject({
    roles: [{ prompt: 'support-reply', roles: ['contributor'] }],
  });
  expect(await world.answer('dee', 'whoami')).toContain('support-reply: deputy');
});

test('an admin hears what that allows, and what it does not', async () => {
  const answer = await world.answer('root', 'whoami');
  expect(answer).toContain('You are Root, an admin.');
  expect(answer).toContain('Deciding on changes stays with reviewers.');
});

test('through a token one hears its name', async () => {
  const via = { door: 'http', token: { id: 7, name: 'help-desk' } } as const;
  expect(await world.done('ada', 'whoami', {}, { via })).toMatchObject({ name: 'Ada', token: 'help-desk' });
});

test('somebody whose e-mail the platform keeps to itself hears that', async () => {
  const id = await world.person('quiet');
  await world.sql`update person set email = null where id = ${id}`;
  await world.sql`update account set email = null where person_id = ${id}`;
  expect(await world.answer('quiet', 'whoami')).toContain('E-mail: not known: the platform does not tell me');
});

test('it tells what the place is called in settings, where it was asked in one', async () => {
  const via = { door: 'teams', place: 'teams:t-1/19:reviews@thread.tacv2' } as const;
  expect(await world.answer('ada', 'whoami', {}, { via })).toContain('This place: teams:t-1/19:reviews@thread.tacv2');
});
