import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Chat, type Copy, slackChat, teamsChat } from './chats.ts';
import { aad, DESK, type Office, placeNamed, startOffice } from './office.ts';
import { idOf } from './workspace.ts';

// One house with two doors: everybody has an account on both platforms, with the same address.

let office: Office;
let slack: Chat;
let teams: Chat;
let sql: postgres.Sql;

beforeAll(async () => {
  office = await startOffice({ slack: true });
  slack = slackChat(office.slack);
  teams = teamsChat(office.teams);
  sql = postgres(office.database.url, { max: 2, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await office?.stop();
});

const cardIn = (chat: Chat, change: number, what = /./): Promise<Copy> =>
  chat.waitFor(
    () => chat.copies('review', new RegExp(`Change #${change} ·`)).find((one) => what.test(one.text)),
    `#${change} in ${chat.platform}`,
  );

async function submitted(chat: Chat, slug: string, text: string, who = 'ada'): Promise<number> {
  expect(await chat.type(who, `submit ${slug}`)).toBeNull();
  const fresh = 'Purpose' in (await chat.form(who)).values;
  const answer = await chat.fill(who, {
    [fresh ? 'Text' : 'New text']: text,
    Why: 'It gets better.',
    ...(fresh && { Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' }),
  });
  await chat.close(who);
  return Number(/Change #(\d+)/.exec(answer.text)?.[1]);
}

test('submitted in Slack, approved in Teams: both cards follow, and everybody is told once, in one place', async () => {
  const change = await submitted(slack, 'shared', 'Be kind.');
  const here = await cardIn(slack, change);
  const there = await cardIn(teams, change);
  expect(there.buttons).toEqual(here.buttons);
  await slack.type('olu', `stakeholders shared add <@${idOf('sam')}|sam> <#CDESK|help-desk>`);
  await teams.type('olu', `stakeholders shared add #${placeNamed(DESK)}`);

  await teams.press('olu', there, 'Approve and release');
  expect((await cardIn(slack, change, /✅ Approved by olu/)).buttons).toEqual([]);
  expect((await cardIn(teams, change, /✅ Approved by olu/)).buttons).toEqual([]);
  for (const chat of [slack, teams]) {
    await chat.waitFor(() => chat.copies('news', /🚀 shared v1 is live/)[0], `news in ${chat.platform}`);
    await chat.waitFor(() => chat.copies('desk', /🚀 shared v1 is live/)[0], `news at the desk of ${chat.platform}`);
  }
  await office.quiet();
  for (const chat of [slack, teams]) {
    expect(chat.copies('news', /shared v1 is live/)).toHaveLength(1);
    expect(chat.copies('desk', /shared v1 is live/)).toHaveLength(1);
  }
  for (const name of ['sam', 'dee', 'ada']) {
    const told = [slack, teams].flatMap((chat) => chat.told(name, /shared v1 is live|approved your change/));
    expect(told.length, name).toBeGreaterThan(0);
    expect(new Set(told.map((one) => one.text)).size, name).toBe(told.length);
  }
});

test('whoever wrote it in Slack cannot approve it in Teams, nor the other way round', async () => {
  await teams.type('olu', 'reviewers shared add ada@example.com');
  for (const [from, to] of [
    [slack, teams],
    [teams, slack],
  ] as const) {
    const change = await submitted(from, 'shared', `Be kinder, says ${from.platform}.`);
    const card = await cardIn(to, change);
    expect(await to.press('ada', card, 'Approve and release')).toMatch(/you wrote|your own|author/i);
    const [row] = await sql`select review from change where id = ${change}`;
    expect(row?.review).toBe('open');
    await to.type('ada', `withdraw ${change}`);
  }
});

test('a vote from each platform counts once', async () => {
  await slack.type('olu', 'policy shared 2');
  const change = await submitted(slack, 'shared', 'Two of us.');
  await slack.press('olu', await cardIn(slack, change), 'Approve');
  const half = await cardIn(teams, change, /1 of 2/);
  expect(await teams.press('olu', half, 'Approve and release')).toMatch(/already decided on this round/);
  await teams.press('dee', half, 'Approve and release');
  await cardIn(slack, change, /✅ Approved by dee/);
  const votes = await sql`select person_id from verdict where change_id = ${change}`;
  expect(votes).toHaveLength(2);
  await slack.type('olu', 'policy shared 1');
});

test('of twenty verdicts at the same moment from both platforms one takes effect, and all are answered', async () => {
  const people = ['olu', 'dee'];
  for (let round = 0; round < 3; round++) {
    const change = await submitted(round % 2 ? slack : teams, 'shared', `Race ${round}.`);
    const here = await cardIn(slack, change);
    const there = await cardIn(teams, change);
    const clicks = Array.from({ length: 20 }, (_, i) => {
      const who = people[i % 2]!;
      return i < 10
        ? office.slack.as(idOf(who)).click(here.original as never, 'Approve and release', { stale: true })
        : office.teams.press(aad(who), there.original as never, 'Approve and release', {}, { stale: true });
    });
    for (const answer of await Promise.all(clicks)) {
      const status = 'status' in answer ? answer.status : 'answer' in answer ? answer.answer.status : undefined;
      expect(status).toBe(200);
    }
    await office.quiet();
    const moves = await sql`select id from move where change_id = ${change}`;
    expect(moves).toHaveLength(1);
    expect(await sql`select id from verdict where change_id = ${change}`).toHaveLength(1);
    for (const chat of [slack, teams]) {
      expect((await cardIn(chat, change, /✅ Approved/)).buttons).toEqual([]);
    }
  }
});

test('a rollback in Teams is announced once in every place of both', async () => {
  const announced = teams.copies('news', /🚀 shared v/).at(-1)!;
  await teams.press('dee', announced, 'Roll back');
  await teams.form('dee');
  await teams.fill('dee', { Reasons: 'wrong' });
  await teams.close('dee');
  for (const chat of [slack, teams]) await chat.waitFor(() => chat.copies('news', /⏪/)[0], 'the rollback');
  await office.quiet();
  await sleep(200);
  for (const chat of [slack, teams]) {
    expect(chat.copies('news', /⏪/)).toHaveLength(1);
    expect(chat.copies('desk', /⏪/)).toHaveLength(1);
  }
});

test('nothing was sent that either platform would not show', async () => {
  expect(slack.findings()).toEqual([]);
  expect(teams.findings()).toEqual([]);
});
