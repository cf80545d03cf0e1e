import { botAccountId, eventId } from './ids.ts';
import type { TeamsConversation, TeamsMessage, TeamsUser } from './records.ts';
import type { Account, Activity, Entity } from './wire.ts';
import type { World } from './world.ts';

/** Where something happens. `root` is the message that started the thread, in a channel. */
export type Scene = { user: TeamsUser; conversation: TeamsConversation; root?: string | undefined };

const clientInfo: Entity = {
  type: 'clientInfo',
  locale: 'en-US',
  country: 'US',
  platform: 'Web',
  timezone: 'America/Los_Angeles',
};

/** The bot, as Teams names it. */
export const botAccount = ({ app }: World): Account => ({ id: botAccountId(app.appId), name: app.name });

/** What every activity of that scene carries. */
export function frame(world: World, { user, conversation, root }: Scene): Activity {
  const { tenantId } = world.app;
  const { id, kind, team } = conversation;
  const group = kind === 'personal' ? {} : { isGroup: true };
  const thread = root === undefined ? id : `${id};messageid=${root}`;
  const channel =
    team === undefined ? {} : { teamsChannelId: id, teamsTeamId: team, channel: { id }, team: { id: team } };
  const now = new Date(world.now()).toISOString();
  return {
    type: 'message',
    id: eventId(),
    timestamp: now,
    localTimestamp: now,
    localTimezone: 'UTC',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl: world.serviceUrl(),
    from: { id: user.accountId, name: user.name, aadObjectId: user.id },
    recipient: botAccount(world),
    conversation: { ...group, conversationType: kind, tenantId, id: thread },
    channelData: { ...channel, tenant: { id: tenantId } },
    entities: [clientInfo],
  };
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Somebody or something that a message names. */
export type Mention = { id: string; name: string };

/**
 * A message somebody writes. `{0}`, `{1}` … in the text stand for the mentions; it arrives as `<at>name</at>` in the
 * text and once more as HTML.
 */
export function messageActivity(
  world: World,
  scene: Scene,
  said: { id: string; text: string; mentions: readonly Mention[]; targeted: boolean; replyTo?: string | undefined },
): Activity {
  const base = frame(world, scene);
  const name = (index: string) => said.mentions[Number(index)]?.name ?? `{${index}}`;
  const spots = /\{(\d+)\}/g;
  const html = escaped(said.text)
    .replace(
      spots,
      (_, index) =>
        `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="${index}">${escaped(name(index))}</span>`,
    )
    .replace(/<\/span> /g, '</span>&nbsp;');
  const mentions = said.mentions.map((mentioned) => ({
    type: 'mention',
    text: `<at>${mentioned.name}</at>`,
    mentioned,
  }));
  return {
    ...base,
    id: said.id,
    text: said.text.replace(spots, (_, index) => `<at>${name(index)}</at>`),
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${html}</p>` }],
    entities: [...mentions, clientInfo],
    ...(said.replyTo !== undefined && { replyToId: said.replyTo }),
    ...(said.targeted && { recipient: { ...botAccount(world), isTargeted: true } }),
  };
}

/** How a message is named in what is pressed on it: as it is now, and in Teams' older way. */
function pressedOn(message: TeamsMessage | undefined): Partial<Activity> {
  if (!message) return {};
  return { replyToId: message.id, channelData: { legacy: { replyToId: message.legacyId } } };
}

function pressed(base: Activity, source: string, message: TeamsMessage | undefined): Activity {
  const { channelData, ...on } = pressedOn(message);
  return { ...base, ...on, channelData: { ...base.channelData, source: { name: source }, ...channelData } };
}

/** Something that is answered at once: a button, a dialog, a thumb. */
export function invokeActivity(
  world: World,
  scene: Scene,
  name: string,
  value: unknown,
  message: TeamsMessage | undefined,
): Activity {
  // What opens and fills dialogs does not name the message it began on.
  if (name.startsWith('task/'))
    return pressed({ ...frame(world, scene), type: 'invoke', name, value }, 'compose', undefined);
  return pressed({ ...frame(world, scene), type: 'invoke', name, value }, 'message', message);
}

/** A button of the older kind: a message without a text that carries a value. */
export const submitActivity = (world: World, scene: Scene, value: unknown, message: TeamsMessage): Activity =>
  pressed({ ...frame(world, scene), value }, 'message', message);

/** Something that happened where the bot is. */
export function eventActivity(world: World, scene: Scene, more: Partial<Activity> & { type: string }): Activity {
  const { entities: _, localTimestamp: __, localTimezone: ___, ...base } = frame(world, scene);
  return { ...base, ...more, channelData: { ...base.channelData, ...more.channelData } };
}
