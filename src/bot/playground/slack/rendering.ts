import type { SlackMessage, SlackUser, SlackView } from './records.ts';
import type { Identity, State } from './state.ts';
import type { StateValues } from './wire.ts';

/** A message the way Slack writes it into payloads and responses. */
export function messageOnTheWire(identity: Identity, state: State, message: SlackMessage): Record<string, unknown> {
  const parent = message.thread_ts === undefined ? undefined : state.message(message.channel, message.thread_ts);
  return {
    user: message.user,
    type: 'message',
    ts: message.ts,
    ...(message.client_msg_id !== undefined && { client_msg_id: message.client_msg_id }),
    ...(message.bot && { bot_id: identity.botId, app_id: identity.appId }),
    text: message.text,
    team: identity.teamId,
    ...(message.edited && { edited: message.edited }),
    ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
    ...(parent && { parent_user_id: parent.user }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
  };
}

/** A view the way Slack writes it into payloads and responses, with the given state of its elements. */
export function viewOnTheWire(identity: Identity, view: SlackView, values: StateValues = {}): Record<string, unknown> {
  return {
    id: view.id,
    team_id: identity.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    state: { values },
    hash: view.hash,
    title: view.title,
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previous_view_id,
    root_view_id: view.root_view_id,
    app_id: identity.appId,
    external_id: view.external_id,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

/** A person the way `users.info` writes them; the e-mail only for those who may read it and only of the own team. */
export function userOnTheWire(identity: Identity, user: SlackUser, mayReadEmail: boolean): Record<string, unknown> {
  const stranger = user.teamId !== identity.teamId;
  const image = (size: number) => `https://secure.gravatar.com/avatar/${user.id.toLowerCase()}.jpg?s=${size}`;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    ...(!user.deleted && {
      color: '9f69e7',
      real_name: user.realName,
      tz: user.tz,
      tz_label: user.tz,
      tz_offset: 0,
    }),
    profile: {
      title: '',
      phone: '',
      skype: '',
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      avatar_hash: 'g0',
      ...(user.isBot && { api_app_id: identity.appId, bot_id: identity.botId, always_active: true }),
      ...(mayReadEmail && !stranger && user.email !== undefined && { email: user.email }),
      image_24: image(24),
      image_32: image(32),
      image_48: image(48),
      image_72: image(72),
      image_192: image(192),
      image_512: image(512),
      status_text_canonical: '',
      team: user.teamId,
    },
    ...(!user.deleted && {
      is_admin: false,
      is_owner: false,
      is_primary_owner: false,
      is_restricted: user.isRestricted,
      is_ultra_restricted: false,
    }),
    is_bot: user.isBot,
    is_app_user: false,
    ...(stranger && { is_stranger: true }),
    updated: 1_700_000_000,
    is_email_confirmed: user.email !== undefined,
    who_can_share_contact_card: 'EVERYONE',
  };
}
