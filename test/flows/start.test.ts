import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { type FreshDatabase, freshDatabase } from '../database.ts';
import { failingStart, startProgram } from './program.ts';
import { seen } from './seen.ts';
import { until } from './steps.ts';
import { settingsFor, startSlack } from './workspace.ts';

let database: FreshDatabase;
let slack: SlackPlatform;

beforeAll(async () => {
  database = await freshDatabase();
  slack = await startSlack();
});
afterAll(async () => {
  await slack?.stop();
  await database?.drop();
});

const bot = 'xoxb-1-secret-word';
const secret = 'the-signing-secret-word';
const app = 'xapp-1-secret-word';

/** Settings that must not start, and what has to be said: the variable, and where its value comes from or what it looks like. */
const halves: [settings: Record<string, string>, ...said: RegExp[]][] = [
  [{ SLACK_SIGNING_SECRET: secret }, /SLACK_BOT_TOKEN: is missing: .*OAuth & Permissions/],
  [{ SLACK_APP_TOKEN: app }, /SLACK_BOT_TOKEN: is missing: .*OAuth & Permissions/],
  [{ SLACK_BOT_TOKEN: bot }, /SLACK_SIGNING_SECRET: is missing: .*Basic Information.*SLACK_APP_TOKEN/],
  [{ SLACK_BOT_TOKEN: 'xoxp-not-a-bot', SLACK_SIGNING_SECRET: secret }, /SLACK_BOT_TOKEN: begins with xoxb-/],
  [{ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: bot }, /SLACK_APP_TOKEN: begins with xapp-/],
  [{ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: 'short' }, /SLACK_SIGNING_SECRET: /],
  [{ SLACK_BOT_TOKEN: bot, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: 'slack' }, /SLACK_API_URL: /],
  [{ SECRET_KEY: 'not a key' }, /SECRET_KEY: needs 32 bytes in base64.*openssl/],
  [{ DATABASE_URL: 'mysql://root@localhost/x' }, /DATABASE_URL: looks like postgres:\/\//],
  [{ PORT: '70000' }, /PORT: /],
  [{ PORT: 'http' }, /PORT: /],
  [{ PUBLIC_URL: 'bot.example.com' }, /PUBLIC_URL: /],
  [{ REVIEW_PLACE: '#general' }, /REVIEW_PLACE: a place looks like slack:T012AB3CD\/C012AB3CD/],
  [{ ANNOUNCE_PLACE: 'slack:T1/C1, general' }, /ANNOUNCE_PLACE: a place looks like/],
  [{ ADMINS: 'olu' }, /ADMINS: each is an e-mail address or slack:/],
  [{ TIMEZONE: 'Mars/Olympus' }, /TIMEZONE: is not a time zone/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL: /],
  [{ PORT: '-1', SECRET_KEY: 'x', SLACK_BOT_TOKEN: bot }, /PORT: /, /SECRET_KEY: /, /SLACK_SIGNING_SECRET: is missing/],
];

/** What is said when a start fails: for people, so without a stack, and without what was set. */
function expectReadable({ code, output }: { code: number | null; output: string }): void {
  expect(code).toBe(1);
  expect(output).not.toMatch(/\n\s+at |Error:|undefined|\[object/);
  for (const value of [bot, secret, app, 'secret-word']) expect(output).not.toContain(value);
}

describe('with half a configuration there is no start', () => {
  test.each(halves.map(([settings, ...said]) => [Object.keys(settings).join(', '), settings, said] as const))(
    '%s: the message names the variable',
    async (_, settings, said) => {
      const failed = await failingStart({ DATABASE_URL: database.url, ...settings });
      for (const words of said) expect(failed.output).toMatch(words);
      expectReadable(failed);
    },
  );
});

test('a port that is taken is named in one line', async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  const { port } = other.address() as AddressInfo;
  const failed = await failingStart({ DATABASE_URL: database.url, ADMINS: 'a@example.com', PORT: String(port) });
  other.close();
  expect(last(failed.output)).toMatch(new RegExp(`PORT.*${port}|${port}.*PORT`));
  expectReadable(failed);
});

test('a database that cannot be reached is named in one line, without its password', async () => {
  const closed = new URL(database.url);
  closed.port = '1';
  closed.password = 'secret-word';
  const failed = await failingStart({ DATABASE_URL: closed.href });
  expect(last(failed.output)).toMatch(/DATABASE_URL/);
  expectReadable(failed);
  const missing = new URL(database.url);
  missing.pathname = '/there_is_none';
  const none = await failingStart({ DATABASE_URL: missing.href });
  expect(last(none.output)).toMatch(/DATABASE_URL.*there_is_none/);
  expectReadable(none);
});

test('a token that Slack refuses is named, and where another one comes from', async () => {
  const failed = await failingStart({ ...settingsFor(slack, database.url), SLACK_BOT_TOKEN: bot });
  expect(last(failed.output)).toMatch(/^SLACK_BOT_TOKEN: .*invalid_auth.*OAuth & Permissions/);
  expectReadable(failed);
});

test('without Slack the HTTP API is served, and what is missing is said', async () => {
  const program = await startProgram({ DATABASE_URL: database.url, ADMINS: 'root@example.com' });
  const said = program.lines.filter((line) => line.level === 40).map((line) => line.msg);
  expect(said.join('\n')).toMatch(/Slack is not configured \(SLACK_BOT_TOKEN .*\): only the HTTP API is served/);
  expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${program.url}/openapi.json`)).status).toBe(200);
  expect((await fetch(`${program.url}/v1/prompts/any`)).status).toBe(401);
  expect((await fetch(`${program.url}/slack/events`, { method: 'POST', body: 'x' })).status).toBe(404);
  expect(await program.stop()).toBe(0);
});

test('while Slack is away at the start the rest is served, and Slack is joined when it is back', async () => {
  const away = slack.fail(() => true, { status: 503 });
  const program = await startProgram(settingsFor(slack, database.url));
  slack.connect(`${program.url}/slack/events`);
  expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
  const early = await slack.as('UADA').slash('/prompt', 'list');
  expect(early).toMatchObject({ status: 200 });
  expect(early.ms).toBeLessThan(2_800);
  expect(seen(early.message)).toContain('Nothing was changed');
  expect(seen((await slack.as('UADA').slash('/prompt', 'help')).message)).toContain('rollback');
  away.clear();
  const joined = async () => /no prompt yet/.test(seen((await slack.as('UADA').slash('/prompt', 'list')).message));
  await until(joined, 'an answer with Slack back', 12_000);
  expect(await program.stop()).toBe(0);
});

test('a signal ends it within seconds, and whoever clicked last is answered', async () => {
  const program = await startProgram(settingsFor(slack, database.url));
  slack.connect(`${program.url}/slack/events`);
  await slack.as('UADA').slash('/prompt', 'list');
  const under = Promise.all(
    Array.from({ length: 10 }, () => slack.as('UADA').slash('/prompt', 'list', { channel: 'CREVIEW' })),
  );
  const started = performance.now();
  const [code, answers] = await Promise.all([program.stop(), under]);
  expect(code).toBe(0);
  expect(performance.now() - started).toBeLessThan(6_000);
  // What came too late was refused at the door; what was let in was answered.
  for (const answer of answers)
    expect(answer.status ?? answer.error).toSatisfy((it) => it === 200 || it === 'dispatch_failed');
  expect(answers.filter((answer) => answer.status === 200).length).toBeGreaterThan(0);
});

/** The last line that was said. */
const last = (output: string): string => output.trim().split('\n').at(-1) ?? '';
