import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import type { TeamsMessage } from '../../../../src/bot/playground/teams/records.ts';
import { type Bot, card, continuing, execute, message, opener, startBot } from './bot.ts';
import { connectorOf } from './connector.ts';
import { ada, general, startTenant } from './tenant.ts';

const folder = fileURLToPath(new URL('../../../../../shared/data/payloads/teams/', import.meta.url));

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** What the recorded activity has and ours has not, or has as another kind of thing. `value` is the card's own. */
function missing(recorded: Json, ours: Json, at = ''): string[] {
  return Object.entries(recorded).flatMap(([key, value]) => {
    const path = `${at}${key}`;
    const own = ours[key];
    if (own === undefined || typeof own !== typeof value || Array.isArray(own) !== Array.isArray(value)) return [path];
    return isObject(value) && isObject(own) && key !== 'data' ? missing(value, own, `${path}.`) : [];
  });
}

let teams: TeamsPlatform;
let bot: Bot;
beforeEach(async () => {
  bot = await startBot({
    'task/fetch': () => continuing(card({ actions: [{ type: 'Action.Submit', title: 'Send' }] })),
    'task/submit': () => ({}),
  });
  teams = await startTenant({ botUrl: bot.url, rateLimit: false });
});
afterEach(async () => {
  await teams.stop();
  await bot.stop();
});

async function posted(where: string): Promise<TeamsMessage> {
  const call = await connectorOf(teams);
  const content = card({ actions: [execute('Approve'), opener('Edit'), { type: 'Action.Submit', title: 'Old' }] });
  const chat = teams.conversations.values().find(({ kind, members }) => kind === 'personal' && members[0] === where);
  await call('POST', ['conversations', chat?.id ?? where, 'activities'], message(content));
  return teams.messages(where).at(-1) ?? expect.fail('nothing was posted');
}

/** What brings about the same kind of activity, and what is in the recording for reasons of its own. */
const deeds: Record<string, { act: () => Promise<unknown>; theirs?: string[] }> = {
  'message.personal': { act: () => teams.say(ada, ada, 'Hey') },
  'message.mention-channel-thread': { act: () => teams.say(ada, general, 'reply to thread') },
  'message.mention-html-attachment': { act: () => teams.say(ada, general, 'Hey') },
  'message.mention-channel': { act: () => teams.say(ada, general, 'Hey') },
  'adaptivecard-action.execute-manual': {
    act: async () => teams.press(ada, await posted(ada), 'Approve'),
  },
  'message.card-submit-value': {
    act: async () => teams.press(ada, await posted(general), 'Old'),
    theirs: ['conversation.name', 'value.actionId'],
  },
  'task-fetch.recording': { act: async () => teams.press(ada, await posted(general), 'Edit') },
  'task-submit.recording': {
    async act() {
      await teams.press(ada, await posted(general), 'Edit');
      await teams.pressInDialog(ada, teams.dialog(ada) ?? expect.fail('no dialog'), 'Send');
    },
  },
  'message-submitaction.feedback': {
    async act() {
      const call = await connectorOf(teams);
      const asked = { type: 'message', text: 'So?', channelData: { feedbackLoop: { type: 'default' } } };
      await call('POST', ['conversations', general, 'activities'], asked);
      await teams.thumb(ada, teams.messages(general).at(-1) ?? expect.fail('nothing was posted'), 'like', 'helpful');
    },
  },
  'installation-update.add': {
    act: () => teams.install(general),
    theirs: ['entities', 'conversation.name', 'channelData.source'],
  },
  'installation-update.remove.minimal': { act: () => teams.uninstall(general) },
  'conversation-update.team-member-added.recording': { act: async () => teams.join(general, ada) },
  'conversation-update.group-chat-member-added.recording': { act: async () => teams.join(general, ada) },
  'conversation-update.channel-deleted.recording': { act: async () => teams.remove(general) },
};

test.for(Object.keys(deeds))('what arrives has everything that the recorded %s has', async (name, context) => {
  const file = `${folder}${name}.json`;
  if (!existsSync(file)) context.skip('../shared/data/payloads/teams is not there');
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const recorded = (recording.type === 'request' ? recording.body : recording) as Json;
  const { act, theirs = [] } = deeds[name] ?? expect.fail(name);
  await act();
  const ours = bot.heard().findLast(({ type, name: called }) => type === recorded.type && called === recorded.name);
  expect(missing(recorded, ours ?? expect.fail('nothing of that kind arrived'))).toEqual(theirs);
});
