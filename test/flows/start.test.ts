import { execFile } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { emptyDatabase, type FreshDatabase } from '../database.ts';
import { failingStart, startProgram } from './program.ts';
import { seen } from './seen.ts';
import { until } from './steps.ts';
import { settingsFor, startSlack } from './workspace.ts';

let database: FreshDatabase;
let slack: SlackPlatform;

beforeAll(async () => {
  database = await emptyDatabase();
  slack = await startSlack();
});
afterAll(async () => {
  await slack?.stop();
  await database?.drop();
});

const bot = 'xoxb-1-secret-word';
const secret = 'the-signing-secret-word';
const app = 'xapp-1-secret-word';

/** Settings that must not start, and what has to be said; every setting by itself is tried in the test of the configuration. */
const halves: [settings: Record<string, string>, ...said: RegExp[]][] = [
  [{ SLACK_SIGNING_SECRET: secret }, /SLACK_BOT_TOKEN: is missing: .*OAuth & Permissions/],
  [
    { SLACK_BOT_TOKEN: bot, SECRET_KEY: 'secret-word' },
    /SLACK_SIGNING_SECRET: is missing/,
    /SECRET_KEY: needs 32 bytes/,
  ],
  [{ SLACK_APP_TOKEN: app, PORT: '-1', REVIEW_PLACE: '#general' }, /SLACK_BOT_TOKEN: /, /PORT: /, /REVIEW_PLACE: /],
];

test('the scripts that take pictures start the program as tests do, without being tests', async () => {
  const script = `
    import { failingStart } from './test/flows/program.ts';
    const { output } = await failingStart({ PORT: 'none', NODE_COMPILE_CACHE: '' });
    console.log(output);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toContain('PORT: ');
});

/** What is said when a start fails: for people, so without a stack, and without what was set. */
function expectReadable({ code, output }: { code: number | null; output: string }): void {
  expect(code).toBe(1);
  expect(output).not.toMatch(/\n\s+at |Error:|undefined|\[object/);
  for (const value of [bot, secret, app, 'secret-word']) expect(output).not.toContain(value);
}

describe.concurrent('with half a configuration there is no start', () => {
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
  expect(said.join('\n')).toMatch(
    /Neither Slack \(SLACK_BOT_TOKEN .*\) nor Teams \(TEAMS_APP_ID.*\) is configured: only the HTTP API is served/,
  );
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
  const guests = [0, 1, 2, 3].map((at) => slack.addUser({ id: `ULAST${at}`, email: `last${at}@example.com` }));
  for (const { id } of guests) slack.join('CREVIEW', id);
  const slow = slack.fail('users.info', { delayMs: 700 });
  const waiting = Promise.all(guests.map(({ id }) => slack.as(id).slash('/prompt', 'list', { channel: 'CREVIEW' })));
  await until(async () => slow.hits === guests.length, 'four people who wait');
  const began = performance.now();
  const [code, answers] = await Promise.all([program.stop(), waiting]);
  slow.clear();
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(6_000);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200 });
});

/** The last line that was said. */
const last = (output: string): string => output.trim().split('\n').at(-1) ?? '';
