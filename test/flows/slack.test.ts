import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SlackPlatform, startSlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { type FreshDatabase, freshDatabase } from '../database.ts';
import { type Program, startProgram } from './program.ts';

let slack: SlackPlatform;
let database: FreshDatabase;
let program: Program;

beforeAll(async () => {
  database = await freshDatabase();
  slack = await startSlackPlatform({
    identity: { teamId: 'T1' },
    users: ['ada', 'grace', 'olu', 'dee', 'sam', 'root'].map((name) => ({
      id: `U${name.toUpperCase()}`,
      name,
      email: `${name}@example.com`,
    })),
    channels: [
      { id: 'CREVIEW', name: 'prompt-reviews' },
      { id: 'CNEWS', name: 'ai-announcements' },
    ],
  });
  program = await startProgram({
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    ADMINS: 'root@example.com',
    REVIEW_PLACE: 'slack:T1/CREVIEW',
    ANNOUNCE_PLACE: 'slack:T1/CNEWS',
  });
  slack.connect(`${program.url}/slack/events`);
});
afterAll(async () => {
  await program?.stop();
  await slack?.stop();
  await database?.drop();
});

test('a first prompt is submitted, approved, announced and rolled back without leaving Slack', async () => {
  const ada = slack.as('UADA');
  await ada.slash('/prompt', 'submit support-reply', { channel: 'CREVIEW' });
  const form = slack.views('UADA').at(-1);
  const sent = await ada.submitView(form, {
    Text: 'Answer kindly.',
    Why: 'It begins.',
    Purpose: 'Answers',
    Owner: 'UOLU',
    Deputy: 'UDEE',
  });
  expect(sent).toMatchObject({ sent: true, responseAction: 'update' });
  const card = await slack.waitFor(() => slack.messages('CREVIEW').at(-1), { what: 'the change card' });
  const done = await slack.as('UOLU').click(card, 'Approve and release');
  expect(done).toMatchObject({ status: 200 });
  await slack.waitFor(() => slack.messages('CNEWS').at(-1), { what: 'the announcement' });
  expect(slack.findings).toEqual([]);
});
