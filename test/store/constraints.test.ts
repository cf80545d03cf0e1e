import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Seen, type World } from '../world.ts';

let world: World;
let seen: Seen;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'one');
  seen = await world.submit(slug, 'two');
});
afterAll(() => world.close());

/** What the database itself says to a statement, past all commands. */
const tried = (statement: string) =>
  world.sql.unsafe(statement).then(
    () => 'done',
    (error: { code: string; constraint_name?: string }) => `${error.code} ${error.constraint_name ?? ''}`.trim(),
  );
const vote = (verdict: string, person: number, cycle = 1) =>
  tried(`insert into verdict (change_id, cycle, person_id, verdict, fingerprint, at)
    values (${seen.change}, ${cycle}, ${person}, '${verdict}', '${seen.fingerprint}', now())`);

test('one person has one vote in each round, of whatever kind; comments are free', async () => {
  const grace = await world.person('grace');
  expect(await vote('comment', grace)).toBe('done');
  expect(await vote('request_changes', grace)).toBe('done');
  for (const verdict of ['approve', 'decline', 'request_changes'])
    expect(await vote(verdict, grace)).toBe('23505 one_verdict_per_person_and_cycle');
  expect(await vote('comment', grace)).toBe('done');
  expect(await vote('approve', grace, 2)).toBe('done');
  expect(await vote('approve', await world.person('olu'))).toBe('done');
});

test('owner and deputy are two people', async () => {
  expect(await tried('update prompt set deputy_id = owner_id')).toBe('23514 owner_is_not_deputy');
});

test('a prompt has each name, each number and each content once', async () => {
  expect(
    await tried(`insert into prompt (slug, use_case_id, purpose, owner_id, deputy_id, policy, created_by, created_at)
    select slug, use_case_id, purpose, owner_id, deputy_id, policy, created_by, created_at from prompt`),
  ).toBe('23505 prompt_slug_unique');
  const again = (number: string, fingerprint: string) =>
    tried(`insert into version (prompt_id, number, fingerprint, content, created_by, created_at)
      select prompt_id, ${number}, ${fingerprint}, content, created_by, created_at from version limit 1`);
  expect(await again('number', `'other'`)).toBe('23505 version_promptId_number_unique');
  expect(await again('99', 'fingerprint')).toBe('23505 version_promptId_fingerprint_unique');
});

test('a label points to one version at a time', async () => {
  await world.approve('grace', seen.change);
  await world.release(slug, 'three');
  expect(await tried('insert into label select * from label')).toBe('23505 label_prompt_id_name_pk');
});

test('whoever is in a role is a person or a place, once', async () => {
  const grace = await world.person('grace');
  const member = (person: string, place: string) =>
    tried(
      `insert into member (prompt_id, role, person_id, place_id) select id, 'reviewer', ${person}, ${place} from prompt`,
    );
  expect(await member('null', 'null')).toBe('23514 a_person_or_a_place');
  expect(await member(String(grace), 'null')).toBe('23505 member_promptId_role_personId_unique');
});

test('one chat account belongs to one person, one e-mail address to one person', async () => {
  expect(
    await tried(`insert into account (person_id, platform, workspace, user_id)
    select 1, platform, workspace, user_id from account limit 1`),
  ).toMatch(/^23505 account_platform/);
  expect(await tried(`insert into person (name, email) values ('Double', 'ada@example.com')`)).toBe(
    '23505 person_email_unique',
  );
});
