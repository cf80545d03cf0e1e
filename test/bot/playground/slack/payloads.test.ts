import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { form, plain } from './bolt.ts';
import { call, triggerOf } from './call.ts';
import { type Listener, startListener } from './listener.ts';

type Json = Record<string, unknown>;

const samples = new URL('../../../../../shared/data/payloads/slack/', import.meta.url);
const sample = (file: string): Json => JSON.parse(readFileSync(new URL(file, samples), 'utf8'));

/**
 * The paths of a payload's fields. Blocks and input values differ with the app and are left out, and a list is
 * described by its first item.
 */
function fields(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.length === 0 ? [] : fields(node[0], `${path}[]`);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node)
    .flatMap(([key, value]) => {
      const here = path === '' ? key : `${path}.${key}`;
      return /(^|\.)(blocks|values|selected_option|options)$/.test(here) ? [here] : [here, ...fields(value, here)];
    })
    .sort();
}

function compare(ours: unknown, theirs: unknown, allowed: { missing?: string[]; extra?: string[] } = {}) {
  const [mine, real] = [fields(ours), fields(theirs)];
  expect({
    missing: real.filter((field) => !mine.includes(field)).sort(),
    extra: mine.filter((field) => !real.includes(field)).sort(),
  }).toEqual({ missing: (allowed.missing ?? []).sort(), extra: (allowed.extra ?? []).sort() });
}

let slack: SlackPlatform;
let bot: Listener;

beforeEach(async () => {
  bot = await startListener(() => 200);
  slack = await startSlackPlatform({ users: [{ id: 'U1', name: 'ada' }] });
});
afterEach(async () => {
  await slack.stop();
  await bot.stop();
});

const sent = () => slack.requests.at(-1)?.payload as Json;

const option = { text: plain('One'), value: 'one' };
const actions = (...elements: Json[]) => [{ type: 'actions', elements }];
const button = { type: 'button', action_id: 'go', text: plain('Go') };

async function posted(blocks: Json[], more: Json = {}) {
  await call(slack, 'chat.postMessage', { channel: 'C1', text: 'card', blocks, ...more });
  slack.connect(bot.url);
  return slack.messages('C1').at(-1) ?? expect.fail('nothing was posted');
}

async function opened() {
  const view = { ...form(), external_id: '' };
  await call(slack, 'views.open', { trigger_id: triggerOf(slack), view });
  slack.connect(bot.url);
}

describe.skipIf(!existsSync(samples))('against recorded payloads (../shared/data is optional)', () => {
  test('a slash command', async () => {
    slack.connect(bot.url);
    await slack.as('U1').slash('/prompt', 'help');
    compare(sent(), sample('slash-command-with-args.json'));
    const body = new URLSearchParams(bot.heard[0]?.body);
    expect(Object.fromEntries(body)).toEqual(sent());
  });

  test('a pressed button in a thread', async () => {
    const parent = slack.as('U1').say('start', { channel: 'C1' });
    const message = await posted(actions(button), { thread_ts: parent.ts });
    await slack.as('U1').click(message, 'Go');
    compare(sent(), sample('block-actions.button.json'));
    expect(JSON.parse(new URLSearchParams(bot.heard[0]?.body).get('payload') ?? '')).toEqual(
      JSON.parse(JSON.stringify(sent())),
    );
  });

  test('a pressed button in an ephemeral message', async () => {
    const args = { channel: 'C1', user: 'U1', text: 'psst', thread_ts: '1.000001' };
    await call(slack, 'chat.postEphemeral', { ...args, blocks: actions({ ...button, style: 'primary' }) });
    slack.connect(bot.url);
    await slack.as('U1').click(slack.ephemerals('U1')[0] ?? expect.fail('nothing was shown'), 'Go');
    compare(sent(), sample('block-actions.ephemeral.json'));
  });

  // Recorded before Slack sent these.
  const since = ['enterprise', 'is_enterprise_install'];
  const message = ['message.app_id', 'message.bot_id', 'message.team', 'message.text', 'message.blocks'];

  test('a choice in a menu', async () => {
    const parent = slack.as('U1').say('start', { channel: 'C1' });
    const menu = { type: 'static_select', action_id: 'pick', placeholder: plain('Choose'), options: [option] };
    await slack.as('U1').click(await posted(actions(menu), { thread_ts: parent.ts }), 'pick', { value: 'One' });
    compare(sent(), sample('block-actions.static-select.json'), {
      extra: [...since, ...message, 'message.parent_user_id', 'state', 'state.values'],
    });
  });

  test('a choice among radio buttons', async () => {
    const parent = slack.as('U1').say('start', { channel: 'C1' });
    const radio = { type: 'radio_buttons', action_id: 'pick', options: [option] };
    await slack.as('U1').click(await posted(actions(radio), { thread_ts: parent.ts }), 'pick', { value: 'one' });
    compare(sent(), sample('block-actions.radio-buttons.json'), {
      extra: [...since, ...message, 'message.parent_user_id', 'state', 'state.values'],
    });
  });

  test('a pressed button with a confirm dialog on the Home tab', async () => {
    const confirm = { title: plain('Sure?'), text: plain('Really') };
    const danger = { ...button, style: 'danger', confirm };
    await call(slack, 'views.publish', { user_id: 'U1', view: { type: 'home', blocks: actions(danger) } });
    slack.connect(bot.url);
    await slack.as('U1').clickInView(slack.home('U1'), 'Go');
    compare(sent(), sample('block-actions.confirm-danger.json'), { extra: since });
  });

  test('a form that is sent', async () => {
    await opened();
    await slack.as('U1').submitView(undefined, { Why: 'because' });
    compare(sent(), sample('view-submission.json'));
    const values = (payload: Json) =>
      ((payload.view as Json).state as Json).values as Record<string, Record<string, Json>>;
    const real = values(sample('view-submission.json'));
    const ours = values(sent());
    expect(Object.keys(ours.why?.text ?? {})).toEqual(Object.keys(real.message?.message ?? {}));
    expect(Object.keys(ours.label?.choice ?? {})).toEqual(Object.keys(real.category?.category ?? {}));
    const input = (payload: Json, index: number) => ((payload.view as Json).blocks as Json[])[index];
    expect(Object.keys(input(sent(), 0) ?? {}).sort()).toEqual(
      Object.keys(input(sample('view-submission.json'), 0) ?? {}).sort(),
    );
  });

  test('a form that is given up', async () => {
    await opened();
    await slack.as('U1').closeView();
    compare(sent(), sample('view-closed.json'), { extra: since });
  });

  test('a global shortcut', async () => {
    slack.connect(bot.url);
    await slack.as('U1').shortcut('submit');
    compare(sent(), sample('global-shortcut.json'), { extra: since });
  });

  test('a message shortcut', async () => {
    slack.connect(bot.url);
    await slack.as('U1').messageShortcut(slack.as('U1').say('a prompt', { channel: 'C1' }), 'propose');
    compare(sent(), sample('message-shortcut.json'), { extra: [...since, 'user.username', 'user.team_id'] });
  });

  test('a mention', async () => {
    slack.connect(bot.url);
    await slack.as('U1').mention('hey');
    compare(sent(), sample('event-retry.attempt-0.socket-mode.json').payload, {
      extra: ['context_enterprise_id', 'context_team_id'],
    });
    expect(JSON.parse(bot.heard[0]?.body ?? '')).toEqual(sent());
  });

  test('a look at the Home tab', async () => {
    await call(slack, 'views.publish', { user_id: 'U1', view: { type: 'home', blocks: actions(button) } });
    slack.connect(bot.url);
    await slack.as('U1').openHome();
    const authorization = ['enterprise_id', 'team_id', 'user_id', 'is_bot', 'is_enterprise_install'];
    compare(sent(), sample('event.app-home-opened.json'), {
      extra: [
        'authorizations',
        ...authorization.map((field) => `authorizations[].${field}`),
        'context_enterprise_id',
        'context_team_id',
        'event.event_ts',
        'event_context',
        'is_ext_shared_channel',
      ],
    });
  });

  test('the envelopes of Socket Mode', async () => {
    const { url } = await call(slack, 'apps.connections.open', {}, slack.appToken);
    const socket = new WebSocket(String(url));
    const heard: Json[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      heard.push(message);
      if (message.envelope_id) socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
    });
    await slack.waitFor(() => slack.sockets() === 1);
    await slack.as('U1').slash('/prompt');
    await slack.as('U1').shortcut('submit');
    await slack.as('U1').mention('hey');
    const files = ['hello', 'slash-command', 'interactive', 'event-retry.attempt-0'];
    for (const [index, file] of files.entries()) {
      const real = sample(`${file}.socket-mode.json`);
      expect(Object.keys(heard[index] ?? {}).sort()).toEqual(Object.keys(real).sort());
      expect(heard[index]?.type).toBe(real.type);
      expect(heard[index]?.accepts_response_payload).toBe(real.accepts_response_payload);
    }
    socket.close();
  });
});

test('every kind of element is entered and read back under its own key', async () => {
  const input = (element: Json) => ({
    type: 'input',
    block_id: String(element.action_id),
    label: plain('x'),
    optional: true,
    element,
  });
  const two = { text: plain('Two'), value: 'two' };
  const elements: [Json, string | string[], Json][] = [
    [{ type: 'plain_text_input', multiline: true }, 'a\nb', { value: 'a\nb' }],
    [{ type: 'number_input', is_decimal_allowed: false }, '7', { value: '7' }],
    [{ type: 'static_select', options: [option, two] }, 'Two', { selected_option: { value: 'two' } }],
    [
      { type: 'multi_static_select', options: [option, two] },
      ['one', 'two'],
      { selected_options: [{ value: 'one' }, { value: 'two' }] },
    ],
    [{ type: 'users_select' }, 'U1', { selected_user: 'U1' }],
    [{ type: 'multi_users_select' }, ['U1'], { selected_users: ['U1'] }],
    [{ type: 'conversations_select', response_url_enabled: true }, 'C1', { selected_conversation: 'C1' }],
    [{ type: 'multi_conversations_select' }, ['C1'], { selected_conversations: ['C1'] }],
    [{ type: 'radio_buttons', options: [option, two] }, 'one', { selected_option: { value: 'one' } }],
    [{ type: 'checkboxes', options: [option, two] }, ['two'], { selected_options: [{ value: 'two' }] }],
    [{ type: 'datepicker' }, '2026-01-31', { selected_date: '2026-01-31' }],
  ];
  const blocks = elements.map(([element], index) => input({ ...element, action_id: `a${index}` }));
  const view = { type: 'modal', title: plain('All'), submit: plain('Send'), blocks };
  const open = async () => {
    await call(slack, 'views.open', { trigger_id: triggerOf(slack), view });
    slack.connect(bot.url);
  };
  await open();
  await slack
    .as('U1')
    .submitView(undefined, Object.fromEntries(elements.map(([, given], index) => [`a${index}`, given])));
  const values = () => (((sent().view as Json).state as Json).values ?? {}) as Record<string, Record<string, Json>>;
  for (const [index, [element, , state]] of elements.entries()) {
    expect(values()[`a${index}`]?.[`a${index}`]).toMatchObject({ type: element.type, ...state });
  }
  expect(sent().response_urls).toMatchObject([{ channel_id: 'C1', block_id: 'a6', action_id: 'a6' }]);

  await open();
  await slack.as('U1').submitView();
  for (const [index, [element, given, state]] of elements.entries()) {
    const [key] = Object.keys(state);
    const empty = Array.isArray(given) ? [] : null;
    expect(values()[`a${index}`]?.[`a${index}`]).toEqual({ type: element.type, [String(key)]: empty });
  }
});

test.each<[string, Json, string, string]>([
  ['too long', { type: 'plain_text_input', max_length: 3 }, 'four', 'This entry must be less than 4 characters.'],
  ['too short', { type: 'plain_text_input', min_length: 3 }, 'ab', 'This entry must be more than 2 characters.'],
  ['two lines in one', { type: 'plain_text_input' }, 'a\nb', 'A single line cannot hold a line break.'],
  ['no number', { type: 'number_input', is_decimal_allowed: true }, 'x', 'This entry must be a number.'],
  ['half a number', { type: 'number_input', is_decimal_allowed: false }, '1.5', 'This entry must be a whole number.'],
  [
    'too much',
    { type: 'number_input', is_decimal_allowed: false, max_value: '5' },
    '6',
    'This entry must be at most 5.',
  ],
  ['no address', { type: 'email_text_input' }, 'ada', 'Please enter an e-mail address.'],
])('a form with %s is refused before it is sent', async (_what, element, given, complaint) => {
  const blocks = [{ type: 'input', block_id: 'b', label: plain('x'), element }];
  const view = { type: 'modal', title: plain('One'), submit: plain('Send'), blocks };
  await call(slack, 'views.open', { trigger_id: triggerOf(slack), view });
  slack.connect(bot.url);
  expect(await slack.as('U1').submitView(undefined, { b: given })).toEqual({ sent: false, errors: { b: complaint } });
  expect(bot.heard).toEqual([]);
});

test('what is typed survives an update of the form, and a field that is not there is no field', async () => {
  await opened();
  slack.as('U1').fill(undefined, { Why: 'typed' });
  const [view] = slack.views('U1');
  await call(slack, 'views.update', { view_id: view?.id, view: form('Later') });
  await slack.as('U1').submitView();
  expect(((sent().view as Json).state as Json).values).toMatchObject({ why: { text: { value: 'typed' } } });
  await opened();
  expect(() => slack.as('U1').fill(undefined, { Whither: 'x' })).toThrow(
    'there is no "Whither" in this form; there is Why (why/text)',
  );
});

test('thumbs are pressed by their label', async () => {
  const half = (text: string, value: string) => ({ text: plain(text), value });
  const thumbs = {
    type: 'feedback_buttons',
    action_id: 'vote',
    positive_button: half('Good', 'up'),
    negative_button: half('Bad', 'down'),
  };
  await slack.as('U1').click(await posted([{ type: 'context_actions', elements: [thumbs] }]), 'Bad');
  expect((sent().actions as Json[])[0]).toMatchObject({ type: 'feedback_buttons', action_id: 'vote', value: 'down' });
});

test('two buttons of one name need the value to be told apart', async () => {
  const message = await posted([...actions({ ...button, value: '1' }), ...actions({ ...button, value: '2' })]);
  await expect(slack.as('U1').click(message, 'Go')).rejects.toThrow('ambiguous');
  await slack.as('U1').click(message, 'Go', { elementValue: '2' });
  expect((sent().actions as Json[])[0]).toMatchObject({ value: '2' });
});

test('nobody presses in an ephemeral message of somebody else', async () => {
  slack.addUser({ id: 'U2' });
  await call(slack, 'chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst', blocks: actions(button) });
  const shown = slack.ephemerals('U1')[0] ?? expect.fail('nothing was shown');
  await expect(slack.as('U2').click(shown, 'Go')).rejects.toThrow('U2 does not see it');
});

test('an answer to a pressed button replaces or removes its message, for everybody or for one', async () => {
  const say = async (body: Json) => {
    const url = String(sent().response_url);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  await slack.as('U1').click(await posted(actions(button)), 'Go');
  await say({ text: 'decided', replace_original: true, blocks: [] });
  expect(slack.messages('C1')).toMatchObject([{ text: 'decided', edits: 1, blocks: [] }]);
  await say({ text: 'only for you', replace_original: false });
  expect(slack.ephemerals('U1')).toMatchObject([{ text: 'only for you' }]);
  await say({ delete_original: true });
  expect(slack.messages('C1')).toEqual([]);
  expect(slack.findings.map(({ kind }) => kind)).not.toContain('replace_original_unsaid');
  await say({ text: 'undecided' });
  expect(slack.findings.map(({ kind }) => kind)).toContain('replace_original_unsaid');

  await call(slack, 'chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'psst', blocks: actions(button) });
  await slack.as('U1').click(slack.ephemerals('U1').at(-1) ?? expect.fail('nothing was shown'), 'Go');
  await say({ text: 'replaced', replace_original: true });
  expect(slack.ephemerals('U1').at(-1)).toMatchObject({ text: 'replaced', edits: 1 });
  const shown = slack.ephemerals('U1').length;
  await say({ delete_original: true });
  expect(slack.ephemerals('U1')).toHaveLength(shown - 1);
});

test('a pushed form given up leaves the one below, the whole stack or a clearing form leaves nothing', async () => {
  const push = (more: Json = {}) =>
    call(slack, 'views.push', { trigger_id: triggerOf(slack), view: { ...form('On top'), ...more } });
  await opened();
  await push();
  slack.connect(bot.url);
  await slack.as('U1').closeView();
  expect(slack.views('U1')).toHaveLength(1);
  expect(sent()).toMatchObject({ type: 'view_closed', is_cleared: false });
  await push({ clear_on_close: true });
  slack.connect(bot.url);
  await slack.as('U1').closeView();
  expect(slack.views('U1')).toEqual([]);
  await opened();
  await slack.as('U1').closeView(undefined, { all: true });
  expect(sent()).toMatchObject({ is_cleared: true });
});

test('an input speaks up by itself only when it dispatches', async () => {
  const input = (dispatch_action: boolean) => ({
    ...form(),
    blocks: [
      {
        type: 'input',
        block_id: 'b',
        label: plain('Name'),
        dispatch_action,
        element: { type: 'plain_text_input', action_id: 'a' },
      },
    ],
  });
  await call(slack, 'views.open', { trigger_id: triggerOf(slack), view: input(true) });
  slack.connect(bot.url);
  await slack.as('U1').clickInView(undefined, 'Name', { value: 'ada' });
  expect(sent()).toMatchObject({
    actions: [{ type: 'plain_text_input', action_id: 'a', block_id: 'b', value: 'ada' }],
    view: { state: { values: { b: { a: { value: 'ada' } } } } },
  });
  await call(slack, 'views.open', { trigger_id: triggerOf(slack), view: input(false) });
  await expect(slack.as('U1').clickInView(undefined, 'Name', { value: 'ada' })).rejects.toThrow('does not dispatch');
});

test('an answer to a form that was closed meanwhile is refused', async () => {
  await opened();
  const late = await startListener((_heard, count) => {
    if (count > 1) return 200;
    void slack.as('U1').closeView();
    return { status: 200, json: { response_action: 'update', view: form('Too late') } };
  });
  slack.connect(late.url);
  expect(await slack.as('U1').submitView(undefined, { Why: 'x' })).toMatchObject({
    refused: 'not_found',
    view: undefined,
  });
  await late.stop();
});

test.each<[string, Json, string]>([
  ['errors for no input of the form', { response_action: 'errors', errors: { nowhere: 'x' } }, 'invalid_errors'],
  ['no errors at all', { response_action: 'errors', errors: {} }, 'invalid_errors'],
  ['an action Slack does not know', { response_action: 'explode' }, 'invalid_response_action'],
  ['a view that is none', { response_action: 'update', view: { type: 'modal' } }, 'invalid_arguments'],
])('an answer to a form with %s is refused, and found', async (_what, json, code) => {
  await opened();
  const bad = await startListener(() => ({ status: 200, json }));
  slack.connect(bad.url);
  const sentForm = await slack.as('U1').submitView(undefined, { Why: 'x' });
  expect(sentForm).toMatchObject({ sent: true, responseAction: undefined, refused: expect.stringContaining(code) });
  expect(slack.findings).toMatchObject([{ kind: 'bad_answer', method: 'view_submission' }]);
  expect(slack.views('U1')).toHaveLength(1);
  await bad.stop();
});
