/** What the page and its server say to each other: both sides import it, so it holds types and names alone. */
import type { Shortcut, Verb } from '../options.ts';
import type { SlackMessage, SlackView } from '../slack/records.ts';
import type { Block, StateValues } from '../slack/wire.ts';

/** Somebody of the workspace, as the page shows them. */
export type Member = {
  readonly id: string;
  /** How the page's address names them; unset for the bot. */
  readonly key?: string;
  readonly name: string;
  readonly fullName: string;
  readonly role: string;
  readonly does: string;
  readonly initials: string;
  /** Which of the page's eight colours is theirs. */
  readonly hue: number;
  readonly bot: boolean;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly topic: string;
  readonly members: number;
};

/** A message as one person sees it. */
export type Message = Pick<SlackMessage, 'channel' | 'ts' | 'thread_ts' | 'user' | 'bot' | 'text' | 'edits'> & {
  readonly blocks: readonly Block[];
  readonly ephemeral: boolean;
  readonly mentionsMe: boolean;
};

export type View = Pick<
  SlackView,
  'id' | 'type' | 'callback_id' | 'hash' | 'title' | 'submit' | 'close' | 'blocks' | 'previous_view_id'
> & { readonly touched: StateValues };

/** `mentions` counts what is addressed to the person: mentions, direct messages, messages only they see. */
export type Unread = { readonly count: number; readonly mentions: number };
/** Person → channel → what they have not seen. Nothing is said of what is read. */
export type UnreadOf = Readonly<Record<string, Readonly<Record<string, Unread>>>>;

export const stepNames = ['submit', 'diff', 'approve', 'read', 'rollback', 'told'] as const;
export type StepName = (typeof stepNames)[number];

/** Where a message about the rollback arrived. */
export type Told = { readonly channel: string; readonly ts: string; readonly person?: string; readonly label: string };

export type Guide = {
  readonly done: readonly StepName[];
  /** The line that reads the released prompt; null while no token is known. */
  readonly curl: string | null;
  readonly told: readonly Told[];
};

/** Everything one person sees, at once. */
export type Snapshot = {
  readonly me: string;
  readonly workspace: { readonly name: string; readonly domain: string };
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly views: readonly View[];
  readonly home: View | null;
  readonly unread: UnreadOf;
  /** What this person had seen of each channel when the page was opened: a `ts`. */
  readonly seen: Readonly<Record<string, string>>;
  readonly guide: Guide;
  readonly verbs: readonly Verb[];
  readonly shortcuts: readonly Shortcut[];
  readonly prompts: readonly string[];
  /** False while the story is being played. */
  readonly ready: boolean;
};

/** What happens while the page is open, as one server-sent event each. */
export type News =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gone'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'views'; readonly views: readonly View[] }
  | { readonly kind: 'home'; readonly home: View }
  | { readonly kind: 'unread'; readonly unread: UnreadOf }
  | { readonly kind: 'guide'; readonly guide: Guide }
  | { readonly kind: 'prompts'; readonly prompts: readonly string[] }
  | { readonly kind: 'traffic' };

/** What may be entered in an element: text, an option's value, an id, a date; a list where several are taken. */
export type Entered = string | readonly string[] | null;

/** What came of an act. */
export type Outcome =
  | { readonly ok: true }
  /** A form was not taken: a sentence for each block that is wrong. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** One thing that went between the platform and the bot. */
export type Exchange = {
  readonly id: number;
  /** `sent`: the platform asked the bot; `called`: the bot asked the platform. */
  readonly way: 'sent' | 'called';
  /** `slash_command`, `block_actions`, `chat.postMessage` … */
  readonly name: string;
  /** One line: what was typed, pressed, or who it was for. */
  readonly about: string;
  readonly at: number;
  readonly ms: number;
  /** `200`, `ok`, or Slack's word for what went wrong. */
  readonly status: string;
  readonly failed: boolean;
  readonly given: unknown;
  readonly answer: unknown;
};

/** What the drawer shows: the exchanges, oldest first, and the message or view itself. */
export type Inside = { readonly exchanges: readonly Exchange[]; readonly source: unknown };
