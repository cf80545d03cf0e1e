import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { connectorOf, login } from './connector.ts';
import { ada, appId, bob, general, startTenant, tenantId } from './tenant.ts';

let teams: TeamsPlatform;
let call: Awaited<ReturnType<typeof connectorOf>>;
beforeEach(async () => {
  teams = await startTenant();
  call = await connectorOf(teams);
});
afterEach(() => teams.stop());

const conversation = (members: unknown[], more = {}) => ({
  isGroup: false,
  bot: { id: `28:${appId}` },
  members,
  channelData: { tenant: { id: tenantId } },
  ...more,
});

test('a token is given for the app’s own id, password, tenant and scope, and for nothing else', async () => {
  expect(await login(teams)).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3_600 } });
  expect(await login(teams, { client_secret: 'guessed' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  expect(await login(teams, { client_id: 'another' })).toMatchObject({ body: { error: 'unauthorized_client' } });
  expect(await login(teams, { scope: 'https://graph.microsoft.com/.default' })).toMatchObject({
    body: { error: 'invalid_scope' },
  });
  expect(await login(teams, { grant_type: 'password' })).toMatchObject({ body: { error: 'unsupported_grant_type' } });
  expect((await login(teams, {}, 'elsewhere')).body.error_description).toContain('AADSTS90002');
  expect(JSON.stringify(teams.calls)).not.toContain(teams.appPassword);
});

test('nothing is done without a good token, and a token runs out', async () => {
  const refused = await call('GET', ['conversations', general, 'members'], undefined, { token: 'invented' });
  expect(refused).toMatchObject({ status: 401, body: { error: { code: 'Unauthorized' } } });
  expect((await call('GET', ['conversations', general, 'members'])).status).toBe(200);
  teams.advance(3_600_000);
  expect((await call('GET', ['conversations', general, 'members'])).status).toBe(401);
});

test('a 1:1 chat is opened by either id of a person, and written to', async () => {
  const [opened, again] = [
    await call('POST', ['conversations'], conversation([{ id: ada }])),
    await call('POST', ['conversations'], conversation([{ id: teams.users.get(ada)?.accountId }])),
  ];
  expect(opened.status).toBe(201);
  expect(opened.body.id).toMatch(/^a:1/);
  expect(again.body).toEqual(opened.body);
  const sent = await call('POST', ['conversations', opened.body.id, 'activities'], { type: 'message', text: 'hello' });
  expect(sent).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^\d{13}$/) } });
  expect(teams.messages(ada)).toMatchObject([{ id: sent.body.id, from: 'bot', text: 'hello' }]);
  expect(teams.messages(bob)).toEqual([]);
});

test('a post starts a thread in a channel, a reply stands in it, and both can be edited and deleted', async () => {
  const activity = { type: 'message', text: 'first' };
  const opened = await call('POST', ['conversations'], {
    isGroup: true,
    channelData: { channel: { id: general } },
    activity,
  });
  const { id, activityId } = opened.body;
  expect(id).toBe(`${general};messageid=${activityId}`);
  const reply = await call('POST', ['conversations', id, 'activities'], { type: 'message', text: 'second' });
  const other = await call('POST', ['conversations', general, 'activities'], { type: 'message', text: 'third' });
  expect(teams.messages(general)).toMatchObject([
    { id: activityId, root: activityId, text: 'first' },
    { id: reply.body.id, root: activityId, text: 'second' },
    { id: other.body.id, root: other.body.id, text: 'third' },
  ]);
  const edited = await call('PUT', ['conversations', id, 'activities', activityId], { type: 'message', text: 'new' });
  expect(edited).toMatchObject({ status: 200, body: { id: activityId } });
  expect((await call('DELETE', ['conversations', id, 'activities', reply.body.id])).status).toBe(200);
  expect(teams.messages(general)).toMatchObject([{ text: 'new', edits: 1 }, { text: 'third' }]);
});
