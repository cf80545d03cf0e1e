import { afterEach, beforeEach, expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import type { TeamsDialog } from '../../../../src/bot/playground/teams/records.ts';
import { type Bot, card, continuing, execute, opener } from './bot.ts';
import { type Desk, startDesk } from './desk.ts';
import { ada, bob, general } from './tenant.ts';

let desk: Desk;
let teams: TeamsPlatform;
let bot: Bot;
beforeEach(async () => {
  desk = await startDesk();
  ({ teams, bot } = desk);
});
afterEach(() => desk.stop());

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
  const posted = await desk.post(card({ actions: [opener('Edit', { run: 'edit' })] }));
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
  const posted = await desk.post(card({ actions: [opener('Edit')] }));
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
  const posted = await desk.post(card({ actions: [opener('Edit')] }));
  bot.answers['task/fetch'] = answer;
  expect(await teams.press(ada, posted, 'Edit')).toMatchObject({ outcome: { kind: 'failed' } });
  expect(teams.dialog(ada)).toBeUndefined();
  expect(teams.findings).toMatchObject([{ kind: 'bad_answer', operation: 'task/fetch' }]);
});
