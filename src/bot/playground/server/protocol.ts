/** What the page and its server say to each other: both sides import it, so it holds types and names alone. */
import type { Verb } from '../options.ts';
import type { Person } from './face.ts';
import type { SlackNews, SlackScene } from './slack/protocol.ts';
import type { TeamsNews, TeamsScene } from './teams/protocol.ts';

/** The chat clients of the page, in the order of its list. Places, posts and forms are named as each client names them. */
export const clientKeys = ['slack', 'teams'] as const;
export type ClientKey = (typeof clientKeys)[number];

/** `mentions` counts what is addressed to the person: mentions, direct messages, messages only they see. */
export type Unread = { readonly count: number; readonly mentions: number };
/** Place → what was not seen there. Nothing is said of what is read. */
export type UnreadIn = Readonly<Record<string, Unread>>;
/** Person → client → what they have not seen in it. */
export type UnreadOf = Readonly<Record<string, Readonly<Record<ClientKey, UnreadIn>>>>;

export const stepNames = ['submit', 'diff', 'approve', 'read', 'rollback', 'told', 'across', 'heard'] as const;
export type StepName = (typeof stepNames)[number];

/** Where something stands. */
export type Spot = { readonly client: ClientKey; readonly place: string; readonly post: string };

/** Where a message arrived: with a person, or in a channel. */
export type Told = Spot & { readonly person?: string; readonly label: string };

export type Guide = {
  readonly done: readonly StepName[];
  /** The line that reads the released prompt; null while no token is known. */
  readonly curl: string | null;
  /** The visitor's own change as reviewers see it, and what announced its release: there the next steps are done. */
  readonly change: Spot | null;
  readonly release: Spot | null;
  /** The visitor's newest change, while it waits, in a client that it was not submitted in. */
  readonly across: Spot | null;
  readonly told: readonly Told[];
  /** Who said last what was wrong with an answer, by key. */
  readonly complainer: string | null;
  /** The private message that says what somebody's feedback led to. */
  readonly heard: Told | null;
};

/** Everything one person sees, at once. */
export type Snapshot = {
  /** The key of the person. */
  readonly me: string;
  readonly people: readonly Person[];
  /** Each has at least a workspace with a name, and channels: the list shows them. */
  readonly clients: { readonly slack: SlackScene; readonly teams: TeamsScene };
  readonly unread: UnreadOf;
  readonly guide: Guide;
  readonly verbs: readonly Verb[];
  readonly prompts: readonly string[];
  /** How far the clock of the story is ahead of that of this computer, in milliseconds: more than 0 once somebody jumped. */
  readonly ahead: number;
  /** False while the story is being played. */
  readonly ready: boolean;
};

/** What happens in a client. */
export type ClientNews =
  | { readonly client: 'slack'; readonly news: SlackNews }
  | { readonly client: 'teams'; readonly news: TeamsNews };

/** What happens while the page is open, as one server-sent event each. */
export type News =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | ({ readonly kind: 'client' } & ClientNews)
  | { readonly kind: 'unread'; readonly unread: UnreadOf }
  | { readonly kind: 'guide'; readonly guide: Guide }
  | { readonly kind: 'prompts'; readonly prompts: readonly string[] }
  | { readonly kind: 'traffic' };

/** What came of an act. */
export type Outcome =
  /** `toast`: what the bot said to whoever did it, in passing. */
  | { readonly ok: true; readonly toast?: string }
  /** A form was not taken: a sentence for each block that is wrong. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: string };

/** A post or a form of a client, of which somebody wants to know how it came about. */
export type InsideOf = { readonly client: ClientKey } & (
  | { readonly place: string; readonly post: string }
  | { readonly form: string }
);

/** One thing that went between a platform and the bot. */
export type Exchange = {
  readonly client: ClientKey;
  readonly id: number;
  /** `sent`: the platform asked the bot; `called`: the bot asked the platform. */
  readonly way: 'sent' | 'called';
  /** `slash_command`, `block_actions`, `chat.postMessage` … */
  readonly name: string;
  /** One line: what was typed, pressed, or who it was for. */
  readonly about: string;
  readonly at: number;
  readonly ms: number;
  /** `200`, `ok`, or the platform's word for what went wrong. */
  readonly status: string;
  readonly failed: boolean;
  readonly given: unknown;
  readonly answer: unknown;
};

/** What the drawer shows: the exchanges, oldest first, and the message or view itself. */
export type Inside = { readonly exchanges: readonly Exchange[]; readonly source: unknown };
