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

/** What somebody writes, with what it names where it names it. */
export type Words = readonly (string | Mention)[];

const mentionTag = ({ name }: Mention): string => `<at>${name}</at>`;

/** The words as HTML: what is named by its number, and a space behind it that does not break. */
function htmlOf(words: Words, mentions: readonly Mention[]): string {
  const span = (one: Mention) =>
    `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="${mentions.indexOf(one)}">${escaped(one.name)}</span>`;
  const html = words.map((word) => (typeof word === 'string' ? escaped(word) : span(word))).join('');
  return `<p>${html.replaceAll('</span> ', '</span>&nbsp;')}</p>`;
}

/** A message somebody writes: mentions arrive as `<at>name</at>` in the text, where nothing is escaped, and as HTML. */
export function messageActivity(
  world: World,
  scene: Scene,
  said: { id: string; words: Words; targeted: boolean; replyTo?: string | undefined },
): Activity {
  const { id, words, targeted, replyTo } = said;
  const mentions = words.filter((word) => typeof word !== 'string');
  return {
    ...frame(world, scene),
    id,
    text: words.map((word) => (typeof word === 'string' ? word : mentionTag(word))).join(''),
    textFormat: 'plain',
    // A plain text that names nobody comes without its HTML.
    ...(mentions.length > 0 && { attachments: [{ contentType: 'text/html', content: htmlOf(words, mentions) }] }),
    entities: [
      ...mentions.map((mentioned) => ({ type: 'mention', text: mentionTag(mentioned), mentioned })),
      clientInfo,
    ],
    ...(replyTo !== undefined && { replyToId: replyTo }),
    ...(targeted && { recipient: { ...botAccount(world), isTargeted: true } }),
  };
}

/** An activity that comes from a card; `message` is the one it stands on, by its id and by its older name. */
function pressed(base: Activity, source: string, message?: TeamsMessage): Activity {
  const channelData = { ...base.channelData, source: { name: source } };
  if (!message) return { ...base, channelData };
  return { ...base, replyToId: message.id, channelData: { ...channelData, legacy: { replyToId: message.legacyId } } };
}

/** Something that is answered at once: a button, a dialog, a thumb. */
export function invokeActivity(
  world: World,
  scene: Scene,
  name: string,
  value: unknown,
  message?: TeamsMessage,
): Activity {
  const base = { ...frame(world, scene), type: 'invoke', name, value };
  // What opens and fills dialogs does not name the message it began on.
  return name.startsWith('task/') ? pressed(base, 'compose') : pressed(base, 'message', message);
}

/** A button of the older kind: a message without a text that carries a value. */
export const submitActivity = (world: World, scene: Scene, value: unknown, message: TeamsMessage): Activity =>
  pressed({ ...frame(world, scene), value }, 'message', message);

/** Something that happened where the bot is. */
export function eventActivity(world: World, scene: Scene, more: Partial<Activity> & { type: string }): Activity {
  const { entities: _, localTimestamp: __, localTimezone: ___, ...base } = frame(world, scene);
  return { ...base, ...more, channelData: { ...base.channelData, ...more.channelData } };
}
