import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { type ConnectorAnswer, connectorOf, login } from './connector.ts';
import { ada, general, startTenant } from './tenant.ts';

let teams: TeamsPlatform;
let call: Awaited<ReturnType<typeof connectorOf>>;
beforeEach(async () => {
  teams = await startTenant();
  call = await connectorOf(teams);
});
afterEach(() => teams.stop());

const post = (signal?: AbortSignal): Promise<ConnectorAnswer> =>
  call('POST', ['conversations', general, 'activities'], { type: 'message', text: 'hello' }, signal ? { signal } : {});

test.each([
  [412, 'PreconditionFailed'],
  [429, 'Throttled'],
  [502, 'BadGateway'],
  [503, 'ServiceUnavailable'],
  [504, 'GatewayTimeout'],
])('%i is answered as often as was asked, in the connector’s shape, and nothing is applied', async (status, code) => {
  const fault = teams.fail('sendToConversation', { status, retryAfter: 7, times: 2 });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const answer = await post();
    expect(answer).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
    expect(answer.headers.get('retry-after')).toBe('7');
  }
  expect(teams.messages(general)).toEqual([]);
  expect((await post()).status).toBe(201);
  expect(fault.hits).toBe(2);
  expect(teams.calls.slice(1).map(({ operation, status: answered, faulty }) => [operation, answered, faulty])).toEqual([
    ['sendToConversation', status, true],
    ['sendToConversation', status, true],
    ['sendToConversation', 201, false],
  ]);
});

test.each([
  ['ConversationNotFound', 404],
  ['BotNotInConversationRoster', 403],
  ['BotDisabledByAdmin', 403],
  ['ConversationBlockedByUser', 403],
  ['MemberNotFoundInConversation', 404],
])('%s is answered with its status in place of the effect', async (code, status) => {
  teams.fail('sendToConversation', { error: code, times: 1 });
  expect(await post()).toMatchObject({ status, body: { error: { code } } });
  expect(teams.messages(general)).toEqual([]);
});

test('a predicate picks the calls that fail; a look-up fails alone; so does the login', async () => {
  teams.fail(({ method, args }) => method === 'sendToConversation' && args.text === 'hello', { status: 502, times: 1 });
  expect((await post()).status).toBe(502);
  teams.fail('getConversationMember', { status: 500 });
  expect((await call('GET', ['conversations', general, 'members', ada])).status).toBe(500);
  expect((await call('GET', ['conversations', general, 'members'])).status).toBe(200);
  teams.clearFaults();
  expect((await call('GET', ['conversations', general, 'members', ada])).status).toBe(200);
  teams.fail('token', { status: 503, times: 1 });
  expect((await login(teams)).status).toBe(503);
  expect((await login(teams)).status).toBe(200);
});

test('a hanging or cut call has no effect, or one, as is wanted', async () => {
  const soon = () => AbortSignal.timeout(150);
  teams.fail('sendToConversation', { hang: true, times: 1 });
  await expect(post(soon())).rejects.toThrow();
  teams.fail('sendToConversation', { reset: true, times: 1 });
  await expect(post()).rejects.toThrow();
  expect(teams.messages(general)).toEqual([]);
  teams.fail('sendToConversation', { applyThenHang: true, times: 1 });
  await expect(post(soon())).rejects.toThrow();
  teams.fail('sendToConversation', { applyThenReset: true, times: 1 });
  await expect(post()).rejects.toThrow();
  expect(teams.messages(general)).toHaveLength(2);
  teams.fail('sendToConversation', { delayMs: 120, times: 1 });
  expect((await post()).status).toBe(201);
  expect(teams.calls.at(-1)?.ms).toBeGreaterThanOrEqual(115);
});

test('every call is recorded with what was asked and answered, and can be followed as it happens', async () => {
  const followed: string[] = [];
  const stop = teams.subscribe((change) => followed.push(change.kind));
  await post();
  stop();
  await post();
  expect(followed).toEqual(['message.posted', 'call']);
  expect(teams.calls.at(-1)).toMatchObject({
    operation: 'sendToConversation',
    method: 'POST',
    path: `/teams/${teams.tenantId}/v3/conversations/${general}/activities`,
    body: { text: 'hello' },
    status: 201,
    response: { id: teams.messages(general).at(-1)?.id },
    faulty: false,
  });
});

test('nothing is remembered when that is not wanted, and messages still are', async () => {
  const own = await startTenant({ record: false });
  const speak = await connectorOf(own);
  await speak('POST', ['conversations', general, 'activities'], { type: 'message', text: 'a' });
  expect([own.calls, own.sent, own.findings]).toEqual([[], [], []]);
  expect(own.messages(general)).toHaveLength(1);
  await own.stop();
});

test('stopping ends at once, with a call hanging and a connection kept alive', async () => {
  teams.fail('sendToConversation', { hang: true });
  const hanging = post().catch((error: Error) => error);
  await teams.waitFor(() => teams.calls.some(({ operation }) => operation === 'sendToConversation'));
  const started = performance.now();
  await teams.stop();
  expect(performance.now() - started).toBeLessThan(500);
  expect(await hanging).toBeInstanceOf(Error);
});
