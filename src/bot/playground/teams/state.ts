import { randomUUID } from 'node:crypto';
import { teamsLimits } from '../../limits/teams.ts';
import type { Changes } from './changes.ts';
import { cardOf, feedbackOn, pingsOf } from './content.ts';
import { accountId, groupChatId, legacyId, messageIds, personalId, threadId } from './ids.ts';
import type { TeamsConversation, TeamsMessage, TeamsTeam, TeamsUser } from './records.ts';
import type { Activity, CardJson } from './wire.ts';

export type NewUser = Pick<TeamsUser, 'id' | 'name'> & Partial<Omit<TeamsUser, 'id' | 'name' | 'accountId'>>;
export type NewChannel = { id?: string; name: string; team?: string; members?: readonly string[]; bot?: boolean };
export type NewGroupChat = { id?: string; name?: string; members: readonly string[]; bot?: boolean };
export type NewMessage = Pick<TeamsMessage, 'conversation' | 'root' | 'from' | 'visibleTo'>;

export type State = ReturnType<typeof createState>;

/** The tenant: people, teams, conversations, messages and each person's own copies of cards. */
export function createState(appId: string, changes: Changes, now: () => number) {
  const nextId = messageIds(now);
  const users = new Map<string, TeamsUser>();
  const teams = new Map<string, TeamsTeam>();
  const conversations = new Map<string, TeamsConversation>();
  const messages = new Map<string, Map<string, TeamsMessage>>();
  const views = new Map<string, CardJson>();

  function addUser(given: NewUser): TeamsUser {
    const known = users.get(given.id);
    const user: TeamsUser = {
      userPrincipalName: given.email ?? `${given.id}@acme.example`,
      guest: false,
      deleted: false,
      ...known,
      ...given,
      accountId: accountId(appId, given.id),
    };
    users.set(user.id, user);
    if (!known) put({ id: personalId(appId, user.id), kind: 'personal', name: user.name, members: [user.id] });
    changes.emit({ kind: 'user.changed', id: user.id });
    return user;
  }

  function put(
    conversation: Pick<TeamsConversation, 'id' | 'kind' | 'name' | 'members'> & Partial<TeamsConversation>,
  ): TeamsConversation {
    const whole = { bot: true, dead: false, ...conversation };
    conversations.set(whole.id, whole);
    changes.emit({ kind: 'conversation.changed', id: whole.id });
    return whole;
  }

  function teamOf(name: string): TeamsTeam {
    const known = teams.values().find((team) => team.name === name);
    if (known) return known;
    const team = { id: threadId(), name, aadGroupId: randomUUID() };
    teams.set(team.id, team);
    return team;
  }

  function addChannel({ id = threadId(), name, team = 'Acme', members, bot = true }: NewChannel): TeamsConversation {
    const inside = members ?? [...users.keys()];
    return put({ id, kind: 'channel', name, team: teamOf(team).id, members: inside, bot });
  }

  const addGroupChat = ({ id = groupChatId(), name = '', members, bot = true }: NewGroupChat): TeamsConversation =>
    put({ id, kind: 'groupChat', name, members, bot });

  /** The person a bot means by `29:…` or by `aadObjectId`. */
  const userOf = (id: string): TeamsUser | undefined =>
    users.get(id) ?? users.values().find((user) => user.accountId === id);

  const contentOf = (activity: Activity) => ({
    text: activity.text ?? '',
    summary: activity.summary,
    card: cardOf(activity),
    feedback: feedbackOn(activity),
    pings: pingsOf(activity, userOf),
    activity,
  });

  /** Adds a message. `compose` makes what it says, once its id and the root of its thread are known. */
  function write(given: NewMessage, compose: (id: string, root: string | undefined) => Activity): TeamsMessage {
    const id = nextId();
    const { kind } = conversations.get(given.conversation) ?? {};
    const root = kind === 'channel' ? (given.root ?? id) : undefined;
    const activity = { ...compose(id, root), id };
    const message: TeamsMessage = {
      ...given,
      ...contentOf(activity),
      id,
      legacyId: legacyId(given.conversation, id),
      root,
      edits: 0,
    };
    const inside = messages.get(message.conversation) ?? new Map<string, TeamsMessage>();
    messages.set(message.conversation, inside.set(id, message));
    changes.emit({ kind: 'message.posted', message });
    return message;
  }

  function edit(old: TeamsMessage, activity: Activity): TeamsMessage {
    const message: TeamsMessage = { ...old, ...contentOf({ ...activity, id: old.id }), edits: old.edits + 1 };
    messages.get(old.conversation)?.set(old.id, message);
    forgetViews(old);
    changes.emit({ kind: 'message.edited', message });
    return message;
  }

  function remove(message: TeamsMessage): void {
    messages.get(message.conversation)?.delete(message.id);
    forgetViews(message);
    changes.emit({ kind: 'message.deleted', message });
  }

  /** A private message disappears after a day. */
  const there = ({ id, visibleTo }: TeamsMessage): boolean =>
    visibleTo === undefined || Number(id) + teamsLimits.targeted.visibleMs > now();

  const viewKey = (message: TeamsMessage, user: string) => `${message.conversation} ${message.id} ${user}`;

  function forgetViews(message: TeamsMessage): void {
    for (const key of views.keys()) if (key.startsWith(viewKey(message, ''))) views.delete(key);
  }

  /** From now on this person sees this card in place of everybody's. */
  function showTo(user: string, message: TeamsMessage, card: CardJson): void {
    views.set(viewKey(message, user), card);
    changes.emit({ kind: 'view.changed', message: seenBy(user, message), user });
  }

  function seenBy(user: string, message: TeamsMessage): TeamsMessage {
    const card = views.get(viewKey(message, user));
    return card === undefined ? message : { ...message, card };
  }

  return {
    users: users as ReadonlyMap<string, TeamsUser>,
    teams: teams as ReadonlyMap<string, TeamsTeam>,
    conversations: conversations as ReadonlyMap<string, TeamsConversation>,
    addUser,
    addChannel,
    addGroupChat,
    put,
    userOf,
    write,
    edit,
    remove,
    showTo,
    seenBy,
    personal: (user: string) => conversations.get(personalId(appId, user)),
    /** A message by its id, or by its older name. */
    message(conversation: string, id: string): TeamsMessage | undefined {
      const inside = messages.get(conversation);
      const found = inside?.get(id) ?? inside?.values().find(({ legacyId: older }) => older === id);
      return found && there(found) ? found : undefined;
    },
    /** All messages of a conversation, oldest first, replies and private ones among them. */
    messagesIn: (conversation: string): TeamsMessage[] =>
      [...(messages.get(conversation)?.values() ?? [])].filter(there),
  };
}
