import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { card, execute, message, opener } from './bot.ts';
import { connectorOf } from './connector.ts';
import { ada, bob, general, startTenant, tenantId } from './tenant.ts';

let teams: TeamsPlatform;
let call: Awaited<ReturnType<typeof connectorOf>>;
beforeAll(async () => {
  teams = await startTenant({ rateLimit: false });
  call = await connectorOf(teams);
});
afterAll(() => teams.stop());

const post = (activity: unknown) => call('POST', ['conversations', general, 'activities'], activity);
const text = (words: string, more = {}) => ({ type: 'TextBlock', text: words, ...more });
const input = (more = {}) => ({ type: 'Input.Text', id: 'why', label: 'Why', ...more });
const body = (...elements: unknown[]) => message(card({ body: elements }));
const actions = (...buttons: unknown[]) => message(card({ actions: buttons }));
const mention = (words: string, id: string) => ({ type: 'mention', text: words, mentioned: { id, name: 'Ada' } });

test('a card Teams shows as it is meant is taken, and nothing is found', async () => {
  const row = (...cells: unknown[]) => ({
    type: 'TableRow',
    cells: cells.map((cell) => ({ type: 'TableCell', items: [cell] })),
  });
  const whole = card({
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    speak: 'A change',
    refresh: { action: execute('Refresh'), userIds: [ada] },
    msteams: { width: 'Full', entities: [mention('<at>Ada</at>', ada), mention('<at>A. L.</at>', 'ada@acme.example')] },
    body: [
      text('Asked by <at>Ada</at>', { wrap: true, size: 'Large', weight: 'Bolder', style: 'heading' }),
      { type: 'FactSet', facts: [{ title: 'Owner', value: '<at>A. L.</at>' }] },
      {
        type: 'Table',
        columns: [{ width: 1 }, { width: 2 }],
        firstRowAsHeaders: true,
        rows: [row(text('a'), text('b'))],
      },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '<at>data</at>', fontType: 'Monospace' }, 'plain'] },
      { type: 'ColumnSet', columns: [{ type: 'Column', width: 'auto', items: [text('c')] }] },
      { type: 'Container', style: 'attention', items: [{ type: 'ActionSet', actions: [opener('Edit')] }] },
    ],
    actions: [execute('Approve'), { type: 'Action.OpenUrl', title: 'Docs', url: 'https://example.com/' }],
  });
  expect(await post(message(whole))).toMatchObject({ status: 201, body: { id: expect.any(String) } });
  expect(teams.findings).toEqual([]);
});

const twice = [input(), input()];

describe('refused with 400 and the reason', () => {
  test.each<[string, unknown, string]>([
    ['no activity', 'hello', 'Could not parse'],
    ['an unknown type of activity', { type: 'event', text: 'a' }, 'Unknown activity type event'],
    ['nothing at all to show', { type: 'message' }, 'The message is empty'],
    [
      'an attachment that is no Adaptive Card',
      { type: 'message', attachments: [{ contentType: 'text/html' }] },
      'an attachment of text/html',
    ],
    ['no card in the attachment', message({ type: 'HeroCard' }), 'this is no Adaptive Card'],
    ['a card without a version', message({ type: 'AdaptiveCard', body: [] }), 'no card of version undefined'],
    ['a card newer than Teams shows', message(card({ version: '1.6' })), 'no card of version 1.6'],
    ['an unknown element', body({ type: 'Hologram' }), 'Unknown element type "Hologram"'],
    [
      'an unknown element inside',
      body({ type: 'Container', items: [{ type: 'Badge' }] }),
      'Unknown element type "Badge"',
    ],
    ['an unknown action', actions({ type: 'Action.Http', title: 'x' }), 'Unknown action type "Action.Http"'],
    ['an unknown property', body(text('a', { colour: 'good' })), 'TextBlock has no property "colour"'],
    [
      'a property of a later version',
      body(input({ labelPosition: 'inline' })),
      'Input.Text has no property "labelPosition"',
    ],
    ['an unknown value', actions({ ...execute('x'), style: 'danger' }), 'Invalid value "danger" for property "style"'],
    ['an input without an id', body({ type: 'Input.Text', label: 'Why' }), 'All inputs must have a unique Id'],
    ['an input twice', body(...twice), 'Duplicate Id "why"'],
    [
      'a required input without an error message',
      body(input({ isRequired: true })),
      'Required inputs should have an error message',
    ],
    [
      'a choice without a value',
      body({ type: 'Input.ChoiceSet', id: 'a', choices: [{ title: 'A' }] }),
      'must have their title and value',
    ],
    [
      'a search in nothing Teams knows',
      body({ type: 'Input.ChoiceSet', id: 'a', choices: [], 'choices.data': { type: 'Data.Query', dataset: 'x' } }),
      'a searches in something',
    ],
    [
      'a submit Teams does not know',
      actions({ type: 'Action.Submit', title: 'x', data: { msteams: { type: 'task/open' } } }),
      'Teams knows no task/open',
    ],
    [
      'a mention in the text without an entity',
      { type: 'message', text: 'hi <at>Ada</at>' },
      '<at>Ada</at> has no entity',
    ],
    [
      'an entity that is in no text',
      { type: 'message', text: 'hi', entities: [mention('<at>Ada</at>', ada)] },
      '<at>Ada</at> is in no text',
    ],
    [
      'a mention of nobody',
      { type: 'message', text: '<at>X</at>', entities: [mention('<at>X</at>', 'nobody')] },
      'mentions nobody of the tenant',
    ],
    ['a mention on the card without an entity', body(text('<at>Ada</at>')), '<at>Ada</at> has no entity'],
    [
      'a mention in a fact without an entity',
      body({ type: 'FactSet', facts: [{ title: 'a', value: '<at>B</at>' }] }),
      '<at>B</at> has no entity',
    ],
  ])('%s', async (_, activity, reason) => {
    const answer = await post(activity);
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(reason) } } });
    expect(answer.body.error.code).toMatch(/^Bad(Argument|Syntax)$/);
  });

  test('a refresh for more people than Teams refreshes', async () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `29:${index}`);
    const refreshing = (count: number) =>
      message(card({ refresh: { action: execute('Refresh'), userIds: people(count) } }));
    const most = teamsLimits.card.refreshUserIds;
    expect((await post(refreshing(most))).status).toBe(201);
    expect((await post(refreshing(most + 1))).body.error.message).toContain(`refresh names ${most + 1} people`);
  });
});

test('a message is refused with 413 where it is one character too long', async () => {
  const frame = JSON.stringify({ type: 'message', text: '' }).length;
  const most = teamsLimits.message.bytesUtf16 / 2 - frame;
  expect((await post({ type: 'message', text: 'x'.repeat(most) })).status).toBe(201);
  expect(await post({ type: 'message', text: 'x'.repeat(most + 1) })).toMatchObject({
    status: 413,
    body: { error: { code: 'MessageSizeTooBig', message: 'Message size too large.' } },
  });
});

test('what Teams takes and the house does not is found', async () => {
  const own = await startTenant({ rateLimit: false });
  const speak = await connectorOf(own);
  const send = (activity: unknown) => speak('POST', ['conversations', general, 'activities'], activity);
  const kinds = () => own.findings.map(({ kind }) => kind);
  await send(message(card(), { summary: undefined }));
  await send(actions({ ...execute('Approve'), fallback: undefined }));
  await send(body(input()));
  await send(body(text('x'.repeat(teamsLimits.message.cardBytes))));
  await send({ type: 'message', text: 'x'.repeat(teamsLimits.message.recommendedBytesUtf16 / 2) });
  expect(kinds()).toEqual(['no_summary', 'no_fallback', 'text_input_in_message', 'large_card', 'large_message']);
  await own.stop();
});

describe('how often the bot may call', () => {
  const rated = async (use: (speak: typeof call, own: TeamsPlatform) => Promise<void>) => {
    const own = await startTenant();
    await use(await connectorOf(own), own);
    await own.stop();
  };
  const say = (speak: typeof call, where = general) =>
    speak('POST', ['conversations', where, 'activities'], { type: 'message', text: 'a' });

  test('seven posts in a second and eight in two, conversation by conversation, then 429 with Retry-After', () =>
    rated(async (speak, own) => {
      const [second, two] = teamsLimits.sends;
      for (let made = 0; made < second.count; made += 1) expect((await say(speak)).status).toBe(201);
      const refused = await say(speak);
      expect(refused).toMatchObject({ status: 429, body: { error: { code: 'Throttled' } } });
      expect(refused.headers.get('retry-after')).toBe('1');
      const chat = own.conversations.values().find(({ members }) => members[0] === ada)?.id;
      expect((await say(speak, chat)).status).toBe(201);
      own.advance(second.ms);
      expect((await say(speak)).status).toBe(201);
      expect((await say(speak)).status).toBe(429);
      own.advance(two.ms);
      expect((await say(speak)).status).toBe(201);
    }));

  test('sixty posts in half a minute', () =>
    rated(async (speak, own) => {
      const { count, ms } = teamsLimits.sends[2];
      for (let made = 0; made < count; made += 1) {
        expect((await say(speak)).status).toBe(201);
        own.advance(300);
      }
      const refused = await say(speak);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(8);
      own.advance(ms);
      expect((await say(speak)).status).toBe(201);
    }));

  test('as many threads in one channel as posts, and a chat with each person beside them', () =>
    rated(async (speak) => {
      const begin = () =>
        speak('POST', ['conversations'], {
          channelData: { channel: { id: general } },
          activity: { type: 'message', text: 'a' },
        });
      for (let made = 0; made < teamsLimits.sends[0].count; made += 1) expect((await begin()).status).toBe(201);
      expect((await begin()).status).toBe(429);
      const chat = (id: string) => speak('POST', ['conversations'], { members: [{ id }], tenantId });
      expect([(await chat(ada)).status, (await chat(bob)).status]).toEqual([201, 201]);
    }));

  test('look-ups have bounds of their own, and all calls of a tenant together another', () =>
    rated(async (speak) => {
      const [first] = teamsLimits.lookUps;
      const look = () => speak('GET', ['conversations', general, 'members', ada]);
      for (let made = 0; made < first.count; made += 1) expect((await look()).status).toBe(200);
      expect((await look()).status).toBe(429);
      const others = Array.from({ length: teamsLimits.tenant.count - first.count }, () =>
        speak('GET', ['conversations', 'a:nowhere', 'members']),
      );
      const answers = await Promise.all(others);
      expect(answers.filter(({ status }) => status === 404)).toHaveLength(first.count);
      expect((await say(speak)).status).toBe(201);
    }));
});
