import { CardFactory, MessageFactory, TeamsInfo, type TurnContext } from 'botbuilder';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TokenOverrides } from '../../../../src/bot/playground/teams/keys.ts';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import type { TeamsMessage } from '../../../../src/bot/playground/teams/records.ts';
import { card, execute } from './bot.ts';
import { startBotbuilder } from './botbuilder.ts';
import { ada, appId, general, startTenant, tenantId } from './tenant.ts';

let teams: TeamsPlatform;
let bot: Awaited<ReturnType<typeof startBotbuilder>>;
let turn: (context: TurnContext) => Promise<void>;
let turns = 0;
beforeEach(async () => {
  // botbuilder writes every refused token to the console.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  teams = await startTenant();
  turns = 0;
  turn = async () => undefined;
  bot = await startBotbuilder(teams, async (context) => {
    turns += 1;
    await turn(context);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await bot.stop();
  await teams.stop();
});

test('botbuilder takes what is said and answers, edits and looks people up through the connector', async () => {
  turn = async (context) => {
    const sent = await context.sendActivity(`You said ${context.activity.text}`);
    const member = await TeamsInfo.getMember(context, context.activity.from.id);
    await context.updateActivity({ ...MessageFactory.text(`${member.email}`), id: sent?.id ?? '' });
  };
  const { answer } = await teams.say(ada, ada, 'help');
  expect(answer).toMatchObject({ status: 200 });
  expect(teams.messages(ada)).toMatchObject([
    { from: ada, text: 'help' },
    { from: 'bot', text: 'ada@acme.example', edits: 1 },
  ]);
  expect(teams.calls.map(({ operation, status }) => [operation, status])).toEqual([
    ['token', 200],
    ['replyToActivity', 201],
    ['getConversationMember', 200],
    ['updateActivity', 200],
  ]);
});

test('botbuilder answers a button in the response, and begins threads and chats unasked', async () => {
  turn = async (context) => {
    const value = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Recorded' };
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: value } });
  };
  const attachment = CardFactory.adaptiveCard(card({ actions: [execute('Approve')] }));
  const begun = {
    isGroup: true,
    channelData: { channel: { id: general } },
    activity: MessageFactory.attachment(attachment, 'A change'),
  };
  const speak = (text: string) => async (context: TurnContext) => {
    await context.sendActivity(text);
  };
  await bot.adapter.createConversationAsync(appId, 'msteams', teams.serviceUrl, '', begun as never, speak('below it'));
  const [posted, below] = teams.messages(general) as [TeamsMessage, TeamsMessage];
  expect(below).toMatchObject({ text: 'below it', root: posted.id });
  expect(await teams.press(ada, posted, 'Approve')).toMatchObject({ outcome: { kind: 'toast', text: 'Recorded' } });

  const alone = { isGroup: false, members: [{ id: ada }], tenantId, channelData: { tenant: { id: tenantId } } };
  await bot.adapter.createConversationAsync(appId, 'msteams', teams.serviceUrl, '', alone as never, speak('hello'));
  expect(teams.messages(ada)).toMatchObject([{ from: 'bot', text: 'hello' }]);
});

describe('botbuilder refuses a token', () => {
  test.each<[string, TokenOverrides | false]>([
    ['that is not there', false],
    ['for another app', { audience: '33333333-0000-4000-8000-000000000003' }],
    ['of another issuer', { issuer: 'https://sts.windows.net/elsewhere/' }],
    ['that has run out', { expiresIn: -600, notBefore: -4_200 }],
    ['that is not good yet', { notBefore: 3_600, expiresIn: 7_200 }],
    ['signed with another key under the same id', { key: 'forged' }],
    ['signed with a key nobody published', { key: 'unknown' }],
    ['for another service address', { serviceUrl: 'https://example.com/' }],
  ])('%s', async (_, wanted) => {
    const activity = teams.activity(ada, ada, { text: 'help' });
    const answer = await teams.post(activity, wanted === false ? false : await teams.token(wanted));
    // A forged signature surfaces as a fault of the library; what counts is that no turn begins.
    expect([401, 500]).toContain(answer.status);
    expect(turns).toBe(0);
  });

  test('for a channel its key is not endorsed for', async () => {
    const activity = teams.activity(ada, ada, { text: 'help', channelId: 'webchat' });
    expect((await teams.post(activity)).status).toBe(401);
    expect(turns).toBe(0);
  });
});

test('what was sent can be sent once more, to the byte', async () => {
  await teams.say(ada, ada, 'help');
  const [sent] = teams.sent;
  await teams.replay(sent ?? expect.fail('nothing was sent'));
  expect(teams.sent[1]).toMatchObject({ raw: sent?.raw, answer: { status: 200 } });
  expect(turns).toBe(2);
});
