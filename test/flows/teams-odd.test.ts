import { existsSync, readdirSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../src/bot/playground/teams/wire.ts';
import { type Chat, type Copy, teamsChat } from './chats.ts';
import { aad, botMessages, come, DESK, type Office, REVIEW, read, startOffice, TENANT } from './office.ts';
import { startProgram } from './program.ts';

let office: Office;
let teams: Office['teams'];
let chat: Chat;
let sql: postgres.Sql;

beforeAll(async () => {
  office = await startOffice({ slack: true });
  teams = office.teams;
  chat = teamsChat(teams);
  sql = postgres(office.database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await office?.stop();
});

let number = 0;
const invoke = (who: string, name: string, value: unknown, where = REVIEW): Activity =>
  teams.activity(aad(who), where, { type: 'invoke', name, value, id: `f:odd-${number++}` });

async function opened(slug: string): Promise<Copy> {
  expect(await chat.type('ada', `submit ${slug}`)).toBeNull();
  await chat.fill('ada', { Text: 'Be kind.', Why: 'It begins.', Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' });
  await chat.close('ada');
  return chat.waitFor(() => chat.copies('review', new RegExp(`release ${slug} `))[0], 'the card');
}
const reviewOf = async (slug: string) =>
  (await sql`select c.review from change c join prompt p on p.id = c.prompt_id where p.slug = ${slug}`)[0]?.review;

test('an invoke nobody knows is 501, and a button nobody knows is refused in words', async () => {
  expect(await teams.post(invoke('eve', 'composeExtension/query', {}))).toMatchObject({ status: 501 });
  for (const data of [undefined, null, 'x', {}, { run: 7 }, { run: 'approve', a: 'x' }]) {
    const { status, body } = await teams.post(invoke('eve', 'adaptiveCard/action', { action: { verb: 'run', data } }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      statusCode: 400,
      value: { message: expect.stringMatching(/do not know this button/) },
    });
  }
  const unknown = { action: { verb: 'run', data: { run: 'aprove', a: {} } } };
  const { body } = await teams.post(invoke('eve', 'adaptiveCard/action', unknown));
  expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  expect((body as { value: string }).value).toMatch(/Did you mean .*approve/);
});

test('in a dialog, too, a button nobody knows is refused in words, and half a form asks for the rest', async () => {
  for (const name of ['task/fetch', 'task/submit']) {
    for (const data of [undefined, {}, { run: 7 }]) {
      const { status, body } = await teams.post(invoke('eve', name, { data }));
      expect(status).toBe(200);
      expect(body).toEqual({ task: { type: 'message', value: expect.stringMatching(/do not know this button/) } });
    }
    const { body } = await teams.post(invoke('eve', name, { data: { run: 'approve' } }));
    expect(body).toMatchObject({ task: { value: { title: 'Approve a change' } } });
  }
});

test('whoever installs the app is welcomed once, and not again with every new version of it', async () => {
  const hello = () => botMessages(teams, aad('sam')).length;
  const { text: _, ...frame } = teams.activity(aad('sam'), aad('sam'));
  const told = (action: string, id: string) =>
    teams.post({ ...frame, type: 'installationUpdate', action, id } as Activity);
  for (let i = 0; i < 3; i++) expect(await told('add', 'installed')).toMatchObject({ status: 200 });
  for (const action of ['add-upgrade', 'remove-upgrade', 'remove', 'whatever'])
    expect(await told(action, `it-${action}`)).toMatchObject({ status: 200 });
  await teams.waitFor(() => (hello() > 0 ? true : undefined), { what: 'a welcome' });
  await new Promise((done) => setTimeout(done, 300));
  expect(hello()).toBe(1);
});

test('people and places of other organisations are not taken for those of ours who have the same id', async () => {
  await opened('foreign');
  const other = '99999999-9999-4999-8999-999999999999';
  const olu = office.slack.as('UOLU');
  for (const [account, name] of [
    [`teams:${other}/${aad('sam')}`, 'Microsoft Teams'],
    ['slack:T2/UEVE', 'Slack'],
    [`teams:${TENANT}/nobody`, 'Microsoft Teams'],
  ]) {
    const { message } = await olu.slash('/prompt', `reviewers foreign add @${account}`, { channel: 'CREVIEW' });
    expect(message?.text).toMatch(new RegExp(`I cannot find .* on ${name}`));
  }
  const strangers = await sql`
    select user_id from account where workspace not in ('T1', ${TENANT}) or user_id = 'nobody'`;
  expect(strangers).toHaveLength(0);
  const before = teams.messages(DESK).length;
  await chat.type('olu', `stakeholders foreign add #teams:${other}/${DESK}`);
  await chat.press('olu', chat.copies('review', /release foreign /)[0]!, 'Approve and release');
  const word = () => /another organisation/.exec(JSON.stringify([office.slack.dm('UOLU'), chat.told('olu', /./)]));
  await come(() => word() ?? undefined, 'word to the owner');
  expect(teams.messages(DESK)).toHaveLength(before);
});

test('whoever left the channel they were last seen in is still found', async () => {
  await opened('left');
  await chat.type('grace', 'whoami');
  await teams.leave(REVIEW, aad('grace'));
  const second = await startProgram(office.env);
  try {
    // Seen there by a process that has never looked her up.
    teams.connect(`${second.url}/api/messages`);
    await teams.post(teams.activity(aad('grace'), REVIEW, { type: 'messageReaction', id: 'thumb' }));
    await sql`update account set checked_at = now() - interval '2 hours' where user_id = ${aad('grace')}`;
    expect((await chat.type('olu', `reviewers left add @teams:${TENANT}/${aad('grace')}`))?.text).toMatch(
      /are now: grace/,
    );
  } finally {
    teams.connect(`${office.program.url}/api/messages`);
    await second.stop();
    await teams.join(REVIEW, aad('grace'));
  }
});

test('commands that are for doors and the clock are not for people, whatever a button says', async () => {
  for (const run of ['home', 'expire']) {
    const { body } = await teams.post(invoke('eve', 'adaptiveCard/action', { action: { data: { run, a: {} } } }));
    expect((body as { value: string }).value).toMatch(/do not know/);
  }
});

test('a card pressed by somebody of another place counts for who they are, not for where they stand', async () => {
  await opened('elsewhere');
  const [row] =
    await sql`select c.id, c.cycle, v.fingerprint from change c join prompt p on p.id = c.prompt_id join version v on v.id = c.version_id where p.slug = 'elsewhere'`;
  const a = { change: row!.id, cycle: row!.cycle, fingerprint: row!.fingerprint };
  const { body } = await teams.post(
    invoke('eve', 'adaptiveCard/action', { action: { data: { run: 'approve', a } } }, DESK),
  );
  expect((body as { value: string }).value).toMatch(/olu|dee/);
  expect(await reviewOf('elsewhere')).toBe('open');
});

test('whoever Teams does not know any more, and guests, are refused', async () => {
  teams.addUser({ id: aad('guest'), name: 'guest', email: 'guest@example.com', guest: true });
  teams.join(DESK, aad('guest'));
  await teams.say(aad('guest'), DESK, 'list', { targeted: true });
  const refused = await teams.waitFor(
    () => botMessages(teams, DESK, aad('guest')).find((one) => one.visibleTo === aad('guest')),
    {
      what: 'a refusal',
    },
  );
  expect(read(refused.card)).toMatch(/Guests .* cannot use me/);
});

test('a form of 60 kB is read, and refused in words at its field with nothing lost', async () => {
  await chat.type('ada', 'submit huge');
  const dialog = teams.dialog(aad('ada'))!;
  const submit = (dialog.card as unknown as { actions: { data: Record<string, unknown> }[] }).actions.at(-1)!;
  const text = 'word '.repeat(12_000);
  const data = {
    ...submit.data,
    'f:text': text,
    'f:why': 'It is long.',
    'f:purpose': 'x',
    'f:owner': aad('olu'),
    'f:deputy': aad('dee'),
  };
  const { status, body } = await teams.post(invoke('ada', 'task/submit', { data }));
  expect(status).toBe(200);
  const shown = read((body as { task: { value: { card: { content: unknown } } } }).task.value.card.content);
  expect(shown).toMatch(/Change #\d+ is open|HTTP API|characters/);
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(62_000);
  await chat.close('ada');
});

test('an address that changed parts two accounts, is told once, and lends no right from then on', async () => {
  const card = await opened('renamed');
  await office.slack.as('UOLU').slash('/prompt', 'whoami', { channel: 'CREVIEW' });
  await chat.type('olu', 'whoami');
  teams.addUser({ ...teams.users.get(aad('olu'))!, email: 'olu.new@example.com' });
  await sql`update account set checked_at = now() - interval '2 minutes' where platform = 'teams'`;
  // Another process, which has not asked who olu is within the last minute.
  const second = await startProgram(office.env);
  teams.connect(`${second.url}/api/messages`);
  try {
    expect(await chat.press('olu', card, 'Approve and release')).toMatch(
      /address on Microsoft Teams is now olu\.new@example\.com.*type "link"/,
    );
    expect(await chat.press('olu', card, 'Approve and release')).toMatch(/These can: olu, dee/);
    expect(await reviewOf('renamed')).toBe('open');
  } finally {
    teams.connect(`${office.program.url}/api/messages`);
    await second.stop();
  }
});

describe('two accounts with different addresses', () => {
  test('are linked with a code from one, entered on the other, and a yes on the first', async () => {
    office.slack.addUser?.({ id: 'UMAX', name: 'max', email: 'max@slack.example' } as never);
    teams.addUser({ id: aad('max'), name: 'Max', email: 'max@teams.example' });
    teams.join(REVIEW, aad('max'));
    const asked = await office.slack.as('UMAX').slash('/prompt', 'link', { channel: 'CREVIEW' });
    const code = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(JSON.stringify(asked.message))?.[0];
    expect(code).toBeDefined();
    const entered = await chat.type('max', `link ${code}`);
    expect(entered?.text).toMatch(/Slack/);
    const question = await office.slack.waitFor(
      () => office.slack.dm('UMAX').find((one) => /Are you also Max on/.test(one.text)),
      {
        what: 'the question',
      },
    );
    await office.slack.as('UMAX').click(question, 'Yes, both are me');
    await chat.waitFor(() => chat.told('max', /one person/i)[0], 'word in Teams');
    const people = await sql`
      select distinct coalesce(p.same_as, p.id) as human from account a join person p on p.id = a.person_id
      where a.user_id in ('UMAX', ${aad('max')})`;
    expect(people).toHaveLength(1);
  });
});

const recorded = new URL('../../../shared/data/payloads/teams/', import.meta.url);

describe.skipIf(!existsSync(recorded))('recorded activities (where shared/data is present)', () => {
  const names = existsSync(recorded) ? readdirSync(recorded).filter((name) => name.endsWith('.json')) : [];
  test.each(names)('%s comes through the door without a fault', async (name) => {
    const read = JSON.parse(readFileSync(new URL(name, recorded), 'utf8')) as Record<string, unknown>;
    const own = (read.body ?? read) as Activity;
    const frame = teams.activity(aad('eve'), DESK);
    const activity: Activity = {
      ...frame,
      ...own,
      id: `recorded-${name}`,
      channelId: 'msteams',
      serviceUrl: frame.serviceUrl!,
      from: frame.from!,
      recipient: frame.recipient!,
      conversation: frame.conversation!,
      channelData: { ...own.channelData, tenant: { id: TENANT } },
    };
    const { status } = await teams.post(activity);
    expect([200, 501]).toContain(status);
    expect(office.program.lines.filter((one) => one.level >= 50)).toEqual([]);
  });
});
