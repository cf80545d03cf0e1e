import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { slackLimits } from '../../../../src/bot/limits/slack.ts';
import type { SlackPlatformOptions } from '../../../../src/bot/playground/slack/options.ts';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { type Listener, startListener } from './listener.ts';

let slack: SlackPlatform;
let bot: Listener;
afterEach(async () => {
  await slack.stop();
  await bot.stop();
});

async function start(answer: Parameters<typeof startListener>[0], options: SlackPlatformOptions = {}) {
  bot = await startListener(answer);
  slack = await startSlackPlatform({ users: [{ id: 'U1', name: 'ada' }], requestUrl: bot.url, ...options });
}

const expected = (secret: string, timestamp: unknown, body: string) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

test('a request is signed over its timestamp and exact body', async () => {
  await start(() => 200);
  await slack.as('U1').slash('/prompt', 'naïve “quotes” & <tags>');
  const { body, headers } = bot.heard[0] ?? expect.fail('nothing was heard');
  const timestamp = headers['x-slack-request-timestamp'];
  expect(headers['x-slack-signature']).toBe(expected(slack.signingSecret, timestamp, body));
  expect(Math.abs(Number(timestamp) - Date.now() / 1_000)).toBeLessThan(5);
  expect(new URLSearchParams(body).get('text')).toBe('naïve “quotes” & <tags>');
});

test('requests can be forged, unsigned, old, from the future and replayed', async () => {
  await start(() => 200);
  const body = 'command=%2Fprompt';
  await slack.send({ body, sign: false });
  await slack.send({ body, sign: 'another secret', timestamp: 1_000 });
  await slack.send({ body, timestamp: 4_102_444_800 });
  await slack.send({ body: '{}', contentType: 'application/json', headers: { 'x-slack-retry-num': '1' } });
  const [unsigned, forged, future, retried] = bot.heard.map(({ headers }) => headers);
  expect(unsigned).not.toHaveProperty('x-slack-signature');
  expect(forged).toMatchObject({
    'x-slack-request-timestamp': '1000',
    'x-slack-signature': expected('another secret', 1_000, body),
  });
  expect(future?.['x-slack-signature']).toBe(expected(slack.signingSecret, 4_102_444_800, body));
  expect(retried).toMatchObject({ 'content-type': 'application/json', 'x-slack-retry-num': '1' });

  const sent = slack.requests[2] ?? expect.fail('nothing was sent');
  await slack.replay(sent);
  expect(bot.heard[4]).toMatchObject({ body: bot.heard[2]?.body });
  expect(bot.heard[4]?.headers['x-slack-signature']).toBe(bot.heard[2]?.headers['x-slack-signature']);
});

test('an event the bot does not take is repeated three times with its number and reason, under one event id', async () => {
  await start((_heard, count) => (count === 1 ? 'hang' : 500), { timeoutMs: 100, retryDelaysMs: [0, 20, 20] });
  const { attempts, error } = await slack.as('U1').mention('help');
  expect(error).toBe('operation_timeout');
  expect((await attempts).map((answer) => answer.error)).toEqual([
    'operation_timeout',
    'http_service_error',
    'http_service_error',
    'http_service_error',
  ]);
  expect(bot.heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_timeout'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
  expect(bot.heard).toHaveLength(1 + slackLimits.events.retries);
  expect(new Set(bot.heard.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
});

test('an event that was taken is not repeated', async () => {
  await start((_heard, count) => (count === 1 ? 503 : 200), { retryDelaysMs: [0, 0, 0] });
  const { attempts } = await slack.as('U1').openHome();
  expect(await attempts).toHaveLength(2);
});

test('every event has an id of its own', async () => {
  await start(() => 200);
  await slack.as('U1').mention('one');
  await slack.as('U1').mention('two');
  await slack.tell({ type: 'tokens_revoked', tokens: { bot: [slack.botUserId] } });
  const events = bot.heard.map(({ body }) => JSON.parse(body));
  expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(3);
  expect(events[2]).toMatchObject({ type: 'event_callback', event: { type: 'tokens_revoked' } });
});

test('what the bot fails to answer is told in Slack’s words', async () => {
  await start((_heard, count) => (count === 1 ? 404 : 500));
  expect((await slack.as('U1').slash('/prompt')).error).toBe('http_client_error');
  expect((await slack.as('U1').slash('/prompt')).error).toBe('http_service_error');
  slack.connect('http://127.0.0.1:1/');
  expect((await slack.as('U1').slash('/prompt')).error).toBe('dispatch_failed');
});

test('an acknowledgement Slack would refuse is refused, and found', async () => {
  await start(() => ({ status: 200, json: { text: 'a', blocks: [{ type: 'hologram' }] } }));
  const deed = await slack.as('U1').slash('/prompt');
  expect(deed.refused).toMatch('unsupported type: hologram');
  expect(slack.ephemerals('U1')).toEqual([]);
  expect(slack.findings).toMatchObject([{ kind: 'bad_answer', method: 'slash_command' }]);
});

test('an acknowledgement may speak to the whole channel', async () => {
  await start(() => ({ status: 200, json: { text: 'hello all', response_type: 'in_channel' } }));
  await slack.as('U1').slash('/prompt', 'x', { channel: 'C1' });
  expect(slack.messages('C1')).toMatchObject([{ text: 'hello all', bot: true }]);
});

test('nothing is remembered when that is not wanted', async () => {
  await start(() => ({ status: 200, json: { text: 'hello' } }), { record: false });
  expect((await slack.as('U1').slash('/prompt')).message?.text).toBe('hello');
  expect([slack.calls, slack.requests, slack.findings, slack.ephemerals('U1')]).toEqual([[], [], [], []]);
});

test('a signed slash command can be made for a load generator', async () => {
  await start(() => 200);
  const { url, body, headers } = slack.slashRequest('U1', '/prompt', 'help');
  expect(bot.heard).toEqual([]);
  expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
  const heard = bot.heard[0] ?? expect.fail('nothing was heard');
  expect(heard.headers['x-slack-signature']).toBe(
    expected(slack.signingSecret, heard.headers['x-slack-request-timestamp'], heard.body),
  );
});

test('waiting ends with the state, or with a sentence', async () => {
  await start(() => 200);
  const waiting = slack.waitFor(() => slack.messages('C1')[0]?.text, { what: 'a message' });
  slack.as('U1').say('here', { channel: 'C1' });
  expect(await waiting).toBe('here');
  await expect(slack.waitFor(() => false, { timeout: 20, what: 'the impossible' })).rejects.toThrow(
    'the impossible did not come about within 20 ms',
  );
});

test('a bot that asks not to be asked again is not', async () => {
  bot = await startListener(() => ({ status: 500, json: {}, headers: { 'x-slack-no-retry': '1' } }));
  slack = await startSlackPlatform({ users: [{ id: 'U1' }], requestUrl: bot.url, retryDelaysMs: [0] });
  const { attempts } = await slack.as('U1').mention('help');
  expect(await attempts).toHaveLength(1);
});

test('of several processes of the bot each delivery takes the next', async () => {
  const other = await startListener(() => 200);
  await start(() => 200);
  slack.connect(bot.url, other.url);
  for (let command = 0; command < 4; command += 1) await slack.as('U1').slash('/prompt');
  expect([bot.heard.length, other.heard.length]).toEqual([2, 2]);
  await other.stop();
});

test('who left cannot act, and a direct message knows no mention', async () => {
  await start(() => 200);
  await expect(slack.as('U1').mention('help', { channel: slack.dmChannel('U1') })).rejects.toThrow(
    'no mention in a direct message',
  );
  slack.addUser({ id: 'U1', deleted: true });
  expect(() => slack.as('U1')).toThrow('U1 was deactivated');
});
