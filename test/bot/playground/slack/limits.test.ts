import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slackLimits } from '../../../../src/bot/limits/slack.ts';
import { type SlackPlatform, startSlackPlatform } from '../../../../src/bot/playground/slack/platform.ts';
import { call, triggerOf } from './call.ts';

type Json = Record<string, unknown>;

const x = (length: number) => 'x'.repeat(length);
const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: x(length) });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const section = (text: Json = plain(5)) => ({ type: 'section', text });
const url = (length: number) => `https://example.com/${x(length - 20)}`;
const option = (index: number, more: Json = {}) => ({ text: plain(5), value: `v${index}`, ...more });
const button = (more: Json = {}) => ({ type: 'button', text: plain(5), ...more });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const select = (more: Json) => ({ type: 'static_select', ...more });
const input = (more: Json = {}, block: Json = {}) => ({
  type: 'input',
  label: plain(5),
  element: { type: 'plain_text_input', ...more },
  ...block,
});
const picture = (more: Json = {}) => ({
  type: 'image',
  image_url: 'https://example.com/a.png',
  alt_text: 'a',
  ...more,
});
const confirm = (more: Json) =>
  actions(button({ confirm: { title: plain(5), text: plain(5), confirm: plain(5), deny: plain(5), ...more } }));
const chart = (more: Json) => ({
  type: 'data_visualization',
  title: 'Votes',
  chart: {
    type: 'line',
    series: [{ name: 'up', data: [{ label: 'w1', value: 1 }] }],
    axis_config: { categories: ['w1'] },
  },
  ...more,
});
const plot = (series: number, categories: number, label: number, axis = 1) => {
  const named = (prefix: string, index: number) => `${prefix}${index}`.padEnd(label, 'x');
  const names = times(categories, (index) => named('c', index));
  const data = names.map((name) => ({ label: name, value: 1 }));
  return {
    chart: {
      type: 'bar',
      series: times(series, (index) => ({ name: named('s', index), data })),
      axis_config: { categories: names, x_label: x(axis), y_label: x(axis) },
    },
  };
};
const pie = (segments: number) => ({
  chart: { type: 'pie', segments: times(segments, (index) => ({ label: `s${index}`, value: 1 })) },
});
const richText = (length: number) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: x(length) }] }],
});
const table = (rows: number, columns: number, cell = 1) => ({
  type: 'table',
  rows: times(rows, () => times(columns, () => ({ type: 'raw_text', text: x(cell) }))),
});
const feedback = () => {
  const half = { text: plain(4), value: 'v' };
  return { type: 'feedback_buttons', positive_button: half, negative_button: half };
};
const modal = (more: Json = {}) => ({ type: 'modal', title: plain(5), submit: plain(5), blocks: [section()], ...more });

/** How many characters a text-only section has so that `count` of them hold `total` together. */
const spread = (total: number, count: number) =>
  times(count, (index) => section(plain(Math.floor(total / count) + (index < total % count ? 1 : 0))));

/** What is sent with `n` at a limit; the key is the limit's path in the table. */
const messages: Record<string, (n: number) => Json[]> = {
  'message.blocks': (n) => times(n, () => ({ type: 'divider' })),
  'message.blocksText': (n) => spread(n, 5),
  'message.dataVisualizations': (n) => times(n, () => chart({})),
  'message.tables': (n) => times(n, () => table(1, 1)),
  actionId: (n) => [actions(button({ action_id: x(n) }))],
  blockId: (n) => [{ ...section(), block_id: x(n) }],
  textObject: (n) => [section(mrkdwn(n))],
  'section.text': (n) => [section(plain(n))],
  'section.field': (n) => [{ type: 'section', fields: [mrkdwn(n)] }],
  'section.fields': (n) => [{ type: 'section', fields: times(n, () => plain(5)) }],
  header: (n) => [{ type: 'header', text: plain(n) }],
  'context.elements': (n) => [{ type: 'context', elements: times(n, () => mrkdwn(5)) }],
  'context.text': (n) => [{ type: 'context', elements: [mrkdwn(n)] }],
  'actions.elements': (n) => [actions(...times(n, () => button()))],
  'button.text': (n) => [actions(button({ text: plain(n) }))],
  'button.value': (n) => [actions(button({ value: x(n) }))],
  'button.url': (n) => [actions(button({ url: url(n) }))],
  'button.accessibilityLabel': (n) => [actions(button({ accessibility_label: x(n) }))],
  'confirm.title': (n) => [confirm({ title: plain(n) })],
  'confirm.text': (n) => [confirm({ text: mrkdwn(n) })],
  'confirm.confirm': (n) => [confirm({ confirm: plain(n) })],
  'confirm.deny': (n) => [confirm({ deny: plain(n) })],
  'option.text': (n) => [actions(select({ options: [option(1, { text: plain(n) })] }))],
  'option.description': (n) => [actions(select({ options: [option(1, { description: plain(n) })] }))],
  'option.value': (n) => [actions(select({ options: [option(1, { value: x(n) })] }))],
  'option.url': (n) => [actions({ type: 'overflow', options: [option(1, { url: url(n) })] })],
  'select.options': (n) => [actions(select({ options: times(n, option) }))],
  'select.optionGroups': (n) => [
    actions(select({ option_groups: times(n, (index) => ({ label: plain(5), options: [option(index)] })) })),
  ],
  'select.groupLabel': (n) => [actions(select({ option_groups: [{ label: plain(n), options: [option(1)] }] }))],
  'radioButtons.options': (n) => [actions({ type: 'radio_buttons', options: times(n, (index) => option(index)) })],
  'checkboxes.options': (n) => [actions({ type: 'checkboxes', options: times(n, (index) => option(index)) })],
  'overflow.options': (n) => [actions({ type: 'overflow', options: times(n, (index) => option(index)) })],
  placeholder: (n) => [actions(select({ options: [option(1)], placeholder: plain(n) }))],
  'input.label': (n) => [input({}, { label: plain(n) })],
  'input.hint': (n) => [input({}, { hint: plain(n) })],
  'plainTextInput.initialValue': (n) => [input({ initial_value: x(n) })],
  'plainTextInput.maxLength': (n) => [input({ max_length: n })],
  'image.altText': (n) => [picture({ alt_text: x(n) })],
  'image.title': (n) => [picture({ title: plain(n) })],
  'image.url': (n) => [picture({ image_url: url(n) })],
  markdown: (n) => [{ type: 'markdown', text: x(n) }],
  richText: (n) => [richText(n)],
  'table.rows': (n) => [table(n, 1)],
  'table.columns': (n) => [table(1, n)],
  'table.chars': (n) => [table(1, 1, n)],
  'dataVisualization.series': (n) => [chart(plot(n, 1, 3))],
  'dataVisualization.segments': (n) => [chart(pie(n))],
  'dataVisualization.categories': (n) => [chart(plot(1, n, 3))],
  'dataVisualization.label': (n) => [chart(plot(1, 1, n))],
  'dataVisualization.title': (n) => [chart({ title: x(n) })],
  'dataVisualization.axisLabel': (n) => [chart(plot(1, 1, 3, n))],
  'contextActions.elements': (n) => [{ type: 'context_actions', elements: times(n, feedback) }],
};

const modals: Record<string, (n: number) => Json> = {
  'view.blocks': (n) => modal({ blocks: times(n, () => ({ type: 'divider' })) }),
  'view.title': (n) => modal({ title: plain(n) }),
  'view.submit': (n) => modal({ submit: plain(n) }),
  'view.close': (n) => modal({ close: plain(n) }),
  'view.privateMetadata': (n) => modal({ private_metadata: x(n) }),
  'view.callbackId': (n) => modal({ callback_id: x(n) }),
  'view.externalId': (n) => modal({ external_id: x(n) }),
  alert: (n) => modal({ blocks: [{ type: 'alert', text: plain(n) }] }),
  'view.bytes': (n) => {
    const frame = Buffer.byteLength(JSON.stringify(modal({ blocks: times(90, () => section(plain(0))) })));
    return modal({ blocks: spread(n - frame, 90) });
  },
};

/** Limits that are not about what a message or view holds, and where they are tested (or why not here). */
const elsewhere: Record<string, string> = {
  acknowledgementMs: 'platform.test.ts',
  'trigger.ms': 'web-api.test.ts',
  'trigger.uses': 'web-api.test.ts',
  'responseUrl.uses': 'web-api.test.ts',
  'responseUrl.ms': 'web-api.test.ts',
  'events.retries': 'delivery.test.ts',
  'events.retryDelaysMs': 'delivery.test.ts, with shorter ones',
  signatureWindowSeconds: 'the bot checks it, the stand-in signs',
  'posts.perSecondPerChannel': 'faults.test.ts',
  'posts.burst': 'faults.test.ts',
  'message.text': 'below',
  'message.recommendedText': 'below, a finding',
  'view.stack': 'below',
  'button.visibleText': 'Slack shortens it on display and refuses nothing',
  'manifest.name': 'no message carries it',
  'manifest.description': 'no message carries it',
  'manifest.commands': 'no message carries it',
  'manifest.command': 'no message carries it',
  'manifest.usageHint': 'no message carries it',
};

const coded: Record<string, string> = { 'message.blocksText': 'msg_blocks_too_long', 'view.bytes': 'view_too_large' };

function leaves(node: unknown, path: string[] = []): [string, number][] {
  if (typeof node === 'number' || Array.isArray(node)) return [[path.join('.'), Number(node)]];
  return Object.entries(node as Json).flatMap(([key, value]) => leaves(value, [...path, key]));
}
const limits = new Map(leaves(slackLimits));

let slack: SlackPlatform;
beforeAll(async () => {
  slack = await startSlackPlatform({ users: [{ id: 'U1' }] });
});
afterAll(() => slack.stop());

const post = (blocks: Json[]) => call(slack, 'chat.postMessage', { channel: 'C1', text: 'fallback', blocks });
const open = (view: Json) => call(slack, 'views.open', { trigger_id: triggerOf(slack), view });

test('every row of the table is enforced by a case below, or says where it is', () => {
  const told = [...Object.keys(messages), ...Object.keys(modals), ...Object.keys(elsewhere)].sort();
  expect(told).toEqual([...limits.keys()].sort());
});

describe.each(Object.entries(messages))('%s', (path, make) => {
  const limit = limits.get(path) as number;

  test(`${limit} is accepted in a message and one more is refused`, async () => {
    expect(await post(make(limit))).toMatchObject({ ok: true });
    const over = await post(make(limit + 1));
    expect(over).toMatchObject({ ok: false, error: coded[path] ?? 'invalid_blocks' });
    if (coded[path] === undefined)
      expect(over.response_metadata?.messages[0]).toMatch(/^\[ERROR\] .+ \[json-pointer:\/blocks/);
  });
});

describe.each(Object.entries(modals))('%s', (path, make) => {
  const limit = limits.get(path) as number;

  test(`${limit} is accepted in a modal and one more is refused`, async () => {
    expect(await open(make(limit))).toMatchObject({ ok: true });
    const over = await open(make(limit + 1));
    expect(over).toMatchObject({ ok: false, error: coded[path] ?? 'invalid_arguments' });
    if (coded[path] === undefined)
      expect(over.response_metadata?.messages[0]).toMatch(/^\[ERROR\] .+ \[json-pointer:\/view/);
  });
});

test('a Home tab holds as many blocks as a modal', async () => {
  const home = (count: number) => ({ type: 'home', blocks: times(count, () => ({ type: 'divider' })) });
  const publish = (count: number) => call(slack, 'views.publish', { user_id: 'U1', view: home(count) });
  expect(await publish(slackLimits.view.blocks)).toMatchObject({ ok: true });
  expect(await publish(slackLimits.view.blocks + 1)).toMatchObject({ ok: false, error: 'invalid_arguments' });
});

test('a text at the limit is posted, one character more is refused, and a long one is a finding', async () => {
  const say = (length: number) => call(slack, 'chat.postMessage', { channel: 'C1', text: x(length) });
  const before = slack.findings.length;
  expect(await say(slackLimits.message.recommendedText)).toMatchObject({ ok: true });
  expect(slack.findings.slice(before).map(({ kind }) => kind)).not.toContain('long_text');
  expect(await say(slackLimits.message.text)).toMatchObject({ ok: true });
  expect(slack.findings.slice(before).map(({ kind }) => kind)).toContain('long_text');
  expect(await say(slackLimits.message.text + 1)).toMatchObject({ ok: false, error: 'msg_too_long' });
});

test('a fourth view on the stack is refused', async () => {
  await open(modal());
  const push = () => call(slack, 'views.push', { trigger_id: triggerOf(slack), view: modal() });
  for (let height = 2; height <= slackLimits.view.stack; height += 1) expect(await push()).toMatchObject({ ok: true });
  expect(await push()).toMatchObject({ ok: false, error: 'push_limit_reached' });
  expect(slack.views('U1')).toHaveLength(slackLimits.view.stack);
});

test.each<[string, Json[], string]>([
  ['an unknown block', [{ type: 'hologram' }], 'unsupported type: hologram [json-pointer:/blocks/0/type]'],
  ['a block without type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  ['a modal-only block', [{ type: 'alert', text: plain(5) }], 'unsupported type: alert [json-pointer:/blocks/0/type]'],
  [
    'an unknown property',
    [{ ...section(), colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an input among actions',
    [actions({ type: 'plain_text_input' })],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a button as an input',
    [{ type: 'input', label: plain(5), element: button() }],
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: mrkdwn(5) }],
    'must be a valid enum value [json-pointer:/blocks/0/text/type]',
  ],
  ['a text that is empty', [section(plain(0))], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'a section that says nothing',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0]',
  ],
  ['no elements', [actions()], 'no fewer than 1 items allowed [json-pointer:/blocks/0/elements]'],
  [
    'a block id twice',
    [
      { ...section(), block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    'an action id twice in one block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    '`action_id` "a" already exists for this block [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'an initial option that is not offered',
    [actions(select({ options: [option(1)], initial_option: option(2) }))],
    'must exactly match one of the options [json-pointer:/blocks/0/elements/0/initial_option]',
  ],
  [
    'options and groups together',
    [actions(select({ options: [option(1)], option_groups: [{ label: plain(3), options: [option(2)] }] }))],
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'a style nobody knows',
    [actions(button({ style: 'pretty' }))],
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'a picture from nowhere',
    [{ type: 'image', alt_text: 'a' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'a mention inside preformatted text',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
    ],
    'unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'a chart with a gap',
    [
      chart({
        chart: {
          type: 'bar',
          series: [{ name: 'a', data: [{ label: 'w1', value: 1 }] }],
          axis_config: { categories: ['w1', 'w2'] },
        },
      }),
    ],
    'must have exactly one data point per category [json-pointer:/blocks/0/chart/series/0/data]',
  ],
])('%s is refused with its path', async (_what, blocks, complaint) => {
  expect(await post(blocks)).toMatchObject({
    ok: false,
    error: 'invalid_blocks',
    errors: [complaint],
    response_metadata: { messages: [`[ERROR] ${complaint}`] },
  });
});

test('the same action id may stand in two blocks', async () => {
  const twice = () => actions(button({ action_id: 'a' }));
  expect(await post([twice(), twice()])).toMatchObject({ ok: true });
});

test('a form needs a submit button, and a table or a markdown block has no place in it', async () => {
  expect(await open(modal({ submit: undefined, blocks: [input()] }))).toMatchObject({
    error: 'invalid_arguments',
    errors: ['missing required field: submit [json-pointer:/view]'],
  });
  for (const block of [table(1, 1), { type: 'markdown', text: 'a' }]) {
    expect(await open(modal({ blocks: [block] }))).toMatchObject({ error: 'invalid_arguments' });
  }
});

test('blocks that are no list are refused by their format', async () => {
  expect(await call(slack, 'chat.postMessage', { channel: 'C1', text: 'a', blocks: '[' })).toMatchObject({
    error: 'invalid_blocks_format',
  });
});
