import type { Found } from './find-element.ts';
import type { SlackChannel, SlackMessage, SlackUser, SlackView } from './records.ts';
import { messageOnTheWire, viewOnTheWire } from './rendering.ts';
import type { ElementState, StateValues } from './wire.ts';
import type { World } from './world.ts';

/** The legacy token every payload carries; nobody should look at it. */
export const verificationToken = 'legacy-verification-token';

export type Payload = Record<string, unknown>;

const team = ({ identity }: World) => ({ id: identity.teamId, domain: identity.teamDomain });

const person = (user: SlackUser) => ({ id: user.id, username: user.name, name: user.name, team_id: user.teamId });

const place = (channel: SlackChannel) => ({ id: channel.id, name: channel.name });

/** The platform's time, as payloads write it. */
export const actionTs = (world: World) => (world.now() / 1_000).toFixed(6);

/** A slash command, as the fields of its form. */
export function slashPayload(
  world: World,
  given: { user: SlackUser; channel: SlackChannel; command: string; text: string },
): Record<string, string> {
  return {
    token: verificationToken,
    team_id: world.identity.teamId,
    team_domain: world.identity.teamDomain,
    channel_id: given.channel.id,
    channel_name: given.channel.kind === 'private' ? 'privategroup' : given.channel.name,
    user_id: given.user.id,
    user_name: given.user.name,
    command: given.command,
    text: given.text,
    api_app_id: world.identity.appId,
    is_enterprise_install: 'false',
    response_url: world.hooks.issue('commands', { user: given.user.id, channel: given.channel.id }),
    trigger_id: world.triggers.issue(given.user.id),
  };
}

/** The one entry of `actions` in a `block_actions` payload. `chosen` is the new value of an element that keeps one. */
export function actionOf(world: World, found: Found, chosen: ElementState | undefined): Payload {
  const { element, block, side } = found;
  const half = side === undefined ? undefined : element[side];
  return {
    ...(element.confirm && { confirm: element.confirm }),
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.type === 'button' && { text: element.text }),
    ...(half && { text: half.text, value: half.value }),
    ...(element.value !== undefined && { value: element.value }),
    ...(element.style !== undefined && { style: element.style }),
    ...(element.url !== undefined && { url: element.url }),
    ...(element.placeholder && { placeholder: element.placeholder }),
    ...chosen,
    type: element.type,
    action_ts: actionTs(world),
  };
}

/** Something was pressed or chosen in a message. */
export function messageActionPayload(
  world: World,
  given: { user: SlackUser; channel: SlackChannel; message: SlackMessage; action: Payload; values: StateValues },
): Payload {
  const { user, channel, message } = given;
  const ephemeral = message.ephemeralTo !== undefined;
  return {
    type: 'block_actions',
    user: person(user),
    api_app_id: world.identity.appId,
    token: verificationToken,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
    },
    trigger_id: world.triggers.issue(user.id),
    team: team(world),
    enterprise: null,
    is_enterprise_install: false,
    channel: place(channel),
    ...(!ephemeral && { message: messageOnTheWire(world.identity, world.state, message) }),
    state: { values: given.values },
    response_url: world.hooks.issue('actions', {
      user: user.id,
      channel: channel.id,
      message: { ts: message.ts, ephemeral },
      thread_ts: message.thread_ts,
    }),
    actions: [given.action],
  };
}

/** Something was pressed or chosen in a modal or on the Home tab. */
export function viewActionPayload(
  world: World,
  given: { user: SlackUser; view: SlackView; action: Payload; values: StateValues },
): Payload {
  return {
    type: 'block_actions',
    user: person(given.user),
    api_app_id: world.identity.appId,
    token: verificationToken,
    container: { type: 'view', view_id: given.view.id },
    trigger_id: world.triggers.issue(given.user.id),
    team: team(world),
    enterprise: null,
    is_enterprise_install: false,
    view: viewOnTheWire(world.identity, given.view, given.values),
    actions: [given.action],
  };
}

/** Where a form may be answered to: one address per chosen conversation whose element asked for it. */
function responseUrls(world: World, user: SlackUser, view: SlackView, values: StateValues): Payload[] {
  return view.blocks.flatMap((block) => {
    const { element, block_id = '' } = block;
    if (element?.response_url_enabled !== true) return [];
    const state = values[block_id]?.[element.action_id ?? ''];
    const channel = state?.selected_conversation ?? state?.selected_channel;
    if (typeof channel !== 'string') return [];
    const response_url = world.hooks.issue('app', { user: user.id, channel });
    return [{ response_url, channel_id: channel, block_id, action_id: element.action_id }];
  });
}

/** A form was sent. */
export function submissionPayload(world: World, user: SlackUser, view: SlackView, values: StateValues): Payload {
  return {
    type: 'view_submission',
    team: team(world),
    user: person(user),
    api_app_id: world.identity.appId,
    token: verificationToken,
    trigger_id: world.triggers.issue(user.id),
    view: viewOnTheWire(world.identity, view, values),
    response_urls: responseUrls(world, user, view, values),
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** A form was given up. */
export function closedPayload(world: World, user: SlackUser, view: SlackView, cleared: boolean): Payload {
  return {
    type: 'view_closed',
    team: team(world),
    user: person(user),
    api_app_id: world.identity.appId,
    token: verificationToken,
    view: viewOnTheWire(world.identity, view),
    is_cleared: cleared,
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** A global shortcut. */
export function shortcutPayload(world: World, user: SlackUser, callbackId: string): Payload {
  return {
    type: 'shortcut',
    token: verificationToken,
    action_ts: actionTs(world),
    team: team(world),
    user: { id: user.id, username: user.name, team_id: user.teamId },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: world.triggers.issue(user.id),
  };
}

/** A message shortcut. */
export function messageShortcutPayload(
  world: World,
  given: { user: SlackUser; channel: SlackChannel; message: SlackMessage; callbackId: string },
): Payload {
  const { user, channel, message } = given;
  return {
    type: 'message_action',
    token: verificationToken,
    action_ts: actionTs(world),
    team: team(world),
    user: person(user),
    channel: place(channel),
    is_enterprise_install: false,
    enterprise: null,
    callback_id: given.callbackId,
    trigger_id: world.triggers.issue(user.id),
    response_url: world.hooks.issue('app', {
      user: user.id,
      channel: channel.id,
      message: { ts: message.ts, ephemeral: false },
    }),
    message_ts: message.ts,
    message: messageOnTheWire(world.identity, world.state, message),
  };
}
