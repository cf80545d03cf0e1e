import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TeamsPlatform } from '../../../../src/bot/playground/teams/platform.ts';
import { type Bot, startBot } from './bot.ts';
import { connectorOf } from './connector.ts';
import { ada, appId, bob, general, group, startTenant } from './tenant.ts';

let teams: TeamsPlatform;
let bot: Bot;
beforeEach(async () => {
  bot = await startBot();
  teams = await startTenant({ botUrl: bot.url, channels: [{ id: general, name: 'General', team: 'P', bot: false }] });
});
afterEach(async () => {
  await teams.stop();
  await bot.stop();
});

const self = { id: `28:${appId}`, name: 'Countersign' };
const reach = async (where: string) => {
  const call = await connectorOf(teams);
  return (await call('POST', ['conversations', where, 'activities'], { type: 'message', text: 'a' })).status;
};

test('an app that is installed in a team is told so, and reaches every channel of it', async () => {
  const other = teams.addChannel({ name: 'Reviews', team: 'P', bot: false });
  expect(await reach(other.id)).toBe(403);
  await teams.install(general, ada);
  const team = { name: 'P', id: teams.conversations.get(general)?.team, aadGroupId: expect.any(String) };
  const where = { id: general, conversationType: 'channel', isGroup: true };
  expect(bot.heard()).toMatchObject([
    {
      type: 'conversationUpdate',
      from: { aadObjectId: ada },
      conversation: where,
      membersAdded: [self],
      channelData: { eventType: 'teamMemberAdded', team },
    },
    {
      type: 'installationUpdate',
      action: 'add',
      conversation: where,
      channelData: { team, channel: { id: general }, settings: { selectedChannel: { id: general } } },
    },
  ]);
  expect(bot.heard()[0]).not.toHaveProperty('text');
  expect(await reach(other.id)).toBe(201);
});

test('an app that is taken away is told so, hears nothing more, and reaches nothing there', async () => {
  await teams.install(general);
  await teams.uninstall(general);
  expect(bot.heard().slice(2)).toMatchObject([
    { type: 'installationUpdate', action: 'remove' },
    { type: 'conversationUpdate', membersRemoved: [self], channelData: { eventType: 'teamMemberRemoved' } },
  ]);
  expect(await reach(general)).toBe(403);
  expect((await teams.say(ada, general, 'hello', { mention: false })).answer).toBeUndefined();
  await expect(teams.say(ada, general, 'hello', { mention: true })).rejects.toThrow('the bot is not in');
  await teams.uninstall(ada);
  expect(bot.heard().at(-2)).toMatchObject({ action: 'remove', conversation: { conversationType: 'personal' } });
  expect((await teams.say(ada, ada, 'hello')).answer).toBeUndefined();
});

test('who joins or leaves is told with both ids, and can or cannot write there', async () => {
  const { accountId } = teams.users.get(bob) ?? expect.fail('no such user');
  await teams.leave(group, bob);
  await expect(teams.say(bob, group, 'hello')).rejects.toThrow('is not in');
  await teams.join(group, bob);
  await teams.say(bob, group, 'hello');
  expect(bot.heard()).toMatchObject([
    { type: 'conversationUpdate', membersRemoved: [{ id: accountId, aadObjectId: bob }] },
    { type: 'conversationUpdate', membersAdded: [{ id: accountId, aadObjectId: bob }] },
    { type: 'message', conversation: { conversationType: 'groupChat', id: group }, text: '<at>Countersign</at> hello' },
  ]);
});

test('a channel that is deleted is told and gone; one that is killed is only gone; nobody deleted can act', async () => {
  await teams.install(general);
  await teams.remove(general);
  expect(bot.heard().at(-1)).toMatchObject({
    type: 'conversationUpdate',
    channelData: { eventType: 'channelDeleted', channel: { id: general, name: 'General' } },
  });
  expect(await reach(general)).toBe(404);
  const heard = bot.heard().length;
  teams.kill(group);
  expect(await reach(group)).toBe(404);
  teams.deleteUser(bob);
  await expect(teams.say(bob, bob, 'hello')).rejects.toThrow('was deleted');
  expect(bot.heard()).toHaveLength(heard);
});
