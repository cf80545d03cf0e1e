import type { Changes } from './changes.ts';
import { newId } from './ids.ts';
import { normalise } from './normalise.ts';
import { pingsOf } from './pings.ts';
import type { SlackChannel, SlackMessage, SlackUser } from './records.ts';
import type { Block } from './wire.ts';

/** Who the app is in the workspace. */
export type Identity = {
  readonly teamId: string;
  readonly teamDomain: string;
  readonly teamName: string;
  readonly appId: string;
  readonly appName: string;
  readonly botId: string;
  readonly botUserId: string;
};

export type NewUser = Partial<Omit<SlackUser, 'id'>> & { id?: string };
export type NewChannel = {
  id?: string;
  name?: string;
  members?: readonly string[];
  archived?: boolean;
  private?: boolean;
};
type NewMessage = Pick<SlackMessage, 'channel' | 'user' | 'bot' | 'text' | 'thread_ts' | 'client_msg_id'> & {
  blocks?: readonly Block[];
  linkNames?: boolean;
};

export type State = ReturnType<typeof createState>;

/** The workspace: people, channels, messages and the messages only one person sees. */
export function createState(identity: Identity, changes: Changes, nextTs: () => string, record: boolean) {
  const users = new Map<string, SlackUser>();
  const channels = new Map<string, SlackChannel>();
  const messages = new Map<string, Map<string, SlackMessage>>();
  const tsByClientId = new Map<string, string>();
  let ephemerals: SlackMessage[] = [];

  function addUser(given: NewUser): SlackUser {
    const id = given.id ?? newId('U');
    const name = given.name ?? id.toLowerCase();
    const known: SlackUser = {
      realName: name,
      isBot: false,
      deleted: false,
      isRestricted: false,
      teamId: identity.teamId,
      tz: 'Europe/London',
      ...users.get(id),
      ...given,
      id,
      name,
    };
    users.set(id, known);
    changes.emit({ kind: 'user.changed', id });
    return known;
  }

  function addChannel(given: NewChannel): SlackChannel {
    const id = given.id ?? newId('C');
    const known: SlackChannel = {
      id,
      name: given.name ?? id.toLowerCase(),
      kind: given.private ? 'private' : 'public',
      members: given.members ?? [identity.botUserId, ...users.keys().filter((user) => user !== identity.botUserId)],
      archived: given.archived ?? false,
    };
    return putChannel(known);
  }

  function putChannel(channel: SlackChannel): SlackChannel {
    channels.set(channel.id, channel);
    changes.emit({ kind: 'channel.changed', id: channel.id });
    return channel;
  }

  /** The direct message between the bot and a person, made when it is not there yet. */
  function dmOf(user: string): SlackChannel {
    const known = channels.values().find((channel) => channel.user === user);
    if (known) return known;
    const members = [identity.botUserId, user];
    // The same for ever, as in Slack: whoever has learnt it may keep it, even when the workspace begins anew.
    const id = user.replace(/^./, 'D');
    return putChannel({ id, name: 'directmessage', kind: 'im', members, archived: false, user });
  }

  function post(given: NewMessage): SlackMessage {
    const message = build(given);
    const inChannel = messages.get(message.channel) ?? new Map<string, SlackMessage>();
    inChannel.set(message.ts, message);
    if (message.client_msg_id !== undefined)
      tsByClientId.set(`${message.channel} ${message.client_msg_id}`, message.ts);
    messages.set(message.channel, inChannel);
    changes.emit({ kind: 'message.posted', message });
    return message;
  }

  function build({ linkNames, blocks = [], ...given }: NewMessage): SlackMessage {
    return {
      ...given,
      ts: nextTs(),
      blocks: normalise(blocks),
      edits: 0,
      pings: pingsOf(given.text, blocks, linkNames),
    };
  }

  function edit(old: SlackMessage, text: string, blocks: readonly Block[], linkNames?: boolean): SlackMessage {
    const message: SlackMessage = {
      ...old,
      text,
      blocks: normalise(blocks),
      edits: old.edits + 1,
      edited: { user: old.user, ts: nextTs() },
      pings: pingsOf(text, blocks, linkNames),
    };
    messages.get(old.channel)?.set(old.ts, message);
    changes.emit({ kind: 'message.edited', message });
    return message;
  }

  function remove(message: SlackMessage): void {
    messages.get(message.channel)?.delete(message.ts);
    changes.emit({ kind: 'message.deleted', message });
  }

  function whisper(to: string, given: NewMessage): SlackMessage {
    const message: SlackMessage = { ...build(given), ephemeralTo: to };
    if (record) ephemerals.push(message);
    changes.emit({ kind: 'ephemeral.shown', message });
    return message;
  }

  function replaceEphemeral(old: SlackMessage, text: string, blocks: readonly Block[]): SlackMessage {
    const message: SlackMessage = {
      ...old,
      text,
      blocks: normalise(blocks),
      edits: old.edits + 1,
      pings: pingsOf(text, blocks),
    };
    ephemerals = ephemerals.map((known) => (known.ts === old.ts ? message : known));
    changes.emit({ kind: 'ephemeral.replaced', message });
    return message;
  }

  function removeEphemeral(message: SlackMessage): void {
    ephemerals = ephemerals.filter((known) => known.ts !== message.ts);
    changes.emit({ kind: 'ephemeral.removed', message });
  }

  return {
    users,
    channels,
    addUser,
    addChannel,
    putChannel,
    dmOf,
    post,
    edit,
    remove,
    whisper,
    replaceEphemeral,
    removeEphemeral,
    message: (channel: string, ts: string) => messages.get(channel)?.get(ts),
    /** The message a client has posted in this channel under this id before. */
    postedAs: (channel: string, clientId: string) =>
      messages.get(channel)?.get(tsByClientId.get(`${channel} ${clientId}`) ?? ''),
    /** All messages of a channel, oldest first, replies among them. */
    messagesIn: (channel: string): SlackMessage[] => [...(messages.get(channel)?.values() ?? [])],
    ephemeralsFor: (user: string): SlackMessage[] => ephemerals.filter((message) => message.ephemeralTo === user),
    ephemeral: (ts: string): SlackMessage | undefined => ephemerals.find((message) => message.ts === ts),
  };
}
