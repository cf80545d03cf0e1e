import { existsSync, readFileSync } from 'node:fs';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { slackLimits } from '../../../../src/bot/limits/slack.ts';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { call, responseUrlOf, triggerOf } from './call.ts';

const samples = new URL('../../../../../shared/data/payloads/slack/api-responses/', import.meta.url);

let slack: SlackPlatform;
beforeEach(async () => {
  slack = await startSlackPlatform({
    users: [
      { id: 'U1', name: 'ada', email: 'Ada@example.com' },
      { id: 'U2', name: 'gone', email: 'gone@example.com', deleted: true },
      { id: 'U3', name: 'helper', isBot: true },
      { id: 'U4', name: 'guest', email: 'guest@other.example', teamId: 'TOTHER' },
    ],
    channels: [
      { id: 'C1', name: 'general' },
      { id: 'C2', name: 'secret', private: true, members: ['U1'] },
      { id: 'C3', name: 'elsewhere', members: ['U1'] },
    ],
  });
});
afterEach(() => slack.stop());

const post = (more: Record<string, unknown> = {}) =>
  call(slack, 'chat.postMessage', { channel: 'C1', text: 'hello', ...more });
const modal = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Title' },
  blocks: [{ type: 'divider' }],
};

describe('tokens and scopes', () => {
  test('a missing, a wrong and a revoked token are told apart', async () => {
    expect(await call(slack, 'auth.test', {}, '')).toEqual({ ok: false, error: 'not_authed' });
    expect(await call(slack, 'auth.test', {}, 'xoxb-wrong')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await call(slack, 'auth.test')).toMatchObject({ ok: true, user_id: slack.botUserId });
    slack.revokeTokens();
    expect(await call(slack, 'auth.test')).toEqual({ ok: false, error: 'token_revoked' });
  });

  test('an app token opens sockets and nothing else, a bot token everything else', async () => {
    expect(await call(slack, 'apps.connections.open', {}, slack.appToken)).toMatchObject({
      ok: true,
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\//),
    });
    expect(await call(slack, 'apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call(slack, 'chat.postMessage', {}, slack.appToken)).toMatchObject({
      error: 'not_allowed_token_type',
    });
  });

  test('a method outside of the scopes says what it needs and what there is', async () => {
    expect(await call(slack, 'conversations.info', { channel: 'C1' })).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'channels:read,groups:read,im:read,mpim:read',
      provided: 'commands,chat:write,app_mentions:read,users:read,users:read.email,im:write',
    });
  });

  test('an e-mail is told only to those who may read it, and never a foreign one', async () => {
    const emailOf = async (platform: SlackPlatform, user: string) =>
      ((await call(platform, 'users.info', { user })).user as { profile: { email?: string } }).profile.email;
    expect(await emailOf(slack, 'U1')).toBe('Ada@example.com');
    expect(await emailOf(slack, 'U4')).toBeUndefined();
    const narrow = await startSlackPlatform({ users: [{ id: 'U1', email: 'a@example.com' }], scopes: ['users:read'] });
    expect(await emailOf(narrow, 'U1')).toBeUndefined();
    expect(await call(narrow, 'users.lookupByEmail', { email: 'a@example.com' })).toMatchObject({
      error: 'missing_scope',
    });
    await narrow.stop();
  });

  test('an unknown method is unknown', async () => {
    expect(await call(slack, 'chat.shout')).toMatchObject({ ok: false, error: 'unknown_method' });
  });
});

describe('people and conversations', () => {
  test('people are found by id and by e-mail, whatever its case', async () => {
    expect(await call(slack, 'users.lookupByEmail', { email: 'ada@EXAMPLE.com' })).toMatchObject({
      user: { id: 'U1' },
    });
    expect(await call(slack, 'users.lookupByEmail', { email: 'gone@example.com' })).toMatchObject({
      error: 'users_not_found',
    });
    expect(await call(slack, 'users.lookupByEmail', { email: 'guest@other.example' })).toMatchObject({
      error: 'users_not_found',
    });
    expect(await call(slack, 'users.info', { user: 'U4' })).toMatchObject({
      user: { team_id: 'TOTHER', is_stranger: true },
    });
    expect(await call(slack, 'users.info', { user: 'U2' })).toMatchObject({ user: { deleted: true } });
    expect(await call(slack, 'users.info', { user: 'U9' })).toMatchObject({ error: 'user_not_found' });
    expect(await call(slack, 'users.info')).toMatchObject({ error: 'invalid_arguments' });
  });

  test('a direct message is opened once, and not with bots, strangers or people who left', async () => {
    const first = await call(slack, 'conversations.open', { users: 'U1' });
    expect(first).toMatchObject({ ok: true, already_open: false, channel: { id: slack.dmChannel('U1') } });
    expect(await call(slack, 'conversations.open', { users: 'U1' })).toMatchObject({ already_open: true });
    expect(await call(slack, 'conversations.open', { users: 'U2' })).toMatchObject({ error: 'user_disabled' });
    expect(await call(slack, 'conversations.open', { users: 'U3' })).toMatchObject({ error: 'cannot_dm_bot' });
    expect(await call(slack, 'conversations.open', { users: 'U9' })).toMatchObject({ error: 'user_not_found' });
    expect(await call(slack, 'conversations.open', { users: 'U1,U4' })).toMatchObject({ error: 'missing_scope' });
    await post({ channel: 'U1', text: 'just for you' });
    expect(slack.dm('U1').map(({ text }) => text)).toEqual(['just for you']);
  });

  test('with the scope, channels and their members are described, page by page', async () => {
    const wide = await startSlackPlatform({ users: [{ id: 'U1' }, { id: 'U2' }], scopes: ['channels:read'] });
    expect(await call(wide, 'conversations.info', { channel: 'C1', include_num_members: true })).toMatchObject({
      channel: { id: 'C1', name: 'general', is_member: true, num_members: 3 },
    });
    const page = await call(wide, 'conversations.members', { channel: 'C1', limit: 2 });
    expect(page.members).toHaveLength(2);
    const cursor = (page as { response_metadata?: { next_cursor?: string } }).response_metadata?.next_cursor;
    expect(await call(wide, 'conversations.members', { channel: 'C1', cursor })).toMatchObject({
      members: ['U2'],
      response_metadata: { next_cursor: '' },
    });
    await wide.stop();
  });
});

describe('messages', () => {
  test.each([
    ['an unknown channel', { channel: 'C9' }, 'channel_not_found'],
    ['a private channel without the bot', { channel: 'C2' }, 'channel_not_found'],
    ['a public channel without the bot', { channel: 'C3' }, 'not_in_channel'],
    ['a bot', { channel: 'U3' }, 'channel_not_found'],
    ['no text and no blocks', { text: '' }, 'no_text'],
    ['a thread that is not there', { thread_ts: '1.000001' }, 'thread_not_found'],
    ['no channel at all', { channel: undefined }, 'invalid_arguments'],
  ])('posting to %s is refused', async (_what, args, error) => {
    expect(await post(args)).toMatchObject({ ok: false, error });
    expect(slack.messages('C1')).toEqual([]);
  });

  test('a channel is also found by its name', async () => {
    expect(await post({ channel: '#general' })).toMatchObject({ ok: true, channel: 'C1' });
  });

  test('a repeated client_msg_id in the same channel is answered with the first message', async () => {
    const client_msg_id = '2f4e3a52-0f3c-4f0e-9df5-1c4f0b1f8a11';
    const first = await post({ client_msg_id });
    expect(await post({ client_msg_id, text: 'again' })).toMatchObject({ ok: true, ts: first.ts });
    expect(slack.messages('C1')).toHaveLength(1);
    expect(await post({ client_msg_id, channel: 'U1' })).toMatchObject({ ok: true });
    expect(slack.dm('U1')).toHaveLength(1);
  });

  test('an edit keeps the timestamp, counts, and keeps blocks it does not mention', async () => {
    const { ts } = await post({ blocks: [{ type: 'divider', block_id: 'd' }] });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'two' })).toMatchObject({
      ok: true,
      ts,
      text: 'two',
    });
    expect(slack.messages('C1')).toMatchObject([
      { ts, text: 'two', edits: 1, blocks: [{ type: 'divider', block_id: 'd' }] },
    ]);
    await call(slack, 'chat.update', { channel: 'C1', ts, text: 'three', blocks: [] });
    expect(slack.messages('C1')).toMatchObject([{ text: 'three', edits: 2, blocks: [] }]);
  });

  test('only what the app wrote and what is still there can be edited or deleted', async () => {
    const { ts } = await post();
    const said = slack.as('U1').say('mine', { channel: 'C1' });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts: said.ts, text: 'a' })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await call(slack, 'chat.delete', { channel: 'C1', ts: said.ts })).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts: '1.1', text: 'a' })).toMatchObject({
      error: 'message_not_found',
    });
    expect(await call(slack, 'chat.delete', { channel: 'C1', ts })).toMatchObject({ ok: true });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'a' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('archiving a channel and removing the bot change what happens to posts and edits', async () => {
    const { ts } = await post();
    slack.archive('C1');
    expect(await post()).toMatchObject({ error: 'is_archived' });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'a' })).toMatchObject({ error: 'is_inactive' });
    slack.unarchive('C1');
    slack.removeBot('C1');
    expect(await post()).toMatchObject({ error: 'not_in_channel' });
    expect(await call(slack, 'chat.update', { channel: 'C1', ts, text: 'a' })).toMatchObject({
      error: 'not_in_channel',
    });
    slack.inviteBot('C1');
    expect(await post()).toMatchObject({ ok: true });
  });

  test('an ephemeral message reaches one member and is no message of the channel', async () => {
    const args = { channel: 'C1', text: 'psst' };
    expect(await call(slack, 'chat.postEphemeral', { ...args, user: 'U1' })).toMatchObject({ ok: true });
    expect(await call(slack, 'chat.postEphemeral', { ...args, user: 'U9' })).toMatchObject({
      error: 'user_not_in_channel',
    });
    expect(slack.ephemerals('U1')).toMatchObject([{ text: 'psst', ephemeralTo: 'U1' }]);
    expect(slack.messages('C1')).toEqual([]);
  });

  test('a permalink names the channel and the message', async () => {
    const { ts } = await post();
    const { permalink } = await call(slack, 'chat.getPermalink', { channel: 'C1', message_ts: ts });
    expect(permalink).toBe(`https://acme.slack.com/archives/C1/p${String(ts).replace('.', '')}`);
    expect(await call(slack, 'chat.getPermalink', { channel: 'C1', message_ts: '1.1' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('what the house forbids and Slack does not becomes a finding', async () => {
    await post({ text: undefined, blocks: [{ type: 'divider' }], shout: true, client_msg_id: 'not a uuid' });
    expect(slack.findings.map(({ kind }) => kind).sort()).toEqual([
      'client_msg_id_not_uuid',
      'no_text_fallback',
      'unfurling_on',
      'unknown_argument',
    ]);
  });

  test('the official client sends forms, and they are understood', async () => {
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
    const quiet = { unfurl_links: false, unfurl_media: false };
    const posted = await client.chat.postMessage({ channel: 'C1', text: 'a', ...quiet, blocks: [{ type: 'divider' }] });
    expect(posted.message?.blocks).toMatchObject([{ type: 'divider', block_id: expect.any(String) }]);
    await expect(client.chat.postMessage({ channel: 'C9', text: 'a' })).rejects.toMatchObject({
      data: { error: 'channel_not_found' },
    });
    expect(slack.calls.map(({ method, status }) => [method, status])).toEqual([
      ['chat.postMessage', 200],
      ['chat.postMessage', 200],
    ]);
    expect(slack.findings).toEqual([]);
  });
});

describe('triggers and views', () => {
  test('a trigger opens one view, once, within three seconds', async () => {
    const trigger_id = triggerOf(slack);
    expect(await call(slack, 'views.open', { trigger_id, view: modal })).toMatchObject({ ok: true });
    expect(await call(slack, 'views.open', { trigger_id, view: modal })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
    const late = triggerOf(slack);
    slack.advance(slackLimits.trigger.ms + 1);
    expect(await call(slack, 'views.open', { trigger_id: late, view: modal })).toMatchObject({
      error: 'expired_trigger_id',
    });
    expect(await call(slack, 'views.open', { trigger_id: '1.2.3', view: modal })).toMatchObject({
      error: 'invalid_trigger_id',
    });
  });

  test('a view is updated by id or external id while its hash holds, and not after it was closed', async () => {
    const opened = await call(slack, 'views.open', {
      trigger_id: triggerOf(slack),
      view: { ...modal, external_id: 'mine' },
    });
    const { id, hash } = opened.view as { id: string; hash: string };
    const update = (args: Record<string, unknown>) =>
      call(slack, 'views.update', { view: { ...modal, external_id: 'mine' }, ...args });
    expect(await update({ external_id: 'mine', hash })).toMatchObject({ ok: true, view: { id } });
    expect(await update({ view_id: id, hash })).toMatchObject({ error: 'hash_conflict' });
    expect(await update({})).toMatchObject({ error: 'invalid_arguments' });
    const second = { trigger_id: triggerOf(slack), view: { ...modal, external_id: 'mine' } };
    expect(await call(slack, 'views.push', second)).toMatchObject({ error: 'duplicate_external_id' });
    await slack.as('U1').closeView();
    expect(await update({ view_id: id })).toMatchObject({ error: 'not_found' });
  });
});

describe('response addresses', () => {
  const answer = async (url: string, body: Record<string, unknown>) => {
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    return [response.status, await response.text()] as const;
  };

  test('an address serves five times', async () => {
    const url = responseUrlOf(slack);
    for (let use = 1; use <= slackLimits.responseUrl.uses; use += 1)
      expect(await answer(url, { text: 'a' })).toEqual([200, 'ok']);
    expect(await answer(url, { text: 'a' })).toEqual([404, '{"ok":false,"error":"used_url"}']);
    expect(slack.ephemerals('U1')).toHaveLength(5);
  });

  test('an address serves for thirty minutes', async () => {
    const url = responseUrlOf(slack);
    slack.advance(slackLimits.responseUrl.ms - 1_000);
    expect(await answer(url, { text: 'a' })).toEqual([200, 'ok']);
    slack.advance(1_001);
    expect(await answer(url, { text: 'a' })).toEqual([404, '{"ok":false,"error":"expired_url"}']);
    expect((await answer(`${url}x`, { text: 'a' }))[0]).toBe(404);
  });

  test('what is said may be for all, and its blocks are checked like any', async () => {
    const url = responseUrlOf(slack);
    expect(await answer(url, { text: 'to all', response_type: 'in_channel' })).toEqual([200, 'ok']);
    expect(slack.messages('C1')).toMatchObject([{ text: 'to all' }]);
    expect((await answer(url, { text: 'a', blocks: [{ type: 'hologram' }] }))[0]).toBe(400);
    expect((await answer(url, {}))[0]).toBe(400);
  });
});

describe.skipIf(!existsSync(samples))('recorded response shapes (../shared/data is optional)', () => {
  const keysOf = (value: unknown): string[] => Object.keys(value as object).sort();

  test.each([
    'auth.test',
    'chat.delete',
    'chat.getPermalink',
    'chat.postEphemeral',
    'conversations.info',
    'conversations.members',
    'users.info',
    'users.lookupByEmail',
  ])('%s has no field Slack does not have', async (method) => {
    const wide = await startSlackPlatform({
      users: [{ id: 'U1', email: 'a@example.com' }],
      scopes: ['chat:write', 'users:read', 'users:read.email', 'channels:read'],
    });
    const { ts } = await call(wide, 'chat.postMessage', { channel: 'C1', text: 'a' });
    const args = { channel: 'C1', user: 'U1', email: 'a@example.com', text: 'a', ts, message_ts: ts };
    const answer = await call(wide, method, args);
    await wide.stop();
    expect(answer.ok).toBe(true);
    const sample = JSON.parse(readFileSync(new URL(`${method}.json`, samples), 'utf8'));
    for (const part of ['', 'user', 'channel'] as const) {
      const [ours, theirs] = part === '' ? [answer, sample] : [answer[part], sample[part]];
      if (ours === null || typeof ours !== 'object') continue;
      expect(keysOf(theirs)).toEqual(expect.arrayContaining(keysOf(ours)));
    }
  });
});
