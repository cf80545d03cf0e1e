import { newClientMessageId, newId } from './ids.ts';
import { actionTs, type Payload, verificationToken } from './payloads.ts';
import type { SlackMessage, SlackUser, SlackView } from './records.ts';
import { viewOnTheWire } from './rendering.ts';
import type { World } from './world.ts';

/** The envelope of any event. */
export function eventPayload(world: World, event: Payload): Payload {
  const { identity } = world;
  return {
    token: verificationToken,
    team_id: identity.teamId,
    context_team_id: identity.teamId,
    context_enterprise_id: null,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(world.now() / 1_000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${Buffer.from(newId('E')).toString('base64url')}`,
  };
}

/** Somebody wrote the app's name in a channel. */
export function mentionEvent(world: World, message: SlackMessage): Payload {
  return {
    type: 'app_mention',
    user: message.user,
    ts: message.ts,
    client_msg_id: message.client_msg_id ?? newClientMessageId(),
    text: message.text,
    team: world.identity.teamId,
    ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
    blocks: message.blocks,
    channel: message.channel,
    event_ts: message.ts,
  };
}

/** Somebody looked at the app's Home tab. */
export function homeOpenedEvent(world: World, user: SlackUser, channel: string, home: SlackView | undefined): Payload {
  return {
    type: 'app_home_opened',
    user: user.id,
    channel,
    tab: 'home',
    ...(home && { view: viewOnTheWire(world.identity, home) }),
    event_ts: actionTs(world),
  };
}
