import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TeamsMessage } from '../../src/bot/playground/teams/records.ts';
import { type Chat, type Copy, slackChat, teamsChat } from './chats.ts';
import { aad, accountOf, botMessages, come, DESK, type Office, placeNamed, read, startOffice } from './office.ts';

// Three processes, a tenant that answers with the ids of old, and a workspace beside it.
let office: Office;
let teams: Office['teams'];
let chat: Chat;
let slack: Chat;
let sql: postgres.Sql;

beforeAll(async () => {
  office = await startOffice({ slack: true, programs: 3, platform: { olderIds: true } });
  teams = office.teams;
  chat = teamsChat(teams);
  slack = slackChat(office.slack);
  sql = postgres(office.database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await office?.stop();
});

async function opened(slug: string): Promise<Copy> {
  expect(await chat.type('ada', `submit ${slug}`)).toBeNull();
  await chat.fill('ada', { Text: 'Be kind.', Why: 'It begins.', Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' });
  await chat.close('ada');
  return chat.waitFor(() => chat.copies('review', new RegExp(`release ${slug} `))[0], 'the card');
}
const both = async (slug: string, what: RegExp, timeout?: number) => {
  for (const one of [chat, slack]) {
    const card = () => one.copies('review', new RegExp(`release ${slug} `)).find(({ text }) => what.test(text));
    expect((await come(card, `${slug} in ${one.platform}`, timeout)).buttons).toEqual([]);
  }
};

test('a change whose time is over is closed by the clock, on both platforms', async () => {
  await opened('by-clock');
  await sql`update change set expires_at = now() where prompt_id = (select id from prompt where slug = 'by-clock')`;
  await both('by-clock', /Expired/i, 70_000);
}, 80_000);

test('a card that Teams knows by an id of old is answered, edited and replied to', async () => {
  const card = await opened('older');
  expect(await chat.press('olu', card, 'Approve and release')).toMatch(/Approved by olu/);
  await both('older', /Approved by olu/);
  await chat.waitFor(() => chat.thread('review', card)[0], 'a word in the thread');
});

test('a client that does not know the newer buttons is answered privately', async () => {
  const { original } = await opened('fallback');
  const privately = (who: string) =>
    botMessages(teams, (original as TeamsMessage).conversation, aad(who)).filter((one) => one.visibleTo === aad(who));
  const before = privately('ada').length;
  await teams.press(aad('ada'), original as TeamsMessage, 'Approve and release', {}, { older: true });
  const told = await teams.waitFor(() => privately('ada')[before], { what: 'a refusal' });
  expect(read(told.card)).toMatch(/These can: olu, dee/);
  await teams.press(aad('olu'), original as TeamsMessage, 'Approve and release', {}, { older: true });
  await both('fallback', /Approved by olu/);
});

test('what is decided over HTTP is seen on both platforms', async () => {
  await opened('over-http');
  const { message } = await office.slack
    .as('UROOT')
    .slash('/prompt', 'token create tests scopes="read commands"', { channel: 'CREVIEW' });
  const secret = /cs_[\w-]+/.exec(JSON.stringify(message))![0];
  const [row] = await sql`select c.id from change c join prompt p on p.id = c.prompt_id where p.slug = 'over-http'`;
  const answer = await fetch(`${office.program.url}/v1/commands/withdraw`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json', 'idempotency-key': 'once' },
    body: JSON.stringify({ change: row!.id }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  await both('over-http', /Withdrawn/i);
});

test('where to speak follows what Teams said last', async () => {
  const where = () =>
    sql`select reference->>'serviceUrl' as url from conversation where place_id = ${placeNamed(DESK)}`.then(
      ([one]) => one?.url,
    );
  await teams.say(aad('eve'), DESK, 'whoami');
  const first = await where();
  const moved = `${teams.serviceUrl}moved/`;
  const activity = teams.activity(aad('eve'), DESK, { text: 'nothing', id: 'moved', serviceUrl: moved });
  expect(await teams.post(activity, await teams.token({ serviceUrl: moved }))).toMatchObject({ status: 200 });
  expect(first).toBe(teams.serviceUrl);
  expect(await where()).toBe(moved);
  await teams.say(aad('eve'), DESK, 'whoami');
});

test('whoever never wrote to the bot is told in a chat it opens, and where it is not installed the owner hears of it', async () => {
  const card = await opened('stranger');
  teams.addUser({ id: aad('newbie'), name: 'newbie', email: 'newbie@example.com' });
  teams.addUser({ id: aad('absent'), name: 'absent', email: 'absent@example.com' });
  await chat.type('olu', `stakeholders stranger add @${accountOf('newbie')}`);
  await chat.type('olu', `stakeholders stranger add @${accountOf('absent')}`);
  teams.removeBot(aad('absent'));
  await chat.press('olu', card, 'Approve and release');
  await come(() => chat.told('newbie', /stranger v1 is live/)[0], 'word to newbie');
  const word = () => /I cannot post to[^"]*/.exec(JSON.stringify([office.slack.dm('UOLU'), chat.told('olu', /./)]));
  expect((await come(() => word() ?? undefined, 'word to the owner'))[0]).toMatch(/removed/);
});

test('nothing was sent that either platform would not show', async () => {
  await office.quiet(20_000);
  expect([...chat.findings(), ...slack.findings()]).toEqual([]);
});
