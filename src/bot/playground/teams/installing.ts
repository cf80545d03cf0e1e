import { botAccount, eventActivity, type Scene } from './activities.ts';
import type { Delivery } from './delivery.ts';
import type { BotAnswer, TeamsConversation } from './records.ts';
import { personOf, placeOf } from './saying.ts';
import type { Activity } from './wire.ts';
import type { World } from './world.ts';

/** What happens to the places the bot is in, and to people. What a real tenant tells the bot of is told. */
export function createInstalling(world: World, delivery: Delivery) {
  const { state } = world;

  /** Every conversation that has the app when this one has it: all channels of a team. */
  const alike = ({ id, team }: TeamsConversation): TeamsConversation[] =>
    [...state.conversations.values()].filter((known) => known.id === id || (team !== undefined && known.team === team));

  function sceneOf(where: string, by: string | undefined): Scene {
    const conversation = placeOf(world, where);
    const id = by ?? conversation.members[0];
    if (id === undefined) throw new Error(`nobody is in ${where}`);
    return { user: personOf(world, id), conversation };
  }

  const teamData = ({ team }: TeamsConversation) => {
    const known = team === undefined ? undefined : state.teams.get(team);
    return known === undefined ? {} : { team: known };
  };

  const event = (scene: Scene, more: Partial<Activity> & { type: string }): Promise<BotAnswer> =>
    delivery.send(
      eventActivity(world, scene, { ...more, channelData: { ...teamData(scene.conversation), ...more.channelData } }),
    );

  const eventType = ({ team }: TeamsConversation, name: string) => (team === undefined ? {} : { eventType: name });

  /** Installs the app there: for a person, in a group chat, or in the team of a channel. */
  async function install(where: string, by?: string): Promise<BotAnswer[]> {
    const scene = sceneOf(where, by);
    const { conversation } = scene;
    for (const known of alike(conversation)) state.put({ ...known, bot: true });
    const joined = { membersAdded: [botAccount(world)], channelData: eventType(conversation, 'teamMemberAdded') };
    const selected = conversation.kind === 'channel' ? { settings: { selectedChannel: { id: conversation.id } } } : {};
    return [
      await event(scene, { type: 'conversationUpdate', ...joined }),
      await event(scene, { type: 'installationUpdate', action: 'add', channelData: selected }),
    ];
  }

  /** Takes the app away from there; it is told, and can do nothing there any more. */
  async function uninstall(where: string, by?: string): Promise<BotAnswer[]> {
    const scene = sceneOf(where, by);
    for (const known of alike(scene.conversation)) state.put({ ...known, bot: false });
    const left = { membersRemoved: [botAccount(world)] };
    const channelData = eventType(scene.conversation, 'teamMemberRemoved');
    return [
      await event(scene, { type: 'installationUpdate', action: 'remove' }),
      await event(scene, { type: 'conversationUpdate', ...left, channelData }),
    ];
  }

  async function membership(where: string, userId: string, inside: boolean): Promise<BotAnswer | undefined> {
    const user = personOf(world, userId);
    const conversation = placeOf(world, where);
    for (const known of alike(conversation)) {
      const others = known.members.filter((id) => id !== user.id);
      state.put({ ...known, members: inside ? [...others, user.id] : others });
    }
    if (!conversation.bot) return undefined;
    const account = { id: user.accountId, aadObjectId: user.id };
    const more = inside ? { membersAdded: [account] } : { membersRemoved: [account] };
    const channelData = eventType(conversation, inside ? 'teamMemberAdded' : 'teamMemberRemoved');
    return event({ user, conversation }, { type: 'conversationUpdate', ...more, channelData });
  }

  /** Deletes a channel or chat, and tells the bot where Teams does. */
  async function remove(where: string, by?: string): Promise<BotAnswer | undefined> {
    const scene = sceneOf(where, by);
    const { conversation } = scene;
    state.put({ ...conversation, dead: true });
    if (conversation.kind !== 'channel' || !conversation.bot) return undefined;
    const channel = { id: conversation.id, name: conversation.name };
    return event(scene, { type: 'conversationUpdate', channelData: { channel, eventType: 'channelDeleted' } });
  }

  return {
    install,
    uninstall,
    join: (where: string, user: string) => membership(where, user, true),
    leave: (where: string, user: string) => membership(where, user, false),
    remove,
    /** The bot is not there any more, and nobody told it. */
    removeBot: (where: string): void => {
      for (const known of alike(placeOf(world, where))) state.put({ ...known, bot: false });
    },
    /** The conversation is gone, and nobody told the bot. */
    kill: (where: string): void => {
      state.put({ ...placeOf(world, where), dead: true });
    },
    /** The person leaves the tenant. */
    deleteUser: (user: string): void => {
      state.addUser({ ...personOf(world, user), deleted: true });
    },
  };
}
