import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAccountKey } from '../../src/rules/account.ts';
import { findAccount, tellParting } from '../../src/store/accounts.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { findPerson, rememberByEmail } from '../../src/store/people.ts';
import { someone } from '../accounts.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let n = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  expect((await verifyAudit(world.store.db)).broken).toBeNull();
  await world?.close();
});

/** Two accounts of one human, met one after the other. */
async function both(email: string) {
  const slack = someone(world, `slack:T1/U${++n}`, email);
  const teams = someone(world, `teams:TN/u${n}`, email.toUpperCase());
  await slack.met();
  world.pass(1_000);
  await teams.met();
  return { slack, teams };
}
const trail = async (id: number) =>
  (await world.sql<{ action: string }[]>`select action from audit where subject = ${`person:${id}`} order by id`).map(
    (row) => row.action,
  );
const holder = async (email: string) => (await findPerson(world.store.db, email))?.id;

test('accounts of two platforms with one address, in any case, are one person, and that is recorded', async () => {
  const { slack, teams } = await both('one@example.com');
  const person = await slack.person();
  expect((await teams.person()).id).toBe(person.id);
  // The account used last comes first: that is where they are.
  expect(person).toMatchObject({
    emails: ['one@example.com'],
    accounts: [teams.key, slack.key],
    name: `U${n} of slack`,
  });
  expect(await trail(person.id)).toEqual(['join']);
});

test('an account alone takes its person along to its new address, and the old one leads to nobody', async () => {
  const bob = someone(world, 'slack:T1/UBOB', 'bob@example.com');
  const { personId } = await bob.met();
  expect(await bob.becomes({ email: 'bob@married.example' })).toMatchObject({ personId, left: null });
  expect(await holder('bob@married.example')).toBe(personId);
  expect(await holder('bob@example.com')).toBeUndefined();
  // Somebody hired later gets the old address and nothing with it.
  const next = someone(world, 'slack:T1/UBOB2', 'bob@example.com');
  expect((await next.met()).personId).not.toBe(personId);
});

test('an account whose address changes leaves the others, keeps nothing, and its human is told once', async () => {
  const { slack, teams } = await both('leaves@example.com');
  const before = await slack.person();
  const met = await teams.becomes({ email: 'other@example.com' });
  expect(met.personId).not.toBe(before.id);
  expect(met.left).toMatchObject({ was: before.name, on: 'slack' });
  expect(await slack.person()).toMatchObject({ id: before.id, accounts: [slack.key], emails: ['leaves@example.com'] });
  expect(await holder('other@example.com')).toBe(met.personId);
  expect(await trail(before.id)).toEqual(['join', 'leave']);
  const told = () => world.store.transaction((db) => tellParting(db, met.left!.parting));
  expect(await Promise.all([told(), told(), told()]).then((all) => all.filter(Boolean))).toEqual([true]);
  expect((await findAccount(world.store.db, parseAccountKey(teams.key)!))!.left).toBeNull();
  // When the others have the new address too, they are one again, whichever of them comes first.
  expect((await slack.becomes({ email: 'other@example.com' })).personId).toBe((await teams.person()).id);
});

test('an account that leaves for the address of somebody known becomes theirs', async () => {
  const { slack, teams } = await both('from@example.com');
  const known = someone(world, 'slack:T1/UKNOWN', 'to@example.com');
  const { personId } = await known.met();
  expect(await teams.becomes({ email: 'to@example.com' })).toMatchObject({ personId });
  expect((await slack.person()).id).not.toBe(personId);
});

test('an account that may not act vouches for no address and lends none', async () => {
  const foreign = someone(world, 'slack:T9/UFAR', 'shared@example.com', { barred: 'foreign' });
  const guest = someone(world, 'slack:T1/UGUEST', 'shared@example.com', { barred: 'guest' });
  const member = someone(world, 'teams:TN/member', 'shared@example.com');
  const ids = [await foreign.met(), await guest.met(), await member.met()].map((met) => met.personId);
  expect(new Set(ids).size).toBe(3);
  expect(await holder('shared@example.com')).toBe(ids[2]);
  expect(await guest.person()).toMatchObject({ emails: [], accounts: [] });
  // Once it may act, it is theirs.
  expect((await guest.becomes({ barred: null })).personId).toBe((await member.person()).id);
  // And when it may not any more, they are written to elsewhere.
  await guest.becomes({ barred: 'deleted' });
  expect((await member.person()).accounts).toEqual([member.key]);
});

test('two people are not made one by an address while one owns what the other stands in for', async () => {
  await world.prompt('held');
  const one = someone(world, 'slack:T1/UONE', 'one@clash.example');
  const other = someone(world, 'teams:TN/other', 'other@clash.example');
  await Promise.all([one.met(), other.met()]);
  await world.done('olu', 'deputy', { prompt: 'held', person: 'one@clash.example' });
  await world.done('olu', 'owner', { prompt: 'held', person: 'other@clash.example' });
  const met = await other.becomes({ email: 'one@clash.example' });
  expect(met.clash).toEqual({ email: 'one@clash.example', name: 'UONE of slack', prompts: ['held'] });
  expect((await other.person()).id).not.toBe((await one.person()).id);
  await world.done('root', 'deputy', { prompt: 'held', person: 'dee@example.com' });
  const settled = await other.met();
  expect(settled.clash).toBeUndefined();
  expect(settled.personId).toBe((await one.person()).id);
});

test('roles, requirements and names follow to whoever the person turned out to be', async () => {
  await world.prompt('roles');
  const early = await world.store.transaction((db) => rememberByEmail(db, 'two@names.example'));
  const two = someone(world, 'slack:T1/UTWO', 'two@other.example');
  await two.met();
  await world.done('olu', 'reviewers', {
    prompt: 'roles',
    action: 'add',
    people: ['two@names.example', `@${two.key}`],
  });
  await world.done('olu', 'policy', { prompt: 'roles', required: ['two@names.example', `@${two.key}`] });
  await world.done('olu', 'owner', { prompt: 'roles', person: `@${two.key}` });
  expect((await two.becomes({ email: 'two@names.example' })).personId).toBe(early);
  const shown = await world.done<{ owner: string; reviewers: string[] }>('root', 'show', { prompt: 'roles' });
  expect(shown).toMatchObject({ owner: 'UTWO of slack', reviewers: ['Grace', 'UTWO of slack'] });
  expect(await world.done('root', 'policy', { prompt: 'roles' })).toMatchObject({ required: ['UTWO of slack'] });
  expect(await two.hears('whoami')).toContain('roles: owner, reviewer');
  expect(await world.done<{ prompts: { prompt: string; owner: string }[] }>('eve', 'list')).toMatchObject({
    prompts: expect.arrayContaining([expect.objectContaining({ prompt: 'roles', owner: 'UTWO of slack' })]),
  });
});
