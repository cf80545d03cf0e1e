import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAccountKey } from '../../src/rules/account.ts';
import { type Profile, rememberAccount } from '../../src/store/accounts.ts';
import { findPerson, rememberByEmail } from '../../src/store/people.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const account = (id: string, profile: Profile | null) =>
  world.store.transaction((db) => rememberAccount(db, parseAccountKey(`slack:T1/${id}`)!, profile, world.now()));
const named = (name: string): Profile => ({ name, email: `${name.toLowerCase()}@example.com`, barred: null });
const roles = (slug: string) => world.done('root', 'show', { prompt: slug });

test('somebody first known by id alone becomes the person who has their e-mail, with all that they hold', async () => {
  const tess = await world.person('tess');
  const { personId: unknown } = await account('U0', null);
  expect(unknown).not.toBe(tess);
  await world.prompt('held');
  await world.prompt('stood-in');
  await world.done('olu', 'reviewers', { prompt: 'held', action: 'add', people: '@slack:T1/U0' });
  await world.done('olu', 'stakeholders', {
    prompt: 'held',
    action: 'add',
    people: ['@slack:T1/U0', 'tess@example.com'],
  });
  await world.done('olu', 'policy', { prompt: 'held', required: ['@slack:T1/U0', 'grace@example.com'] });
  const { change } = await world.submit('held', 'another text');
  await world.done('olu', 'owner', { prompt: 'stood-in', person: '@slack:T1/U0' });

  expect(await account('U0', named('Tess'))).toMatchObject({ personId: tess, barred: null });
  expect((await findPerson(world.store.db, 'slack:T1/U0'))?.id).toBe(tess);
  expect(await roles('held')).toMatchObject({ reviewers: ['Grace', 'Tess'], stakeholders: ['Tess'] });
  expect(await world.done('olu', 'policy', { prompt: 'held' })).toMatchObject({ required: ['Grace', 'Tess'] });
  expect(await roles('stood-in')).toMatchObject({ owner: 'Tess', deputy: 'Dee' });

  await world.approve('grace', change);
  expect(await world.done('ada', 'change', { change })).toMatchObject({ review: 'open' });
  await world.approve('tess', change);
  expect(await world.done('ada', 'change', { change })).toMatchObject({ review: 'approved' });
});

test('what they wrote by then is theirs: they do not approve it', async () => {
  const vera = await world.person('vera');
  const { personId: unknown } = await account('U1', null);
  await world.prompt('written');
  for (const people of ['@slack:T1/U1', 'vera@example.com'])
    await world.done('olu', 'reviewers', { prompt: 'written', action: 'add', people });
  // As by a token of theirs.
  const { change, cycle, fingerprint } = await world.done<{ change: number; cycle: number; fingerprint: string }>(
    null,
    'submit',
    { prompt: 'written', text: 'mine', why: 'Better' },
    { personId: unknown },
  );
  await account('U1', named('Vera'));
  expect((await findPerson(world.store.db, 'vera@example.com'))?.id).toBe(vera);
  expect(await world.refused('vera', 'approve', { change, cycle, fingerprint })).toMatch(/^You wrote this change/);
  expect(await world.done('ada', 'change', { change })).toMatchObject({ by: 'Vera' });
});

test('an admin who was known by e-mail alone is one when their account turns out to be theirs', async () => {
  const admin = await world.store.transaction((db) => rememberByEmail(db, 'root@example.com'));
  await account('U2', null);
  expect(await account('U2', named('Root'))).toMatchObject({ personId: admin });
});
