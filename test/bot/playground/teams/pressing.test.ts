import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import type { TeamsMessage } from '../../../../src/bot/playground/teams/records.ts';
import { type Bot, card, continuing, execute, message, opener } from './bot.ts';
import { connectorOf } from './connector.ts';
import { type Desk, startDesk } from './desk.ts';
import { ada, bob, general, startTenant } from './tenant.ts';

let desk: Desk;
let teams: TeamsPlatform;
let bot: Bot;
beforeEach(async () => {
  desk = await startDesk();
  ({ teams, bot } = desk);
});
afterEach(() => desk.stop());

const replaced = (text: string) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value: card({ body: [{ type: 'TextBlock', text }] }),
});
const said = (value: unknown) => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value });
const titles = (user?: string) => teams.messages(general, user).map((one) => JSON.stringify(one.card?.body));

test('a button arrives as adaptiveCard/action with its verb and data, about the message it stands on', async () => {
  const posted = await desk.post(card({ actions: [execute('Approve', { run: 'approve', a: { change: 3 } })] }));
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
  const posted = await desk.post(card({ actions: [execute('Approve')] }));
  bot.answers['adaptiveCard/action'] = () => replaced('You approved');
  const press = await teams.press(ada, posted, 'Approve');
  expect(press).toMatchObject({ sent: true, outcome: { kind: 'card' } });
  expect(titles(ada)[0]).toContain('You approved');
  expect(titles(bob)[0]).toContain('A change');
  expect(titles()[0]).toContain('A change');
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('there is no "Approve" on the card');
  await teams.press(bob, posted, 'Approve');
  await desk.call('PUT', ['conversations', general, 'activities', posted.id], message(card({ body: [] })));
  expect([...titles(ada), ...titles(bob)]).toEqual(['[]', '[]']);
});

test('a message in the answer is a toast for the clicker, an error is shown in its own words', async () => {
  const posted = await desk.post(card({ actions: [execute('Approve')] }));
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
  const posted = await desk.post(card({ actions: [execute('Approve')] }));
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
  const posted = await desk.post(
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

test('a thumb below a message that asks for it arrives as message/submitAction', async () => {
  const plain = await desk.post(card());
  await expect(teams.thumb(ada, plain, 'like')).rejects.toThrow('no thumbs');
  const asked = { channelData: { feedbackLoop: { type: 'default' } } };
  await desk.call('POST', ['conversations', await desk.chatOf(ada), 'activities'], message(card(), asked));
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
  const posted = await desk.post(card({ actions: [execute('Approve')] }), ada);
  await expect(teams.press(bob, posted, 'Approve')).rejects.toThrow('does not see it');
  const to = teams.users.get(bob)?.accountId;
  const whisper = message(card({ actions: [execute('Approve')] }), { recipient: { id: to } });
  await desk.call('POST', ['conversations', general, 'activities'], whisper, { query: { isTargetedActivity: 'true' } });
  const [secret] = teams.messages(general, bob) as [TeamsMessage];
  expect(teams.messages(general, ada)).toEqual([]);
  await expect(teams.press(ada, secret, 'Approve')).rejects.toThrow('does not see it');
  await teams.press(bob, secret, 'Approve');
  expect(bot.heard()).toHaveLength(1);
});

test('a person with an old screen presses what is not there any more', async () => {
  const posted = await desk.post(card({ actions: [execute('Approve', { cycle: 1 })] }));
  await desk.call('PUT', ['conversations', general, 'activities', posted.id], message(card()));
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('there is no "Approve"');
  await teams.press(ada, posted, 'Approve', {}, { stale: true });
  expect(bot.heard()).toMatchObject([{ value: { action: { data: { cycle: 1 } } } }]);
  await desk.call('DELETE', ['conversations', general, 'activities', posted.id]);
  await expect(teams.press(ada, posted, 'Approve')).rejects.toThrow('not there any more');
  expect(await teams.press(ada, posted, 'Approve', {}, { stale: true })).toMatchObject({ sent: true });
});

test('of several buttons of one title it is said which one is meant', async () => {
  const posted = await desk.post(card({ actions: [execute('Open', { n: 1 }), execute('Open', { n: 2 })] }));
  await expect(teams.press(ada, posted, 'Open')).rejects.toThrow('"Open" is there 2 times');
  await teams.press(ada, posted, 'Open', {}, { nth: 1 });
  await expect(teams.press(ada, posted, 'Open', {}, { nth: 2 })).rejects.toThrow('2 times');
  const twice = [1, 2].map((n) => ({ type: 'Action.Submit', title: 'Open', data: { n } }));
  bot.answers['task/fetch'] = () => continuing(card({ actions: twice }));
  await teams.press(ada, await desk.post(card({ actions: [opener('Edit')] })), 'Edit');
  await teams.pressInDialog(ada, teams.dialog(ada) ?? expect.fail('no dialog is open'), 'Open', {}, { nth: 0 });
  expect(bot.heard()[0]?.value.action.data).toEqual({ n: 2 });
  expect(bot.heard().at(-1)?.value.data).toEqual({ n: 1 });
});

test('what pressing would send can be made for a load generator', async () => {
  const posted = await desk.post(
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
