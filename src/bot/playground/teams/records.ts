import type { Heard, Posting } from '../platform/http-door.ts';
import type { Activity, CardJson } from './wire.ts';

/** A person of the tenant, named by their `aadObjectId`. */
export type TeamsUser = {
  readonly id: string;
  readonly name: string;
  readonly email?: string | undefined;
  readonly userPrincipalName: string;
  /** From another tenant. */
  readonly guest: boolean;
  /** Gone from the tenant. */
  readonly deleted: boolean;
  /** How this bot is told of them: `29:…`. */
  readonly accountId: string;
};

export type TeamsTeam = { readonly id: string; readonly name: string; readonly aadGroupId: string };

export type TeamsConversation = {
  /** `19:…` of a channel or group chat, `a:…` of a 1:1 chat; never with `;messageid=`. */
  readonly id: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly name: string;
  /** The team's id, of a channel. */
  readonly team?: string | undefined;
  /** People, by `aadObjectId`. */
  readonly members: readonly string[];
  /** The app is installed there. */
  readonly bot: boolean;
  /** Deleted, or the team is gone. */
  readonly dead: boolean;
};

/** A message as it is now. An edit makes a new object, so that a kept one is an honest stale copy. */
export type TeamsMessage = {
  readonly id: string;
  /** Teams' older name for it, which is good for the same. */
  readonly legacyId: string;
  /** The conversation's id, without `;messageid=`. */
  readonly conversation: string;
  /** The message that started the thread, in a channel; of that message its own id. */
  readonly root?: string | undefined;
  /** `aadObjectId`, or `bot`. */
  readonly from: string;
  readonly text: string;
  readonly summary?: string | undefined;
  /** The first Adaptive Card, as the person asked for sees it. */
  readonly card?: CardJson | undefined;
  /** What the bot sent last, whole. Of a person's message: what the bot was told. */
  readonly activity: Activity;
  /** The only person who sees it. Unset: everybody there does. */
  readonly visibleTo?: string | undefined;
  readonly edits: number;
  /** The bot asked for thumbs below it. */
  readonly feedback: 'default' | 'custom' | undefined;
  /** Who is notified by a mention, by `aadObjectId`. */
  readonly pings: readonly string[];
};

/** What one person has open over the chat. */
export type TeamsDialog = {
  readonly id: string;
  readonly user: string;
  readonly conversation: string;
  /** The message whose button opened it. */
  readonly message: string;
  /** It was a thumb that opened it: what is sent closes it. */
  readonly reaction?: 'like' | 'dislike' | undefined;
  readonly title: string;
  readonly card?: CardJson | undefined;
  /** A closing word in place of a card: nothing can be pressed any more. */
  readonly text?: string | undefined;
};

/** What the bot answered to one activity; `error` is what the person sees when that was nothing of use. */
export type BotAnswer = Heard & { readonly error?: string };

/** One connector call of the bot, or one for a token. */
export type Call = {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Undefined when the platform did not answer. */
  readonly status: number | undefined;
  readonly response: unknown;
  readonly ms: number;
  /** Milliseconds since 1970, when the call arrived. */
  readonly at: number;
  /** An injected fault decided the answer. */
  readonly faulty: boolean;
};

/** One activity that was sent to the bot. */
export type SentActivity = {
  readonly activity: Activity;
  /** The exact bytes and headers, for a replay. */
  readonly raw: Posting;
  readonly answer: BotAnswer;
  readonly at: number;
};

/** Something Teams would accept, or fail at without a word, and the house would not. */
export type Finding = {
  readonly kind: 'bad_answer' | 'no_summary' | 'no_fallback' | 'text_input_in_message' | 'large_card' | 'large_message';
  /** The connector's operation, or the invoke that was answered. */
  readonly operation: string;
  readonly detail: string;
};
