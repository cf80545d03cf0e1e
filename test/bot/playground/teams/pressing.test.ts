import { afterEach, beforeEach, expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import type { TeamsDialog, TeamsMessage } from '../../../../src/bot/playground/teams/records.ts';
import { type Bot, card, continuing, execute, message, opener, startBot } from './bot.ts';
import { connectorOf } from './connector.ts';
import { ada, bob, general, startTenant } from './tenant.ts';

let teams: TeamsPlatform;
let bot: Bot;
let call: Awaited<ReturnType<typeof connectorOf>>;
beforeEach(async () => {
  bot = await startBot();
  teams = await startTenant({ botUrl: bot.url, rateLimit: false });
  call = await connectorOf(teams);
});
afterEach(async () => {
  await teams.stop();
  await bot.stop();
});

async function post(content: unknown, where = general): Promise<TeamsMessage> {
  const id = teams.conversations.has(where) ? where : await chatOf(where);
  const answer = await call('POST', ['conversations', id, 'activities'], message(content));
  expect(answer).toMatchObject({ status: 201 });
  return teams.messages(where).at(-1) ?? expect.fail('nothing was posted');
}

async function chatOf(user: string): Promise<string> {
  const body = { members: [{ id: user }], tenantId: teams.tenantId };
  return (await call('POST', ['conversations'], body)).body.id;
}

const replaced = (text: string) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card({ body: [{ type: 'TextBlock', text }] }),
});
const said = (value: unknown) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value });
const titles = (user?: string) => teams.messages(general, user).map((one) => JSON.stringify(one.card?.body));

test('a button arrives as adaptiveCard/action with its verb and data, about the message it stands on', async () => {
  const posted = await post(card({ actions: [execute('Approve', { run: 'approve', a: { change: 3 } })] }));
  bot.answers['adaptiveCard/action'] = () => said('Done');
  await teams.press(ada, posted, 'Approve');
  expect(bot.heard()).toMatchObject([
    {
      type: 'invoke',
      name: 'adaptiveCard/action',
      from: { aadObjectId: ada },
      replyToId: posted.id,
      conversation: { id: `${general};messageid=${posted.id}`, conversationType: 'channel' },
      channelData: { source: { name: 'message' }, legacy: { replyToId: posted.legacyId } },
      value: {
        action: { type: 'Action.Execute', title: 'Approve', verb: 'run', data: { run: 'approve', a: { change: 3 } } },
        trigger: 'manual',
      },
    },
  ]);
});

test('a card in the answer takes the place of the card for the clicker alone, until the message is edited', async () => {
  const posted = await post(card({ actions: [execute('Approve')] }));
  bot.answers['adaptiveCard/action'] = () => replaced('You approved');
  const press = await teams.press(ada, posted, 'Approve');
  expect(press).toMatchObject({ sent: true, outcome: { kind: 'card' } });
  expect(titles(ada)[0]).toContain('You approved');
  expect(titles(bob)[0]).toContain('A change');
  expect(titles()[0]).toContain('A change');
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('there is no "Approve" on the card');
  await teams.press(bob, posted, 'Approve');
  await call('PUT', ['conversations', general, 'activities', posted.id], message(card({ body: [] })));
  expect([...titles(ada), ...titles(bob)]).toEqual(['[]', '[]']);
});

test('a message in the answer is a toast for the clicker, an error is shown in its own words', async () => {
  const posted = await post(card({ actions: [execute('Approve')] }));
  const toasts: unknown[] = [];
  teams.subscribe((change) => {
    if (change.kind === 'toast') toasts.push([change.user, change.text]);
  });
  bot.answers['adaptiveCard/action'] = () => said('Recorded');
  expect(await teams.press(ada, posted, 'Approve')).toMatchObject({ outcome: { kind: 'toast', text: 'Recorded' } });
  expect(toasts).toEqual([[ada, 'Recorded']]);
  bot.answers['adaptiveCard/action'] = () => ({
    statusCode: 403,
    type: 'application/vnd.microsoft.error',
    value: { code: 'Forbidden', message: 'Only owners may.' },
  });
  expect(await teams.press(ada, posted, 'Approve')).toMatchObject({
    outcome: { kind: 'failed', text: 'Only owners may.' },
  });
  expect(teams.findings).toEqual([]);
});

test.each([
  ['nothing', () => 200],
  ['no type', () => ({ statusCode: 200 })],
  ['an unknown type', () => ({ statusCode: 200, type: 'text/html', value: 'x' })],
  ['a status that is not 200', () => ({ statusCode: 500, type: 'application/vnd.microsoft.card.adaptive' })],
  ['a card Teams cannot show', () => ({ ...replaced('x'), value: card({ version: '1.6' }) })],
  ['an empty toast', () => said('')],
])('an answer of %s is found, and the person is told that it failed', async (_, answer) => {
  const posted = await post(card({ actions: [execute('Approve')] }));
  bot.answers['adaptiveCard/action'] = answer;
  expect(await teams.press(ada, posted, 'Approve')).toMatchObject({
    outcome: { kind: 'failed', text: 'Something went wrong. Please try again.' },
  });
  expect(teams.findings).toMatchObject([{ kind: 'bad_answer', operation: 'adaptiveCard/action' }]);
  expect(titles(ada)[0]).toContain('A change');
});

test('a bot that fails or is too slow is a failure the person sees', async () => {
  const hasty = await startTenant({ botUrl: bot.url, timeouts: { activityMs: 100, invokeMs: 100 } });
  try {
    const speak = await connectorOf(hasty);
    await speak('POST', ['conversations', general, 'activities'], message(card({ actions: [execute('Approve')] })));
    const [posted] = hasty.messages(general) as [TeamsMessage];
    bot.answers['adaptiveCard/action'] = () => 'hang';
    const slow = await hasty.press(ada, posted, 'Approve');
    expect(slow).toMatchObject({ answer: { failure: 'timeout' }, outcome: { kind: 'failed' } });
    bot.answers['adaptiveCard/action'] = () => 500;
    expect(await hasty.press(ada, posted, 'Approve')).toMatchObject({
      answer: { status: 500 },
      outcome: { kind: 'failed' },
    });
    hasty.connect('http://127.0.0.1:1/');
    expect(await hasty.press(ada, posted, 'Approve')).toMatchObject({ answer: { failure: 'unreachable' } });
  } finally {
    await hasty.stop();
  }
});

test('an older client takes the fallback, which arrives as a message that carries a value', async () => {
  const posted = await post(
    card({ actions: [execute('Approve', { run: 'approve' }), { ...execute('No'), fallback: 'drop' }] }),
  );
  await teams.press(ada, posted, 'Approve', {}, { older: true });
  const [heard] = bot.heard();
  expect(heard).toMatchObject({
    type: 'message',
    value: { run: 'approve' },
    replyToId: posted.id,
    channelData: { legacy: { replyToId: posted.legacyId } },
  });
  expect(heard).not.toHaveProperty('text');
  await expect(teams.press(ada, posted, 'No', {}, { older: true })).rejects.toThrow('has no fallback');
});

const form = card({
  body: [
    { type: 'Input.Text', id: 'f:why', label: 'Why', isRequired: true, errorMessage: 'Say why.', maxLength: 10 },
    { type: 'Input.Text', id: 'f:slug', label: 'Slug', regex: '^[a-z]+$', errorMessage: 'Letters only.' },
    { type: 'Input.Number', id: 'f:count', label: 'Count', min: 1, max: 3 },
    {
      type: 'Input.ChoiceSet',
      id: 'f:label',
      label: 'Label',
      value: 'staging',
      choices: [
        { title: 'Production', value: 'production' },
        { title: 'Staging', value: 'staging' },
      ],
    },
    {
      type: 'Input.ChoiceSet',
      id: 'f:who',
      label: 'Who',
      isMultiSelect: true,
      choices: [
        { title: 'Ada', value: 'a' },
        { title: 'Bob', value: 'b' },
      ],
    },
    { type: 'Input.Toggle', id: 'f:sure', title: 'Sure' },
    { type: 'Input.Date', id: 'f:day', label: 'Day' },
  ],
  actions: [
    { type: 'Action.Submit', title: 'Send', data: { run: 'submit', a: {} } },
    { type: 'Action.Submit', title: 'Back', data: { run: 'back' }, associatedInputs: 'none' },
    { type: 'Action.OpenUrl', title: 'Docs', url: 'https://example.com/' },
  ],
});

async function openForm(): Promise<TeamsDialog> {
  const posted = await post(card({ actions: [opener('Edit', { run: 'edit' })] }));
  bot.answers['task/fetch'] = () => continuing(form);
  await teams.press(ada, posted, 'Edit');
  return teams.dialog(ada) ?? expect.fail('no dialog is open');
}

test('a button that opens a dialog arrives as task/fetch, and the answer opens it for that person', async () => {
  const dialog = await openForm();
  const [heard] = bot.heard();
  expect(heard).toMatchObject({
    type: 'invoke',
    name: 'task/fetch',
    value: { data: { run: 'edit', msteams: { type: 'task/fetch' } }, context: { theme: 'default' } },
    conversation: { id: expect.stringMatching(/;messageid=\d+$/) },
  });
  expect(heard).not.toHaveProperty('replyToId');
  expect(dialog).toMatchObject({ user: ada, title: 'A form', card: form, conversation: general });
  expect(teams.dialog(bob)).toBeUndefined();
});

test('inputs are sent by id as strings, what was left empty is left out, and nothing closes the dialog', async () => {
  const dialog = await openForm();
  const values = { Why: 'because', 'f:count': 2, Label: 'Production', 'f:who': ['Bob', 'a'], Sure: true };
  await expect(teams.pressInDialog(ada, dialog, 'Send', values)).rejects.toThrow('there is no "Sure"');
  const { Sure, ...rest } = values;
  bot.answers['task/submit'] = () => ({});
  expect(await teams.pressInDialog(ada, dialog, 'Send', { ...rest, 'f:sure': Sure })).toMatchObject({
    outcome: { kind: 'done' },
  });
  expect(bot.heard().at(-1)).toMatchObject({ type: 'invoke', name: 'task/submit' });
  expect(bot.heard().at(-1)?.value).toEqual({
    data: {
      run: 'submit',
      a: {},
      'f:why': 'because',
      'f:count': '2',
      'f:label': 'production',
      'f:who': 'b,a',
      'f:sure': 'true',
    },
    context: { theme: 'default' },
  });
  expect(teams.dialog(ada)).toBeUndefined();
  await expect(teams.pressInDialog(ada, dialog, 'Send')).rejects.toThrow('not open any more');
});

test.each([
  ['a missing answer', {}, { 'f:why': 'Say why.' }],
  ['too much', { Why: 'x'.repeat(11) }, { 'f:why': 'Say why.' }],
  ['a line break in a single line', { Why: 'a\nb' }, { 'f:why': 'Say why.' }],
  ['the wrong form', { Why: 'a', Slug: 'A1' }, { 'f:slug': 'Letters only.' }],
  ['too small a number', { Why: 'a', Count: 0 }, { 'f:count': 'This must be at least 1.' }],
  ['too large a number', { Why: 'a', Count: 4 }, { 'f:count': 'This must be at most 3.' }],
  ['no number', { Why: 'a', Count: 'two' }, { 'f:count': 'This must be a number.' }],
  ['no date', { Why: 'a', Day: 'tomorrow' }, { 'f:day': 'This must be a date.' }],
])('the client itself refuses %s, and nothing is sent', async (_, values, invalid) => {
  const dialog = await openForm();
  expect(await teams.pressInDialog(ada, dialog, 'Send', values)).toEqual({ sent: false, invalid });
  expect(bot.heard()).toHaveLength(1);
  expect(teams.dialog(ada)).toEqual(dialog);
});

test('a choice that is not offered cannot be made, a button may leave the inputs alone, a link opens', async () => {
  const dialog = await openForm();
  await expect(teams.pressInDialog(ada, dialog, 'Send', { Why: 'a', Label: 'x' })).rejects.toThrow('does not offer');
  expect(await teams.pressInDialog(ada, dialog, 'Docs')).toEqual({ sent: false, url: 'https://example.com/' });
  await teams.pressInDialog(ada, dialog, 'Back');
  expect(bot.heard().at(-1)?.value.data).toEqual({ run: 'back' });
});

test('a menu that searches finds people of the tenant, or of the conversation, by name or id', async () => {
  const carol = 'cccccccc-0000-4000-8000-00000000000c';
  teams.addUser({ id: carol, name: 'Carol Shaw' });
  const menu = (id: string, dataset: string) => ({
    type: 'Input.ChoiceSet',
    id,
    choices: [],
    isMultiSelect: true,
    value: ada,
    'choices.data': { type: 'Data.Query', dataset },
  });
  const fields = [
    menu('f:all', 'graph.microsoft.com/users'),
    menu('f:here', 'graph.microsoft.com/users?scope=currentContext'),
  ];
  const posted = await post(card({ actions: [opener('Edit')] }));
  bot.answers['task/fetch'] = () =>
    continuing(card({ body: fields, actions: [{ type: 'Action.Submit', title: 'Send' }] }));
  await teams.press(ada, posted, 'Edit');
  const dialog = teams.dialog(ada) ?? expect.fail('no dialog is open');
  await expect(teams.pressInDialog(ada, dialog, 'Send', { 'f:here': ['Carol Shaw'] })).rejects.toThrow('not offer');
  bot.answers['task/submit'] = () => ({});
  await teams.pressInDialog(ada, dialog, 'Send', { 'f:all': ['Carol Shaw', bob] });
  expect(bot.heard().at(-1)?.value.data).toEqual({ 'f:all': `${carol},${bob}`, 'f:here': ada });
});

test('a dialog that was closed while its answer was under way stays closed', async () => {
  const dialog = await openForm();
  bot.answers['task/submit'] = () => {
    teams.dismiss(ada);
    return continuing(card(), 'Sure?');
  };
  expect(await teams.pressInDialog(ada, dialog, 'Send', { Why: 'a' })).toMatchObject({ outcome: { kind: 'done' } });
  expect(teams.dialog(ada)).toBeUndefined();
});

test('a dialog goes on with another card, and ends with a word', async () => {
  const dialog = await openForm();
  bot.answers['task/submit'] = () => continuing(card({ actions: [{ type: 'Action.Submit', title: 'Yes' }] }), 'Sure?');
  await teams.pressInDialog(ada, dialog, 'Send', { Why: 'a' });
  const second = teams.dialog(ada) ?? expect.fail('no dialog is open');
  expect(second).toMatchObject({ id: dialog.id, title: 'Sure?' });
  bot.answers['task/submit'] = () => ({ task: { type: 'message', value: 'Submitted.' } });
  await teams.pressInDialog(ada, second, 'Yes');
  const last = teams.dialog(ada) ?? expect.fail('no dialog is open');
  expect(last).toMatchObject({ id: dialog.id, text: 'Submitted.' });
  expect(last.card).toBeUndefined();
  await expect(teams.pressInDialog(ada, last, 'Yes')).rejects.toThrow('its last word');
  teams.dismiss(ada);
  expect(teams.dialog(ada)).toBeUndefined();
  expect(bot.heard()).toHaveLength(3);
});

test.each([
  ['nothing', () => 200],
  ['no title', () => continuing(card(), '')],
  ['a card Teams cannot show', () => continuing(card({ body: [{ type: 'Hologram' }] }))],
  ['a button that does nothing in dialogs', () => continuing(card({ actions: [execute('Approve')] }))],
  ['a card that is too large', () => continuing(card({ fallbackText: 'x'.repeat(teamsLimits.dialog.cardBytes) }))],
  ['an unknown kind', () => ({ task: { type: 'open', value: {} } })],
])('a dialog that is answered with %s does not open', async (_, answer) => {
  const posted = await post(card({ actions: [opener('Edit')] }));
  bot.answers['task/fetch'] = answer;
  expect(await teams.press(ada, posted, 'Edit')).toMatchObject({ outcome: { kind: 'failed' } });
  expect(teams.dialog(ada)).toBeUndefined();
  expect(teams.findings).toMatchObject([{ kind: 'bad_answer', operation: 'task/fetch' }]);
});

test('a thumb below a message that asks for it arrives as message/submitAction', async () => {
  const plain = await post(card());
  await expect(teams.thumb(ada, plain, 'like')).rejects.toThrow('no thumbs');
  const asked = { channelData: { feedbackLoop: { type: 'default' } } };
  await call('POST', ['conversations', await chatOf(ada), 'activities'], message(card(), asked));
  const [posted] = teams.messages(ada) as [TeamsMessage];
  bot.answers['message/submitAction'] = () => ({});
  expect(await teams.thumb(ada, posted, 'dislike', 'too long')).toMatchObject({ outcome: { kind: 'done' } });
  expect(bot.heard()).toMatchObject([
    {
      type: 'invoke',
      name: 'message/submitAction',
      replyToId: posted.id,
      value: { actionName: 'feedback', actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"too long"}' } },
    },
  ]);
});

test('only who is there can press, and only what they see', async () => {
  const posted = await post(card({ actions: [execute('Approve')] }), ada);
  await expect(teams.press(bob, posted, 'Approve')).rejects.toThrow('does not see it');
  const to = teams.users.get(bob)?.accountId;
  const whisper = message(card({ actions: [execute('Approve')] }), { recipient: { id: to } });
  await call('POST', ['conversations', general, 'activities'], whisper, { query: { isTargetedActivity: 'true' } });
  const [secret] = teams.messages(general, bob) as [TeamsMessage];
  expect(teams.messages(general, ada)).toEqual([]);
  await expect(teams.press(ada, secret, 'Approve')).rejects.toThrow('does not see it');
  await teams.press(bob, secret, 'Approve');
  expect(bot.heard()).toHaveLength(1);
});

test('a person with an old screen presses what is not there any more', async () => {
  const posted = await post(card({ actions: [execute('Approve', { cycle: 1 })] }));
  await call('PUT', ['conversations', general, 'activities', posted.id], message(card()));
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('there is no "Approve"');
  await teams.press(ada, posted, 'Approve', {}, { stale: true });
  expect(bot.heard()).toMatchObject([{ value: { action: { data: { cycle: 1 } } } }]);
  await call('DELETE', ['conversations', general, 'activities', posted.id]);
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('not there any more');
  expect(await teams.press(ada, posted, 'Approve', {}, { stale: true })).toMatchObject({ sent: true });
});

test('of several buttons of one title it is said which one is meant', async () => {
  const posted = await post(card({ actions: [execute('Open', { n: 1 }), execute('Open', { n: 2 })] }));
  await expect(teams.press(ada, posted, 'Open')).rejects.toThrow('"Open" is there 2 times');
  await teams.press(ada, posted, 'Open', {}, { nth: 1 });
  await expect(teams.press(ada, posted, 'Open', {}, { nth: 2 })).rejects.toThrow('2 times');
  const twice = [1, 2].map((n) => ({ type: 'Action.Submit', title: 'Open', data: { n } }));
  bot.answers['task/fetch'] = () => continuing(card({ actions: twice }));
  await teams.press(ada, await post(card({ actions: [opener('Edit')] })), 'Edit');
  await teams.pressInDialog(ada, teams.dialog(ada) ?? expect.fail('no dialog is open'), 'Open', {}, { nth: 0 });
  expect(bot.heard()[0]?.value.action.data).toEqual({ n: 2 });
  expect(bot.heard().at(-1)?.value.data).toEqual({ n: 1 });
});

test('what pressing would send can be made for a load generator', async () => {
  const posted = await post(
    card({ actions: [execute('Approve'), { type: 'Action.OpenUrl', title: 'Docs', url: 'https://a.example/' }] }),
  );
  const { url, body, headers } = await teams.pressRequest(ada, posted, 'Approve');
  const said = await teams.request(teams.activity(ada, general, { text: 'help' }));
  await expect(teams.pressRequest(ada, posted, 'Docs')).rejects.toThrow('nothing would be sent');
  expect(bot.heard()).toEqual([]);
  for (const posting of [{ url, body, headers }, said]) await fetch(posting.url, { method: 'POST', ...posting });
  expect(bot.heard()).toMatchObject([{ name: 'adaptiveCard/action' }, { type: 'message', text: 'help' }]);
  expect(bot.headers()[0]?.authorization).toMatch(/^Bearer ey/);
});
