import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slackManifest } from '../../../src/bot/slack/manifest.ts';
import { renderForm } from '../../../src/bot/slack/render/form.ts';
import { commands, commandsByName } from '../../../src/commands/index.ts';
import { idOf, startWorkspace, type Workspace } from '../../flows/workspace.ts';
import { call } from '../playground/slack/call.ts';
import { emittedCommands, eventsHeard } from './emitted.ts';

const manifest = slackManifest(commands);
const visible = commands.filter((one) => !one.hidden).map((one) => one.name);

/** Where the name of a command is not written down, and why it is the name of one all the same. */
const computed: Readonly<Record<string, string>> = {
  'command.name': 'the command that a form is derived for',
  'form.command': 'the command of a form that is offered',
  'made.name': 'the command that is being defined, by a factory',
  near: 'the nearest of the names in the list',
};

test('the bot is told of every event that it listens to, and of no other', () => {
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(eventsHeard().sort());
});

describe('what buttons and forms carry', () => {
  const emitted = emittedCommands();

  test('is found in the sources', () => {
    expect(emitted.names.length).toBeGreaterThan(20);
  });

  test('is always a command that people may send', () => {
    expect(emitted.names.filter(({ name }) => !visible.includes(name))).toEqual([]);
  });

  test('is written down, or known to be the name of a command', () => {
    expect(emitted.computed.filter(({ expression }) => !(expression in computed))).toEqual([]);
    const used = emitted.computed.map(({ expression }) => expression);
    expect(Object.keys(computed).filter((expression) => !used.includes(expression))).toEqual([]);
  });

  test('factories of commands are called by commands of that name', () => {
    for (const name of ['owner', 'deputy', 'contributors', 'reviewers', 'stakeholders', 'decline', 'request-changes'])
      expect(commandsByName.get(name)?.name).toBe(name);
  });
});

describe('the running bot', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await startWorkspace();
  });

  afterAll(() => workspace?.stop());

  const ada = () => workspace.slack.as(idOf('ada'));

  /** Everything ada sees for herself: dialogs, and what only she is told. The platform is answered in any case. */
  const seenByAda = () => workspace.slack.views(idOf('ada')).length + workspace.slack.ephemerals(idOf('ada')).length;

  /** Presses a button of that id; resolves with whether anything came of it. */
  async function press(actionId: string, waitMs: number): Promise<boolean> {
    const { slack } = workspace;
    const button = { type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'It' }, value: '{"a":{}}' };
    await call(slack, 'chat.postMessage', {
      channel: 'CDESK',
      text: 'Press',
      blocks: [{ type: 'actions', elements: [button] }],
    });
    const before = seenByAda();
    const answer = await ada().click(slack.messages('CDESK').at(-1)!, actionId);
    expect(answer).toMatchObject({ status: 200 });
    const came = await slack
      .waitFor(() => seenByAda() > before, { timeout: waitMs, what: 'an answer to a click' })
      .catch(() => false);
    if (slack.views(idOf('ada')).length > 0) await ada().closeView(undefined, { all: true });
    return came;
  }

  test.each(manifest.features.slash_commands)('answers the command $command of the manifest', async ({ command }) => {
    const answer = await ada().slash(command, 'help');
    expect(answer.status).toBe(200);
    expect(answer.message?.text).toContain('rolled back right here');
  });

  test.each(manifest.features.shortcuts)(
    'answers the shortcut $callback_id of the manifest',
    async ({ callback_id, name }) => {
      expect(commandsByName.get(callback_id.replace('run:', ''))?.shortcut).toBe(name);
      expect((await ada().shortcut(callback_id)).status).toBe(200);
      const view = await workspace.slack.waitFor(() => workspace.slack.views(idOf('ada')).at(-1), { what: name });
      // A question or an answer, never a form that asks for nothing.
      expect(!view.submit || view.blocks.some((block) => block.type === 'input')).toBe(true);
      await ada().closeView(view);
    },
  );

  test('hears a mention', async () => {
    await ada().mention('help', { channel: 'CDESK' });
    const said = () =>
      workspace.slack.ephemerals(idOf('ada')).some((one) => one.text.includes('rolled back right here'));
    expect(await workspace.slack.waitFor(said, { what: 'the answer to a mention' })).toBe(true);
  });

  test('hears who opens its page', async () => {
    await ada().openHome();
    expect(await workspace.slack.waitFor(() => workspace.slack.home(idOf('ada')), { what: 'the page' })).toBeDefined();
  });

  test.each(visible)('takes a click on run:%s, also as the second of its kind in a row', async (name) => {
    expect(await press(`run:${name}`, 5_000)).toBe(true);
    expect(await press(`run:${name}:2`, 5_000)).toBe(true);
  });

  test.each(visible)('takes the form run:%s', async (name) => {
    const { slack } = workspace;
    const form = renderForm(
      { command: name, title: 'Form', submit: 'Send', args: {}, parts: [], fields: [] },
      null,
      'T1',
    );
    const trigger_id = new URLSearchParams(slack.slashRequest(idOf('ada'), '/prompt', '', 'CDESK').body).get(
      'trigger_id',
    );
    const opened = await call(slack, 'views.open', { trigger_id, view: form });
    expect(opened).toMatchObject({ ok: true, view: { callback_id: `run:${name}` } });
    expect(await ada().submitView(slack.views(idOf('ada')).at(-1)!, {})).toMatchObject({
      status: 200,
      // What nobody listens for would simply close.
      responseAction: 'update',
    });
    await ada().closeView(undefined, { all: true });
  });

  test('does nothing about a click that nobody listens for', async () => {
    expect(await press('walk:away', 700)).toBe(false);
  });
});
