/** What the page and its server say to each other about Slack. Both sides import it, so it holds types alone. */
import type { Shortcut } from '../../options.ts';
import type { SlackMessage, SlackView } from '../../slack/records.ts';
import type { Block, StateValues } from '../../slack/wire.ts';
import type { Channel } from '../channel.ts';
import type { Face } from '../face.ts';

/** Somebody of the workspace. `key` is who it is of the story; unset for the bot. */
export type Member = Face & { readonly id: string; readonly key?: string };

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

/** Everything one person sees in Slack. */
export type SlackScene = {
  /** The person's id. */
  readonly me: string;
  readonly workspace: { readonly name: string };
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly views: readonly View[];
  readonly home: View | null;
  /** What this person had seen of each channel when the page was opened: a `ts`. */
  readonly seen: Readonly<Record<string, string>>;
  readonly shortcuts: readonly Shortcut[];
};

/** What changes in it while the page is open. */
export type SlackNews =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'gone'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'views'; readonly views: readonly View[] }
  | { readonly kind: 'home'; readonly home: View };

/** What may be entered in an element: text, an option's value, an id, a date; a list where several are taken. */
export type Entered = string | readonly string[] | null;
