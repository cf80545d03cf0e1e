import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { linked, type Someone, someone } from '../accounts.ts';
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

/** One human with an account on both platforms, linked by a code. */
async function oneHuman(): Promise<[slack: Someone, teams: Someone]> {
  const slack = someone(world, `slack:T1/U${++n}`, `u${n}@slack.example`);
  const teams = someone(world, `teams:TN/u${n}`, `u${n}@teams.example`);
  await slack.met();
  await teams.met();
  await linked(world, slack, teams);
  return [slack, teams];
}

test('an account becomes somebody new without roles; votes and roles stay, both sides are told, and it is recorded', async () => {
  const slug = `left-${++n}`;
  await world.prompt(slug);
  const [slack, teams] = await oneHuman();
  await world.done('olu', 'reviewers', { prompt: slug, people: `@${teams.key}` });
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const seen = await world.submit(slug, 'another');
  await teams.run('approve', seen);
  const { id, name } = await slack.person();

  const { posts } = await world.queued(async () => {
    expect(await slack.hears('unlink', { account: teams.key })).toContain(`is no longer linked to ${name}.`);
  });
  expect(posts).toEqual([expect.objectContaining({ place: teams.key, slot: 'dm' })]);
  expect(await world.says(posts[0]!.subject, 'dm')).toContain(
    `Microsoft Teams (u${n}@teams.example) is no longer linked to ${name}.`,
  );

  expect((await slack.person()).id).toBe(id);
  expect((await teams.person()).id).not.toBe(id);
  expect(await teams.hears('whoami')).toContain('You have no role in any prompt yet.');
  expect(await slack.hears('whoami')).toContain(`${slug}: reviewer`);
  expect(await world.answer('eve', 'change', { change: seen.change })).toContain('1 of 2');
  const [row] = await world.sql`select detail from audit where action = 'unlink' and subject = ${`person:${id}`}`;
  expect(JSON.parse(row!.detail)).toEqual({ account: teams.key, person: (await teams.person()).id });
  // Both see their own trail, admins anybody's, others nobody's.
  expect(await slack.hears('audit', { subject: 'me' })).toMatch(/ · unlink · person:.* · link · person:/s);
  expect(await world.answer('root', 'audit', { subject: `person:${id}` })).toContain(' · unlink · ');
  expect(await world.refused('eve', 'audit', { subject: `person:${id}` })).toContain('Only admins see the trail');
});

test('what was opened before is decided neither by who wrote it nor, with a second voice, by who decided on it', async () => {
  const slug = `before-${++n}`;
  await world.prompt(slug);
  const [slack, teams] = await oneHuman();
  await world.done('olu', 'reviewers', { prompt: slug, people: `@${slack.key}` });
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  const written = (await slack.run('submit', { prompt: slug, text: 'mine', why: 'Better' })) as {
    result: { change: number; cycle: number; fingerprint: string };
  };
  const mine = { change: written.result.change, cycle: 1, fingerprint: written.result.fingerprint };
  const decided = await world.submit(slug, 'hers');
  const open = await world.submit(slug, 'hers too');
  await slack.run('approve', decided);
  world.pass(1_000);
  await teams.hears('unlink', { account: teams.key });
  await world.done('olu', 'reviewers', { prompt: slug, people: `@${teams.key}` });
  for (const seen of [mine, decided]) {
    expect(await teams.refused('approve', seen)).toMatch(/^When this change was opened you were one person here/);
    expect(await world.answer('eve', 'change', { change: seen.change })).not.toContain(`u${n} of teams`);
  }
  // The others are free: there they have one voice each, as any two people.
  expect((await teams.run('approve', open)).kind).toBe('done');
  world.pass(1_000);
  const later = await slack.run('submit', { prompt: slug, text: 'mine, later', why: 'Better' });
  const { change, fingerprint } = (later as { result: { change: number; fingerprint: string } }).result;
  expect((await teams.run('approve', { change, cycle: 1, fingerprint })).kind).toBe('done');
});

test('no address joins it again, a code does', async () => {
  const [slack, teams] = await oneHuman();
  await slack.hears('unlink', { account: `@${teams.key}` });
  await teams.becomes({ email: `u${n}@slack.example` });
  expect((await teams.person()).id).not.toBe((await slack.person()).id);
  await linked(world, teams, slack);
  expect((await teams.person()).id).toBe((await slack.person()).id);
});

test('whom both platforms vouch for as one human, only an admin parts, and not from themselves', async () => {
  const slack = someone(world, 'slack:T1/USAME', 'same@example.com');
  const teams = someone(world, 'teams:TN/same', 'same@example.com');
  await slack.met();
  await teams.met();
  expect(await slack.refused('unlink', { account: teams.key })).toBe(
    'Both platforms vouch for same@example.com, so these accounts are one human. An admin can part them.',
  );
  expect(await world.answer('root', 'unlink', { account: teams.key })).toContain('is no longer linked to');
  expect((await teams.person()).id).not.toBe((await slack.person()).id);
  expect((await teams.met()).personId).not.toBe((await slack.met()).personId);
  const other = someone(world, 'teams:TN/root', 'root@example.com');
  await other.met();
  expect(await world.refused('root', 'unlink', { account: other.key })).toContain('Another admin can part them.');
});

test('without a name a form offers the accounts there are, and the only account stays', async () => {
  const [slack, teams] = await oneHuman();
  const form = await slack.run('unlink', {}, { canAsk: true });
  expect(form).toMatchObject({ kind: 'ask', form: { fields: [{ name: 'account', input: { kind: 'choice' } }] } });
  expect(JSON.stringify(form)).toContain(teams.key);
  const nothing = 'There is nothing to unlink: it is the only account. "link" adds another one.';
  expect((await world.refusal('eve', 'unlink', {}, { canAsk: true })).message).toBe(nothing);
  expect(await world.refused('eve', 'unlink', { account: 'slack:T1/UEVE' })).toBe(nothing);
});

test('the accounts of others are theirs, and an account nobody knows is named', async () => {
  const [, teams] = await oneHuman();
  expect(await world.refused('eve', 'unlink', { account: teams.key })).toBe(
    `"${teams.key}" is no account of yours. Yours: slack:T1/UEVE. Admins can unlink those of others.`,
  );
  expect(await world.refused('root', 'unlink', { account: 'me' })).toMatch(/^"me" is no account that I know\. Yours: /);
});
