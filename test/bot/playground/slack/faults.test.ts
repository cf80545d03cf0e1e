import { afterEach, beforeEach, expect, test } from 'vitest';
import { slackLimits } from '../../../../src/bot/limits/slack.ts';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { call, responseUrlOf } from './call.ts';

let slack: SlackPlatform;
beforeEach(async () => {
  slack = await startSlackPlatform({ users: [{ id: 'U1' }] });
});
afterEach(() => slack.stop());

const post = (platform: SlackPlatform, channel = 'C1', signal?: AbortSignal) =>
  fetch(`${platform.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${platform.botToken}` },
    body: JSON.stringify({ channel, text: 'hello' }),
    ...(signal && { signal }),
  });

test('a status is answered as often as was asked, with Retry-After, and nothing is applied', async () => {
  const fault = slack.fail('chat.postMessage', { status: 429, retryAfter: 7, times: 2 });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const response = await post(slack);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toEqual({ ok: false, error: 'ratelimited' });
  }
  expect(slack.messages('C1')).toEqual([]);
  expect((await post(slack)).status).toBe(200);
  expect(fault.hits).toBe(2);
  expect(slack.calls.map(({ status, faulty }) => [status, faulty])).toEqual([
    [429, true],
    [429, true],
    [200, false],
  ]);
});

test('a plain failure carries its status', async () => {
  slack.fail('chat.postMessage', { status: 500 });
  expect((await post(slack)).status).toBe(500);
  slack.clearFaults();
  expect((await post(slack)).status).toBe(200);
});

test('an error code is answered in place of the effect', async () => {
  slack.fail('chat.postMessage', { error: 'is_archived', times: 1 });
  expect(await (await post(slack)).json()).toEqual({ ok: false, error: 'is_archived' });
  expect(slack.messages('C1')).toEqual([]);
});

test('a predicate picks the calls that fail', async () => {
  slack.fail(({ method, args }) => method === 'chat.postMessage' && args.channel === 'U1', { status: 503 });
  expect((await post(slack)).status).toBe(200);
  expect((await post(slack, 'U1')).status).toBe(503);
});

test('a hanging call is never answered and has no effect; an applied one has', async () => {
  slack.fail('chat.postMessage', { hang: true, times: 1 });
  await expect(post(slack, 'C1', AbortSignal.timeout(150))).rejects.toThrow();
  expect(slack.messages('C1')).toEqual([]);
  slack.fail('chat.postMessage', { applyThenHang: true, times: 1 });
  await expect(post(slack, 'C1', AbortSignal.timeout(150))).rejects.toThrow();
  expect(slack.messages('C1')).toHaveLength(1);
  expect(slack.calls.map(({ status }) => status)).toEqual([undefined, undefined]);
});

test('a connection can be cut before or after the effect', async () => {
  slack.fail('chat.postMessage', { reset: true, times: 1 });
  await expect(post(slack)).rejects.toThrow();
  expect(slack.messages('C1')).toEqual([]);
  slack.fail('chat.postMessage', { applyThenReset: true, times: 1 });
  await expect(post(slack)).rejects.toThrow();
  expect(slack.messages('C1')).toHaveLength(1);
});

test('a delay only delays', async () => {
  slack.fail('chat.postMessage', { delayMs: 120, times: 1 });
  expect((await post(slack)).status).toBe(200);
  expect(slack.calls[0]?.ms).toBeGreaterThanOrEqual(115);
});

test('response addresses fail under the name response_url', async () => {
  slack.fail('response_url', { status: 500, times: 1 });
  const url = responseUrlOf(slack);
  const answer = () =>
    fetch(url, { method: 'POST', body: '{"text":"a"}', headers: { 'content-type': 'application/json' } });
  expect((await answer()).status).toBe(500);
  expect((await answer()).status).toBe(200);
});

test('posts are limited to a burst and then one a second, channel by channel, when that is wanted', async () => {
  const strict = await startSlackPlatform({ users: [{ id: 'U1' }], rateLimit: true });
  for (let posted = 0; posted < slackLimits.posts.burst; posted += 1) expect((await post(strict)).status).toBe(200);
  const refused = await post(strict);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await post(strict, 'U1')).status).toBe(200);
  strict.advance(1_000 / slackLimits.posts.perSecondPerChannel);
  expect((await post(strict)).status).toBe(200);
  expect((await post(strict)).status).toBe(429);
  await strict.stop();
});

test('stopping ends at once, with a call hanging and a connection kept alive', async () => {
  slack.fail('chat.update', { hang: true });
  await call(slack, 'auth.test');
  const hanging = call(slack, 'chat.update').catch((error: Error) => error);
  await slack.waitFor(() => slack.calls.some(({ method }) => method === 'chat.update'));
  const started = performance.now();
  await slack.stop();
  expect(performance.now() - started).toBeLessThan(500);
  expect(await hanging).toBeInstanceOf(Error);
});
