import { createHmac, createPublicKey } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenOverrides } from '../../src/bot/playground/teams/keys.ts';
import type { Activity } from '../../src/bot/playground/teams/wire.ts';
import { aad, botMessages, DESK, type Office, read, startOffice } from './office.ts';
import { failingStart } from './program.ts';

let office: Office;
let teams: Office['teams'];
/** What Teams sends when ada says something in her own chat; the bot has answered it once. */
let honest: Activity;
/** Somebody else's server, which must never be called. */
let stranger: Server;
let called = 0;

beforeAll(async () => {
  office = await startOffice();
  teams = office.teams;
  honest = (await teams.say(aad('ada'), aad('ada'), 'whoami')).message.activity;
  stranger = createServer((_, response) => {
    called++;
    response.end('{}');
  });
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  stranger?.close();
  await office?.stop();
});

const OTHER = '99999999-9999-4999-8999-999999999999';
let number = 0;
/** The same, as a delivery that was never made before. */
const fresh = (more: Partial<Activity> = {}): Activity => ({ ...honest, id: `${Date.now()}${number++}`, ...more });
const answers = () => botMessages(teams, aad('ada')).length;

/** Sends it and waits as long as an answer takes otherwise. */
async function answersTo(activity: Activity, token?: string | false) {
  await office.quiet();
  const before = answers();
  const { status } = await teams.post(activity, token);
  await new Promise((done) => setTimeout(done, 300));
  return { status, answers: answers() - before };
}

test('a good token is answered: what is refused below is refused for its own reason', async () => {
  expect(await answersTo(fresh(), await teams.token())).toEqual({ status: 200, answers: 1 });
});

describe('a token that is not right is 401, and nothing is done', () => {
  const wrong: [string, TokenOverrides][] = [
    ['forged, under the id of a known key', { key: 'forged' }],
    ['signed with a key nobody knows', { key: 'unknown' }],
    ['signed with a key that is not endorsed for Teams', { key: 'elsewhere' }],
    ['expired', { expiresIn: -600 }],
    ['not valid yet', { notBefore: 3_600 }],
    ['of another issuer', { issuer: 'https://sts.windows.net/evil/' }],
    [
      'of the emulator',
      {
        issuer: `https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/`,
        claims: { ver: '1.0', appid: '2b9d6f10-7c35-4e8a-b1d2-0f9e8d7c6b5a' },
      },
    ],
    ['for another app', { audience: OTHER }],
    ['for another connector', { serviceUrl: 'https://smba.trafficmanager.net/elsewhere/' }],
  ];
  test.each(wrong)('%s', async (_, overrides) => {
    expect(await answersTo(fresh(), await teams.token(overrides))).toEqual({ status: 401, answers: 0 });
  });

  test('made with the public key as if it were a password', async () => {
    const { jwks_uri } = (await (await fetch(teams.openIdMetadata)).json()) as { jwks_uri: string };
    const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: { kid: string }[] };
    const pem = createPublicKey({ key: keys[0] as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    const [header, payload] = [
      { alg: 'HS256', typ: 'JWT', kid: keys[0]!.kid },
      JSON.parse(Buffer.from((await teams.token()).split('.')[1]!, 'base64url').toString()),
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const signature = createHmac('sha256', pem).update(`${header}.${payload}`).digest('base64url');
    expect(await answersTo(fresh(), `${header}.${payload}.${signature}`)).toEqual({ status: 401, answers: 0 });
  });

  test.each([
    ['none', false as const],
    ['no token at all', 'nonsense'],
    ['a token without a signature', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
  ])('%s', async (_, token) => {
    expect(await answersTo(fresh(), token)).toEqual({ status: 401, answers: 0 });
  });
});

test('another tenant is 403, whichever part of the activity names it, and so is none', async () => {
  const { conversation, channelData } = honest;
  const foreign = [
    fresh({ conversation: { ...conversation!, tenantId: OTHER } }),
    fresh({ channelData: { ...channelData, tenant: { id: OTHER } } }),
    fresh({ conversation: { ...conversation!, tenantId: undefined as never }, channelData: {} }),
  ];
  for (const one of foreign) expect(await answersTo(one)).toEqual({ status: 403, answers: 0 });
});

test('an address of somebody else is 403 and never called, even in a token that is right', async () => {
  const { port } = stranger.address() as AddressInfo;
  const others = [`http://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/teams/`, 'http://169.254.169.254/latest/', ''];
  for (const serviceUrl of others) {
    const token = await teams.token({ serviceUrl });
    expect(await answersTo(fresh({ serviceUrl }), token)).toEqual({ status: 403, answers: 0 });
  }
  expect(called).toBe(0);
});

test('what is no activity of Teams is 400', async () => {
  const { from: _, ...nobody } = fresh();
  const { serviceUrl: __, ...nowhere } = fresh();
  for (const odd of [fresh({ channelId: 'webchat' }), nobody, nowhere, [] as never]) {
    expect(await answersTo(odd as Activity)).toEqual({ status: 400, answers: 0 });
  }
});

test('a body without end is 413, and the bot lives on', async () => {
  const { status } = await teams.post(fresh({ text: 'x'.repeat(2_000_000) }));
  expect(status).toBe(413);
  expect(await answersTo(fresh())).toEqual({ status: 200, answers: 1 });
});

test('an activity that is replayed is answered once', async () => {
  const before = answers();
  const said = await teams.say(aad('ada'), aad('ada'), 'list');
  await teams.waitFor(() => (answers() > before ? true : undefined), { what: 'the answer' });
  const sent = teams.sent.findLast((one) => one.activity.id === said.message.activity.id)!;
  for (let i = 0; i < 3; i++) expect((await teams.replay(sent)).status).toBe(200);
  await new Promise((done) => setTimeout(done, 300));
  expect(answers()).toBe(before + 1);
});

test('markup, entities and two mentions are read as what was meant', async () => {
  const bot = honest.recipient!;
  const mention = { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: bot.id, name: 'Countersign' } };
  const text = '<p><at>Countersign</at>&nbsp;<at>Countersign</at>&nbsp;<b>whoami</b></p>';
  await office.quiet();
  const before = answers();
  await teams.post(fresh({ text, entities: [mention, mention] }));
  await new Promise((done) => setTimeout(done, 500));
  expect(answers()).toBe(before + 1);
  expect(read(botMessages(teams, aad('ada')).at(-1)?.card)).toContain('ada@example.com');
});

test('in a channel an answer is shown to whoever asked, and to nobody else', async () => {
  await teams.say(aad('ada'), DESK, 'whoami');
  const mine = await teams.waitFor(() => botMessages(teams, DESK, aad('ada')).at(-1), { what: 'a private answer' });
  expect(mine.visibleTo).toBe(aad('ada'));
  expect(botMessages(teams, DESK, aad('grace'))).toEqual([]);
});

test('no start with half a configuration, and none without an app id', async () => {
  const some = { DATABASE_URL: office.database.url, TEAMS_APP_PASSWORD: 'a-secret-word' };
  const failed = await failingStart(some);
  expect(failed.code).toBe(1);
  expect(failed.output).toMatch(/TEAMS_APP_ID: is missing: .*Application \(client\) ID/);
  expect(failed.output).toMatch(/TEAMS_TENANT_ID: is missing/);
  expect(failed.output).not.toContain('a-secret-word');
});

test('a password that Microsoft refuses ends the start with the name of the setting', async () => {
  const failed = await failingStart({ ...office.env, TEAMS_APP_PASSWORD: 'another-secret-word' });
  expect(failed.code).toBe(1);
  expect(failed.output).toMatch(/TEAMS_APP_PASSWORD: Microsoft refuses it \(invalid_client\)/);
  expect(failed.output).not.toContain('secret-word');
});

test('no token and no text of people stood in the log', () => {
  const output = office.program.output();
  for (const line of output.trim().split('\n')) expect(line).toMatch(/^\{.*\}$/);
  expect(output).not.toMatch(/eyJ[\w-]+\.eyJ|a-client-secret-word/);
});
