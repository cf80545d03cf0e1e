import { type Mention, messageActivity, type Words } from './activities.ts';
import type { Delivery } from './delivery.ts';
import { botAccountId } from './ids.ts';
import type { BotAnswer, TeamsConversation, TeamsMessage, TeamsUser } from './records.ts';
import type { World } from './world.ts';

export type SayOptions = {
  /** Name the bot at the start. Default: yes, where it would not hear otherwise. */
  mention?: boolean;
  /** As a slash command: only the bot hears it, and only the person sees it. Not in 1:1 chats. */
  targeted?: boolean;
  /** Reply in the thread of that message, in a channel. */
  replyTo?: TeamsMessage | string;
  /** Further people (by either id) and channels that are named: `{0}`, `{1}` … in the text. */
  mentions?: readonly Mention[];
};

/** What came of writing. Without an answer the bot was not told. */
export type Said = { message: TeamsMessage; answer: BotAnswer | undefined };

/** The person, who can still act. */
export function personOf({ state }: World, id: string): TeamsUser {
  const user = state.users.get(id);
  if (!user) throw new Error(`there is no user ${id}`);
  if (user.deleted) throw new Error(`${id} was deleted and cannot act`);
  return user;
}

/** Where something is: a channel or group chat, or with a person's id their 1:1 chat with the bot. */
export function placeOf({ state }: World, where: string): TeamsConversation {
  const place = state.conversations.get(where) ?? state.personal(where);
  if (!place || place.dead) throw new Error(`there is no conversation ${where}`);
  return place;
}

/** The text with the mentions in place of `{0}`, `{1}` …; such a place without a mention is text like any other. */
const wordsOf = (text: string, mentions: readonly Mention[]): Words =>
  text.split(/(\{\d+\})/).map((piece) => mentions[Number(/^\{(\d+)\}$/.exec(piece)?.[1] ?? -1)] ?? piece);

/** How people write. Throws, and sends nothing, for what a client would not allow. */
export function createSaying(world: World, delivery: Delivery) {
  const { state, app } = world;

  return async function say(
    userId: string,
    where: string,
    text: string | Words,
    options: SayOptions = {},
  ): Promise<Said> {
    const user = personOf(world, userId);
    const conversation = placeOf(world, where);
    if (!conversation.members.includes(user.id)) throw new Error(`${userId} is not in ${conversation.id}`);
    const { targeted = false, replyTo, mentions = [] } = options;
    const alone = conversation.kind === 'personal';
    if (targeted && alone) throw new Error('a 1:1 chat has no targeted messages');
    if ((targeted || options.mention === true) && !conversation.bot) throw new Error(`the bot is not in ${where}`);
    const mention = options.mention ?? !(alone || targeted);
    const first = typeof replyTo === 'string' ? state.message(conversation.id, replyTo) : replyTo;
    const bot = { id: botAccountId(app.appId), name: app.name };
    // A person is named as the bot knows them.
    const named = (typeof text === 'string' ? wordsOf(text, mentions) : text).map((word) =>
      typeof word === 'string' ? word : { ...word, id: state.users.get(word.id)?.accountId ?? word.id },
    );
    const words = [...(mention ? [bot, ' '] : []), ...named];

    const visibleTo = targeted ? user.id : undefined;
    const draft = { conversation: conversation.id, root: first?.root, from: user.id, visibleTo };
    const message = state.write(draft, (id, root) =>
      messageActivity(
        world,
        { user, conversation, root },
        { id, words, targeted, replyTo: alone ? first?.id : undefined },
      ),
    );
    const heard = conversation.bot && (alone || targeted || mention);
    return { message, answer: heard ? await delivery.send(message.activity) : undefined };
  };
}
