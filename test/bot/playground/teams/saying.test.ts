import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { type Listener, startListener } from '../slack/listener.ts';
import { ada, appId, bob, general, group, startTenant, tenantId } from './tenant.ts';

let teams: TeamsPlatform;
let bot: Listener;
beforeEach(async () => {
  bot = await startListener(() => 200);
  teams = await startTenant({ botUrl: bot.url });
});
afterEach(async () => {
  await teams.stop();
  await bot.stop();
});

const heard = () => bot.heard.map(({ body }) => JSON.parse(body));

test('what a person says arrives as Teams’ activity under a token that the published key proves', async () => {
  const { message, answer } = await teams.say(ada, ada, 'help');
  expect(answer).toMatchObject({ status: 200 });
  expect(heard()).toEqual([message.activity]);
  expect(message.activity).toMatchObject({
    type: 'message',
    id: message.id,
    text: 'help',
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    from: { id: expect.stringMatching(/^29:1/), name: 'Ada Lovelace', aadObjectId: ada },
    recipient: { id: `28:${appId}`, name: 'Countersign' },
    conversation: { conversationType: 'personal', tenantId, id: expect.stringMatching(/^a:1/) },
    channelData: { tenant: { id: tenantId } },
  });
  const published = (await (await fetch(teams.openIdMetadata)).json()) as { jwks_uri: string; issuer: string };
  const token = String(bot.heard[0]?.headers.authorization).replace(/^Bearer /, '');
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(published.jwks_uri)), {
    issuer: 'https://api.botframework.com',
    audience: appId,
  });
  expect(payload.serviceurl).toBe(teams.serviceUrl);
  const { keys } = (await (await fetch(published.jwks_uri)).json()) as { keys: Record<string, unknown>[] };
  // Beside it stands a key that is endorsed for another channel.
  const own = keys.filter(({ kid }) => kid === decodeProtectedHeader(token).kid);
  expect(own).toMatchObject([{ kty: 'RSA', endorsements: ['msteams'] }]);
  for (const key of keys) expect(key).not.toHaveProperty('d');
});

test('in a channel the bot hears what names it, with the mention in the text, in the entities and in the HTML', async () => {
  const mentions = [
    { id: bob, name: 'Bob' },
    { id: general, name: 'General' },
  ];
  const first = await teams.say(ada, general, 'status {0} {1}', { mentions });
  const { activity } = first.message;
  expect(activity.text).toBe('<at>Countersign</at> status <at>Bob</at> <at>General</at>');
  expect(activity.conversation?.id).toBe(`${general};messageid=${first.message.id}`);
  expect(activity.entities).toMatchObject([
    { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: `28:${appId}`, name: 'Countersign' } },
    { type: 'mention', text: '<at>Bob</at>', mentioned: { id: teams.users.get(bob)?.accountId, name: 'Bob' } },
    { type: 'mention', text: '<at>General</at>', mentioned: { id: general } },
    { type: 'clientInfo' },
  ]);
  expect(activity.attachments?.[0]?.content).toContain('Countersign</span>&nbsp;status');
  const reply = await teams.say(bob, general, 'me too', { replyTo: first.message });
  expect(reply.message.activity.conversation?.id).toBe(`${general};messageid=${first.message.id}`);
  const aside = await teams.say(bob, general, 'nothing for the bot', { mention: false });
  expect(aside.answer).toBeUndefined();
  expect(heard().map(({ id }) => id)).toEqual([first.message.id, reply.message.id]);
});

test('a slash command is heard by the bot and seen by its author alone', async () => {
  const { message, answer } = await teams.say(ada, general, '/help', { targeted: true });
  expect(answer?.status).toBe(200);
  expect(heard()).toMatchObject([
    {
      text: '/help',
      recipient: { id: `28:${appId}`, isTargeted: true },
      conversation: { conversationType: 'channel' },
    },
  ]);
  expect(teams.messages(general, ada)).toEqual([message]);
  expect([...teams.messages(general, bob), ...teams.messages(general)]).toEqual([]);
  await expect(teams.say(ada, ada, '/help', { targeted: true })).rejects.toThrow('has no targeted messages');
});

test('in a group chat the bot hears what names it, in a chat of two everything, a reply with what it replies to', async () => {
  await teams.say(ada, group, 'aside', { mention: false });
  await teams.say(ada, group, 'status');
  const first = await teams.say(ada, ada, 'status');
  await teams.say(ada, ada, 'again', { replyTo: first.message });
  expect(heard()).toMatchObject([
    { text: '<at>Countersign</at> status', conversation: { id: group, isGroup: true, conversationType: 'groupChat' } },
    { text: 'status' },
    { text: 'again', replyToId: first.message.id },
  ]);
});

test('markup in what is written is data in the text and in the HTML', async () => {
  const words = 'a < b & <at>c</at> {0} {{1}}';
  const { activity } = (await teams.say(ada, general, words)).message;
  expect(activity.text).toBe(`<at>Countersign</at> ${words}`);
  expect(activity.attachments?.[0]?.content).toMatch(
    /&nbsp;a &lt; b &amp; &lt;at&gt;c&lt;\/at&gt; \{0\} \{\{1\}\}<\/p>$/,
  );
  const alone = (await teams.say(ada, ada, words)).message.activity;
  expect(alone.text).toBe(words);
  expect(alone).not.toHaveProperty('attachments');
});

test('any activity can be sent, as it is or made wrong, with any token or none', async () => {
  const activity = teams.activity(ada, general, { text: 'x', channelData: { tenant: { id: 'another' } } });
  await teams.post(activity);
  await teams.post(activity, 'invented');
  await teams.post(activity, false);
  expect(heard()).toEqual([activity, activity, activity]);
  const [good, invented, none] = bot.heard.map(({ headers }) => headers.authorization);
  expect([good?.startsWith('Bearer ey'), invented, none]).toEqual([true, 'Bearer invented', undefined]);
});
