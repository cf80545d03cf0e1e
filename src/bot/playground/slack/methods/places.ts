import { SlackApiError } from '../api-error.ts';
import type { SlackChannel } from '../records.ts';
import type { World } from '../world.ts';

/** The channel an argument means: an id, a `#name`, or a person's id for the direct message with them. */
export function channelOf(world: World, given: string): SlackChannel {
  const byId = world.state.channels.get(given);
  if (byId) return byId;
  const user = world.state.users.get(given);
  if (user && !user.deleted && !user.isBot) return world.state.dmOf(user.id);
  const name = given.replace(/^#/, '');
  const byName = [...world.state.channels.values()].find((channel) => channel.kind !== 'im' && channel.name === name);
  if (!byName) throw new SlackApiError('channel_not_found');
  return byName;
}

/** The channel, which the bot may speak in now; else Slack's reason why not. */
export function openChannel(world: World, given: string): SlackChannel {
  const channel = channelOf(world, given);
  const inside = channel.members.includes(world.identity.botUserId);
  if (!inside && channel.kind !== 'public') throw new SlackApiError('channel_not_found');
  if (channel.archived) throw new SlackApiError('is_archived');
  if (!inside) throw new SlackApiError('not_in_channel');
  if (channel.user !== undefined && world.state.users.get(channel.user)?.deleted) {
    throw new SlackApiError('channel_not_found');
  }
  return channel;
}
