import { afterEach, beforeEach, expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { connectorOf, login } from './connector.ts';
import { ada, appId, bob, general, startTenant, tenantId } from './tenant.ts';

let teams: TeamsPlatform;
let call: Awaited<ReturnType<typeof connectorOf>>;
beforeEach(async () => {
  teams = await startTenant({ rateLimit: false });
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

const say = (words: string, more = {}) => ({ type: 'message', text: words, ...more });
const errorOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [status, body.error.code];

test('in a channel the conversation’s id alone says which thread it is', async () => {
  const first = await call('POST', ['conversations', general, 'activities'], say('first'));
  const thread = `${general};messageid=${first.body.id}`;
  const inside = await call('POST', ['conversations', thread, 'activities', first.body.id], say('inside'));
  const beside = await call('POST', ['conversations', general, 'activities', first.body.id], say('beside'));
  expect(teams.messages(general).map(({ root }) => root)).toEqual([first.body.id, first.body.id, beside.body.id]);
  expect(inside.status).toBe(201);
});

test('an older id of a message is good for the same, and is what is answered where that is wanted', async () => {
  const own = await startTenant({ olderIds: true });
  const speak = await connectorOf(own);
  const thread = await speak('POST', ['conversations'], {
    channelData: { channel: { id: general } },
    activity: say('a'),
  });
  expect(thread.body.activityId).toMatch(/^1:1/);
  const path = ['conversations', thread.body.id, 'activities', thread.body.activityId];
  expect(await speak('PUT', path, say('b'))).toMatchObject({ status: 200, body: { id: thread.body.activityId } });
  expect(own.messages(general)).toMatchObject([{ legacyId: thread.body.activityId, text: 'b' }]);
  const wrong = ['conversations', `${general};messageid=${thread.body.activityId}`, 'activities'];
  expect((await speak('POST', wrong, say('c'))).status).toBe(404);
  await own.stop();
});

test('what is not there is 404, where the bot is not 403', async () => {
  const at = (conversation: string, ...more: string[]) => ['conversations', conversation, 'activities', ...more];
  expect(errorOf(await call('POST', at('19:nowhere@thread.tacv2'), say('a')))).toEqual([404, 'ConversationNotFound']);
  expect(errorOf(await call('POST', at(`${general};messageid=1`), say('a')))).toEqual([404, 'ConversationNotFound']);
  const missing = [404, 'ActivityNotFoundInConversation'];
  expect(errorOf(await call('PUT', at(general, '1'), say('a')))).toEqual(missing);
  expect(errorOf(await call('DELETE', at(general, '1')))).toEqual(missing);
  expect(errorOf(await call('GET', ['unheard', 'of']))).toEqual([404, 'NotFound']);
  teams.removeBot(general);
  expect(errorOf(await call('POST', at(general), say('a')))).toEqual([403, 'BotNotInConversationRoster']);
  expect(errorOf(await call('GET', ['conversations', general, 'members']))).toEqual([
    403,
    'BotNotInConversationRoster',
  ]);
  teams.kill(general);
  expect(errorOf(await call('POST', at(general), say('a')))).toEqual([404, 'ConversationNotFound']);
});

test('only the bot’s own messages can be changed', async () => {
  const { message } = await teams.say(ada, general, 'hello', { mention: false });
  const path = ['conversations', general, 'activities', message.id];
  expect(errorOf(await call('PUT', path, say('b')))).toEqual([403, 'ForbiddenOperationException']);
  expect(errorOf(await call('DELETE', path))).toEqual([403, 'ForbiddenOperationException']);
});

test('a chat is opened with one person of the own tenant who has the app', async () => {
  const open = (members: unknown[], more = {}) => call('POST', ['conversations'], conversation(members, more));
  expect(errorOf(await open([]))).toEqual([400, 'BadArgument']);
  expect(errorOf(await open([{ id: ada }, { id: bob }]))).toEqual([400, 'BadArgument']);
  expect(errorOf(await open([{ id: 'nobody' }]))).toEqual([400, 'BadArgument']);
  expect(errorOf(await open([{ id: ada }], { channelData: { tenant: { id: 'another' } } }))).toEqual([
    400,
    'BadArgument',
  ]);
  expect(errorOf(await call('POST', ['conversations'], { channelData: { channel: { id: general } } }))).toEqual([
    400,
    'BadArgument',
  ]);
  teams.removeBot(ada);
  expect(errorOf(await open([{ id: ada }]))).toEqual([403, 'BotNotInConversationRoster']);
  const { id } = (await open([{ id: bob }])).body;
  teams.deleteUser(bob);
  expect(errorOf(await open([{ id: bob }]))).toEqual([400, 'BadArgument']);
  expect(errorOf(await call('POST', ['conversations', id, 'activities'], say('a')))).toEqual([
    404,
    'ConversationNotFound',
  ]);
});

test('a targeted message is seen by one member alone, can be changed as one, and is gone after a day', async () => {
  const targeted = { query: { isTargetedActivity: 'true' } };
  const at = (...more: string[]) => ['conversations', general, 'activities', ...more];
  const recipient = { id: teams.users.get(ada)?.accountId, isTargeted: true };
  const sent = await call('POST', at(), say('psst', { recipient }), targeted);
  expect(sent.status).toBe(201);
  expect(teams.messages(general, ada)).toMatchObject([{ text: 'psst', visibleTo: ada }]);
  expect([...teams.messages(general, bob), ...teams.messages(general)]).toEqual([]);

  const path = at(sent.body.id);
  expect(errorOf(await call('PUT', path, say('b')))).toEqual([404, 'ActivityNotFoundInConversation']);
  expect(errorOf(await call('PUT', path, say('b', { recipient }), targeted))).toEqual([400, 'BadArgument']);
  expect((await call('PUT', path, say('b'), targeted)).status).toBe(200);
  expect(teams.messages(general, ada)).toMatchObject([{ text: 'b' }]);

  expect(errorOf(await call('POST', at(), say('a'), targeted))).toEqual([400, 'BadArgument']);
  teams.deleteUser(bob);
  const gone = { recipient: { id: teams.users.get(bob)?.accountId } };
  expect(errorOf(await call('POST', at(), say('a', gone), targeted))).toEqual([404, 'MemberNotFoundInConversation']);
  const { id } = (await call('POST', ['conversations'], conversation([{ id: ada }]))).body;
  expect(errorOf(await call('POST', ['conversations', id, 'activities'], say('a', { recipient }), targeted))).toEqual([
    400,
    'BadArgument',
  ]);
  teams.advance(teamsLimits.targeted.visibleMs);
  call = await connectorOf(teams);
  expect(teams.messages(general, ada)).toEqual([]);
  expect(errorOf(await call('PUT', path, say('c'), targeted))).toEqual([404, 'ActivityNotFoundInConversation']);
});

test('people are looked up by either id, one, all, or page by page, while they are there', async () => {
  const path = ['conversations', general, 'members'];
  const one = await call('GET', [...path, ada]);
  expect(one.body).toEqual({
    id: teams.users.get(ada)?.accountId,
    name: 'Ada Lovelace',
    objectId: ada,
    aadObjectId: ada,
    givenName: 'Ada',
    surname: 'Lovelace',
    email: 'ada@acme.example',
    userPrincipalName: 'ada@acme.example',
    tenantId,
    userRole: 'user',
  });
  expect((await call('GET', [...path, one.body.id])).body).toEqual(one.body);
  expect((await call('GET', path)).body).toMatchObject([{ aadObjectId: ada }, { aadObjectId: bob }]);
  expect(errorOf(await call('GET', [...path, 'nobody']))).toEqual([404, 'MemberNotFoundInConversation']);
  teams.deleteUser(bob);
  expect(errorOf(await call('GET', [...path, bob]))).toEqual([404, 'MemberNotFoundInConversation']);
  expect((await call('GET', path)).body).toHaveLength(1);

  const guests = Array.from({ length: 60 }, (_, index) => ({ id: `guest-${index}`, name: `G ${index}`, guest: true }));
  for (const guest of guests) teams.addUser(guest);
  const crowd = teams.addGroupChat({ members: guests.map(({ id }) => id) });
  const paged = ['conversations', crowd.id, 'pagedmembers'];
  const first = await call('GET', paged, undefined, { query: { pageSize: '1' } });
  expect(first.body.members).toHaveLength(teamsLimits.members.smallestPage);
  expect(first.body.members[0]).toMatchObject({ userRole: 'guest' });
  const { continuationToken } = first.body;
  const rest = await call('GET', paged, undefined, { query: { pageSize: '50', continuationToken } });
  expect(rest.body.members).toHaveLength(10);
  expect(rest.body).not.toHaveProperty('continuationToken');
});

test('a team tells its name and its channels', async () => {
  const { team = '' } = teams.conversations.get(general) ?? {};
  const other = teams.addChannel({ name: 'Reviews', team: 'Prompts' });
  expect((await call('GET', ['teams', team])).body).toMatchObject({ id: team, name: 'Prompts', memberCount: 2 });
  expect((await call('GET', ['teams', team, 'conversations'])).body).toEqual({
    conversations: [
      { id: general, name: 'General' },
      { id: other.id, name: 'Reviews' },
    ],
  });
  expect(errorOf(await call('GET', ['teams', 'nowhere']))).toEqual([404, 'TeamNotFound']);
  teams.removeBot(general);
  expect(errorOf(await call('GET', ['teams', team]))).toEqual([403, 'BotNotInConversationRoster']);
});
