import { z } from 'zod';
import { SlackApiError } from '../api-error.ts';
import type { SlackChannel } from '../records.ts';
import type { World } from '../world.ts';
import { flag, type Method, method, whole } from './method.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

function visible(world: World, id: string): SlackChannel {
  const channel = world.state.channels.get(id);
  const inside = channel?.members.includes(world.identity.botUserId);
  if (!channel || (channel.kind !== 'public' && !inside)) throw new SlackApiError('channel_not_found');
  return channel;
}

function described(world: World, channel: SlackChannel): Record<string, unknown> {
  const created = 1_700_000_000;
  const shared = { is_org_shared: false, is_ext_shared: false, is_shared: false };
  if (channel.kind === 'im') {
    return {
      id: channel.id,
      created,
      is_archived: channel.archived,
      is_im: true,
      ...shared,
      user: channel.user,
      is_user_deleted: world.state.users.get(channel.user ?? '')?.deleted ?? false,
      is_open: true,
      context_team_id: world.identity.teamId,
      priority: 0,
    };
  }
  const note = { value: '', creator: '', last_set: 0 };
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    created,
    is_archived: channel.archived,
    is_general: false,
    unlinked: 0,
    name_normalized: channel.name,
    ...shared,
    pending_shared: [],
    context_team_id: world.identity.teamId,
    updated: created * 1_000,
    creator: channel.members[0] ?? '',
    shared_team_ids: [world.identity.teamId],
    is_member: channel.members.includes(world.identity.botUserId),
    topic: note,
    purpose: note,
    previous_names: [],
  };
}

const open = method({
  scopes: ['im:write', 'mpim:write'],
  args: z.object({
    users: z.string().optional(),
    channel: z.string().optional(),
    return_im: flag,
    prevent_creation: flag,
  }),
  run(world, args) {
    if (args.channel !== undefined) {
      const channel = visible(world, args.channel);
      return { channel: args.return_im ? described(world, channel) : { id: channel.id } };
    }
    const ids = (args.users ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0) throw new SlackApiError('users_list_not_supplied');
    if (ids.length > 1) {
      if (!world.scopes.has('mpim:write')) {
        throw new SlackApiError('missing_scope', [], { needed: 'mpim:write', provided: [...world.scopes].join(',') });
      }
      throw new SlackApiError('method_not_supported_for_channel_type');
    }
    const user = world.state.users.get(ids[0] ?? '');
    if (!user) throw new SlackApiError('user_not_found');
    if (user.deleted) throw new SlackApiError('user_disabled');
    if (user.isBot) throw new SlackApiError('cannot_dm_bot');
    const known = [...world.state.channels.values()].some((channel) => channel.user === user.id);
    const channel = world.state.dmOf(user.id);
    return {
      no_op: known,
      already_open: known,
      channel: args.return_im ? described(world, channel) : { id: channel.id },
    };
  },
});

const info = method({
  scopes: readScopes,
  args: z.object({ channel: z.string(), include_locale: flag, include_num_members: flag }),
  run(world, args) {
    const channel = visible(world, args.channel);
    const counted = args.include_num_members ? { num_members: channel.members.length } : {};
    return { channel: { ...described(world, channel), ...counted } };
  },
});

const members = method({
  scopes: readScopes,
  args: z.object({ channel: z.string(), cursor: z.string().optional(), limit: whole.optional() }),
  run(world, args) {
    const channel = visible(world, args.channel);
    const from = args.cursor ? Number(Buffer.from(args.cursor, 'base64').toString()) : 0;
    if (!Number.isInteger(from)) throw new SlackApiError('invalid_cursor');
    const to = from + Math.min(args.limit ?? 100, 1_000);
    const next = to < channel.members.length ? Buffer.from(String(to)).toString('base64') : '';
    return { members: channel.members.slice(from, to), response_metadata: { next_cursor: next } };
  },
});

export const conversations: Record<string, Method> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
};
