import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshToken, reporting } from './application.ts';
import { type Chat, slackChat, teamsChat } from './chats.ts';
import { DESK, type Office, placeNamed, startOffice } from './office.ts';
import { released } from './steps.ts';

// One human with an account on each platform, and their thumbs at the same moment.

let office: Office;
let sql: postgres.Sql;
let slack: Chat;
let teams: Chat;
let app: ReturnType<typeof reporting>;

beforeAll(async () => {
  office = await startOffice({ slack: true });
  sql = postgres(office.database.url, { max: 1 });
  slack = slackChat(office.slack);
  teams = teamsChat(office.teams);
  await released(office.slack, { slug: 'support-reply', text: 'One' });
  app = reporting(office.program.url, await freshToken(office.database.url));
  // Both accounts have one e-mail address, so they are one person from the first word on.
  for (const chat of [slack, teams]) await chat.type('sam', 'whoami');
});
afterAll(async () => {
  await sql?.end();
  await office?.stop();
});

/** One answer in both places, under one reference: the copies are of the same output. */
async function answered(reference: string) {
  const row = { prompt: 'support-reply', version: 1, output: `${reference} is the answer.` };
  for (const [place, name] of [
    ['slack:T1/CDESK', reference],
    [placeNamed(DESK), `${reference}-teams`],
  ]) {
    await app.outputs([{ ...row, reference: name, place }]);
  }
  const copyIn = (chat: Chat) => chat.waitFor(() => chat.copies('desk', new RegExp(`${reference} is`))[0], reference);
  return { inSlack: await copyIn(slack), inTeams: await copyIn(teams) };
}

test('typed on both platforms at the same moment, thumbs of one person are one vote, the last word', async () => {
  for (let round = 0; round < 5; round++) {
    await Promise.all([
      slack.type('sam', `feedback support-reply ${round % 2 === 0 ? 'up' : 'down'}`),
      teams.type('sam', `feedback support-reply ${round % 2 === 0 ? 'down' : 'up'}`),
    ]);
    const votes = await sql`select id, rater, up from vote where output_id is null`;
    expect(votes).toHaveLength(1);
    const [day] = await sql`select sum(up)::int as up, sum(down)::int as down from vote_day`;
    expect([day!.up + day!.down, day!.up === 1]).toEqual([1, votes[0]!.up]);
  }
});

test('pressed below answers on both platforms at the same moment, each answer has one vote of the person', async () => {
  const { inSlack, inTeams } = await answered('answer-7');
  await Promise.all([slack.thumb('sam', inSlack, 'up'), teams.thumb('sam', inTeams, 'down')]);
  await Promise.all([slack.thumb('sam', inSlack, 'down'), teams.thumb('sam', inTeams, 'up')]);
  const votes = await sql`select output_id, rater from vote where output_id is not null`;
  expect(votes).toHaveLength(2);
  expect(new Set(votes.map((one) => one.rater)).size).toBe(1);
});

test('one output that stands on both platforms has one vote of a person, whichever thumb came last', async () => {
  const { inSlack, inTeams } = await answered('answer-8');
  // The same output in a second place: what an application cannot yet ask for, a copy of the card can be.
  const [known] = await sql`select id from output where reference = 'answer-8'`;
  await sql`update post set subject = ${`output:${known!.id}`} where subject in (
    select 'output:' || id from output where reference = 'answer-8-teams')`;
  for (let round = 0; round < 5; round++) {
    await Promise.all([slack.thumb('sam', inSlack, 'up'), teams.thumb('sam', inTeams, 'down')]);
    const votes = await sql`select rater from vote where output_id = ${known!.id}`;
    expect(votes).toHaveLength(1);
  }
});
