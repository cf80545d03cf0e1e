import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { type Bolt, form, plain, startBolt } from './bolt.ts';

let slack: SlackPlatform;
let bolt: Bolt;
const seen: { submitted: unknown[]; closed: number } = { submitted: [], closed: 0 };

const quiet = { unfurl_links: false, unfurl_media: false };

const card = (text: string, pressable = true) => ({
  text,
  blocks: [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text } },
    ...(pressable
      ? [
          {
            type: 'actions' as const,
            elements: [
              {
                type: 'button' as const,
                action_id: 'approve',
                text: plain('Approve'),
                value: '12:1',
                style: 'primary' as const,
              },
              {
                type: 'button' as const,
                action_id: 'decline',
                text: plain('Decline'),
                confirm: { title: plain('Sure?'), text: plain('It cannot be undone') },
              },
            ],
          },
        ]
      : []),
  ],
});

beforeEach(async () => {
  seen.submitted = [];
  seen.closed = 0;
  slack = await startSlackPlatform({
    users: [
      { id: 'U1', name: 'ada', email: 'ada@example.com' },
      { id: 'U2', name: 'bo' },
    ],
  });
  bolt = await startBolt(slack, (app) => {
    app.command('/prompt', async ({ ack, command, client, respond }) => {
      if (command.text === 'form') {
        await client.views.open({ trigger_id: command.trigger_id, view: form() });
        return ack();
      }
      if (command.text === 'card') {
        await ack();
        await client.chat.postMessage({ channel: command.channel_id, ...quiet, ...card('A change') });
        return;
      }
      if (command.text === 'respond') {
        await ack();
        for (let use = 1; use <= 6; use += 1) await respond({ text: `use ${use}` });
        return;
      }
      if (command.text === 'slow') return;
      await ack(`help for ${command.user_name}`);
    });
    app.action('approve', async ({ ack, body, client, action }) => {
      await ack();
      const channel = body.channel?.id as string;
      const { ts } = (body as unknown as { message: { ts: string } }).message;
      const { value } = action as { value: string };
      await client.chat.update({ channel, ts, ...card(`Approved by ${body.user.id} (${value})`, false) });
    });
    app.view('change', async ({ ack, view }) => {
      const why = view.state.values.why?.text?.value;
      if (why === 'bad') return ack({ response_action: 'errors', errors: { why: 'say more' } });
      if (why === 'next') return ack({ response_action: 'update', view: form('Second') });
      if (why === 'push') return ack({ response_action: 'push', view: form('Third') });
      if (why === 'clear') return ack({ response_action: 'clear' });
      seen.submitted.push(view.state.values);
      await ack();
    });
    app.view({ callback_id: 'change', type: 'view_closed' }, async ({ ack }) => {
      seen.closed += 1;
      await ack();
    });
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `heard ${event.text}`, thread_ts: event.ts, ...quiet });
    });
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    });
  });
});

afterEach(async () => {
  await bolt.stop();
  await slack.stop();
});

test('a slash command is acknowledged with a message only its sender sees', async () => {
  const deed = await slack.as('U1').slash('/prompt', 'help');
  expect(deed).toMatchObject({ status: 200, via: 'http' });
  expect(deed.message).toMatchObject({ text: 'help for ada', ephemeralTo: 'U1', channel: 'C1' });
  expect(slack.ephemerals('U1').map((message) => message.text)).toEqual(['help for ada']);
  expect(slack.ephemerals('U2')).toEqual([]);
  expect(slack.messages('C1')).toEqual([]);
});

test('a posted card is pressed, edited in place, and its buttons are gone afterwards', async () => {
  await slack.as('U1').slash('/prompt', 'card');
  const posted = await slack.waitFor(() => slack.messages('C1').at(-1), { what: 'the card' });
  expect((await slack.as('U2').click(posted, 'Approve')).cancelled).toBeUndefined();
  const edited = await slack.waitFor(() => slack.messages('C1').find((message) => message.edits === 1));
  expect(edited.text).toBe('Approved by U2 (12:1)');
  expect(edited.ts).toBe(posted.ts);
  await expect(slack.as('U2').click(posted, 'Approve')).rejects.toThrow(
    'there is no "Approve" to press; there is nothing',
  );
  await slack.as('U2').click(posted, 'Approve', { stale: true });
  await slack.waitFor(() => slack.messages('C1').find((message) => message.edits === 2));
  expect(slack.findings).toEqual([]);
});

test('a confirm dialog that is declined sends nothing', async () => {
  await slack.as('U1').slash('/prompt', 'card');
  const posted = await slack.waitFor(() => slack.messages('C1').at(-1));
  const before = slack.requests.length;
  const press = await slack.as('U1').click(posted, 'Decline', { confirm: false });
  expect(press).toMatchObject({ cancelled: true, confirm: { text: { text: 'It cannot be undone' } } });
  expect(slack.requests.length).toBe(before);
});

test('a form opens, is refused by the client, by the bot, updated, pushed, cleared and sent', async () => {
  const ada = slack.as('U1');
  await ada.slash('/prompt', 'form');
  const view = slack.views('U1')[0];
  expect(view).toMatchObject({ callback_id: 'change', private_metadata: 'meta' });
  expect(await ada.submitView(view)).toEqual({ sent: false, errors: { why: 'Please complete this required field.' } });
  expect(await ada.submitView(view, { Why: 'x'.repeat(21) })).toMatchObject({ sent: false });
  expect(await ada.submitView(view, { Why: 'bad' })).toMatchObject({
    sent: true,
    responseAction: 'errors',
    errors: { why: 'say more' },
  });
  const updated = await ada.submitView(view, { Why: 'next' });
  expect(updated).toMatchObject({ responseAction: 'update', view: { id: view?.id, title: { text: 'Second' } } });
  const pushed = await ada.submitView(undefined, { why: 'push' });
  expect(pushed).toMatchObject({ responseAction: 'push', view: { previous_view_id: view?.id } });
  expect(slack.views('U1')).toHaveLength(2);
  expect(await ada.submitView(undefined, { text: 'fine', Label: 'Staging' })).toMatchObject({
    responseAction: 'close',
  });
  expect(slack.views('U1')).toHaveLength(1);
  expect(seen.submitted).toEqual([
    {
      why: { text: { type: 'plain_text_input', value: 'fine' } },
      label: {
        choice: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'Staging', emoji: true }, value: 'staging' },
        },
      },
    },
  ]);
  expect(await ada.submitView(undefined, { why: 'clear' })).toMatchObject({ responseAction: 'clear', view: undefined });
});

test('a form given up is told to the bot that wanted to know', async () => {
  await slack.as('U1').slash('/prompt', 'form');
  await slack.as('U1').closeView();
  expect(slack.views('U1')).toEqual([]);
  expect(seen.closed).toBe(1);
});

test('the sixth use of a response address is refused', async () => {
  await slack.as('U1').slash('/prompt', 'respond');
  await slack.waitFor(() => slack.calls.filter((call) => call.method === 'response_url').length === 6);
  expect(slack.ephemerals('U1').map((message) => message.text)).toEqual(['use 1', 'use 2', 'use 3', 'use 4', 'use 5']);
  expect(slack.calls.at(-1)).toMatchObject({ status: 404, response: { error: 'used_url' } });
});

test('a mention reaches the bot, which answers in the thread', async () => {
  const { message } = await slack.as('U1').mention('help');
  const reply = await slack.waitFor(() => slack.thread('C1', message.ts).at(-1));
  expect(reply.text).toBe(`heard <@${slack.botUserId}> help`);
  expect(reply.pings).toEqual([`@${slack.botUserId}`]);
});

test('the Home tab is published when it is opened', async () => {
  await slack.as('U1').openHome();
  expect(await slack.waitFor(() => slack.home('U1'))).toMatchObject({ type: 'home', user: 'U1' });
});

test('a command nobody acknowledges ends as a timeout after three seconds', async () => {
  const deed = await slack.as('U1').slash('/prompt', 'slow');
  expect(deed.error).toBe('operation_timeout');
  expect(deed.ms).toBeGreaterThan(2_950);
  expect(deed.ms).toBeLessThan(3_500);
});
