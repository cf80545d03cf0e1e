import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { type Listener, startListener } from '../slack/listener.ts';
import { ada, appId, bob, general, startTenant, tenantId } from './tenant.ts';

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
  expect(keys).toMatchObject([{ kid: decodeProtectedHeader(token).kid, kty: 'RSA', endorsements: ['msteams'] }]);
  expect(keys[0]).not.toHaveProperty('d');
});

test('in a channel the bot hears what names it, with the mention in the text, in the entities and in the HTML', async () => {
  const first = await teams.say(ada, general, 'status {0}', { mentions: [{ id: bob, name: 'Bob' }] });
  const { activity } = first.message;
  expect(activity.text).toBe('<at>Countersign</at> status <at>Bob</at>');
  expect(activity.conversation?.id).toBe(`${general};messageid=${first.message.id}`);
  expect(activity.entities).toMatchObject([
    { type: 'mention', text: '<at>Bob</at>', mentioned: { id: bob } },
    { type: 'mention', text: '<at>Countersign</at>', mentioned: { id: `28:${appId}`, name: 'Countersign' } },
    { type: 'clientInfo' },
  ]);
  expect(activity.attachments?.[0]?.content).toContain('Countersign</span>&nbsp;status');
  const reply = await teams.say(bob, general, 'me too', { replyTo: first.message });
  expect(reply.message.activity.conversation?.id).toBe(`${general};messageid=${first.message.id}`);
  const aside = await teams.say(bob, general, 'nothing for the bot', { mention: false });
  expect(aside.answer).toBeUndefined();
  expect(heard().map(({ id }) => id)).toEqual([first.message.id, reply.message.id]);
});
