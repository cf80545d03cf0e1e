import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { form, plain } from './bolt.ts';
import { call } from './call.ts';

let slack: SlackPlatform;
let app: App;
let mentions: { id: string; retry: number | undefined; reason: string | undefined }[] = [];

async function startApp() {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    // Reconnecting waits for as long as a ping may take, so a short one keeps the tests short.
    clientPingTimeout: 300,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  app = new App({
    receiver,
    token: slack.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  app.command('/prompt', async ({ ack, command, client }) => {
    if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form() });
    if (command.text === 'slow') return;
    if (command.text === 'form') return ack();
    await ack({ text: `help for ${command.user_name}`, blocks: [{ type: 'section', text: plain('help') }] });
  });
  app.view('change', async ({ ack, view }) => {
    const why = view.state.values.why?.text?.value;
    if (why === 'bad') return ack({ response_action: 'errors', errors: { why: 'say more' } });
    await ack();
  });
  app.use(async ({ context, body, next }) => {
    if ('event_id' in body) {
      mentions.push({ id: String(body.event_id), retry: context.retryNum, reason: context.retryReason });
    }
    await next();
  });
  app.event('app_mention', async () => {});
  await app.start();
  await slack.waitFor(() => slack.sockets() === 1, { what: 'the socket' });
}

beforeEach(async () => {
  mentions = [];
  slack = await startSlackPlatform({ users: [{ id: 'U1', name: 'ada' }], timeoutMs: 400, retryDelaysMs: [0, 10, 10] });
  await startApp();
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

test('a slash command and its answer travel over the socket', async () => {
  const deed = await slack.as('U1').slash('/prompt', 'help');
  expect(deed).toMatchObject({ via: 'socket', status: 200, message: { text: 'help for ada', ephemeralTo: 'U1' } });
});

test('a form is opened, refused and closed over the socket', async () => {
  await slack.as('U1').slash('/prompt', 'form');
  expect(await slack.as('U1').submitView(undefined, { Why: 'bad' })).toMatchObject({ errors: { why: 'say more' } });
  expect(await slack.as('U1').submitView(undefined, { Why: 'good' })).toMatchObject({
    responseAction: 'close',
    view: undefined,
  });
});

test('an envelope that is not acknowledged ends as a timeout', async () => {
  expect(await slack.as('U1').slash('/prompt', 'slow')).toMatchObject({ via: 'socket', error: 'operation_timeout' });
});

test('an event is acknowledged once, and can be delivered again under the same id', async () => {
  const { attempts } = await slack.as('U1').mention('help');
  expect(await attempts).toHaveLength(1);
  await slack.replay(slack.requests.at(-1) ?? expect.fail('nothing was sent'));
  expect(mentions).toMatchObject([
    { id: mentions[0]?.id, retry: 0 },
    { id: mentions[0]?.id, retry: 1, reason: 'timeout' },
  ]);
});

test('a bot that is asked to reconnect comes back and goes on', async () => {
  slack.askToReconnect('refresh_requested');
  await slack.waitFor(() => slack.sockets() === 0, { what: 'the disconnection' });
  await slack.waitFor(() => slack.sockets() === 1, { what: 'the reconnection' });
  expect((await slack.as('U1').slash('/prompt', 'help')).error).toBeUndefined();
});

test('while the connection is cut nothing is delivered, and afterwards everything again', async () => {
  slack.dropSockets();
  await slack.waitFor(() => slack.sockets() === 0);
  expect((await slack.as('U1').slash('/prompt', 'help')).error).toBe('dispatch_failed');
  await slack.waitFor(() => slack.sockets() === 1, { what: 'the reconnection' });
  expect((await slack.as('U1').slash('/prompt', 'help')).error).toBeUndefined();
});

test('an address for a connection serves once', async () => {
  const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken);
  const outcome = () =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(String(url));
      socket.on('message', (data) => {
        resolve(JSON.parse(String(data)).type);
        socket.close();
      });
      socket.on('error', (error) => resolve(error.message));
    });
  expect(await outcome()).toBe('hello');
  expect(await outcome()).toBe('Unexpected server response: 401');
});

test('stopping ends at once although the bot is still connected', async () => {
  const started = performance.now();
  await slack.stop();
  expect(performance.now() - started).toBeLessThan(500);
});
