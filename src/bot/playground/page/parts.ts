import type { ComponentType } from 'react';
import type { Address } from './address.ts';
import type { Channel, Snapshot } from './shared.ts';

/** What the guide sends somebody to a conversation for: words to put into the field, a post to look at. */
export type Errand = { readonly draft?: string | undefined; readonly post?: string | undefined };

export type ConversationProps = {
  readonly snapshot: Snapshot;
  readonly channel: Channel;
  readonly tab: Address['tab'];
  /** Undefined again once `arrived` was called. */
  readonly errand: Errand | undefined;
  readonly arrived: () => void;
  /** The post whose thread is open beside it. */
  readonly openPost: string | undefined;
  readonly openTab: (tab: Address['tab']) => void;
  readonly back: () => void;
};

export type ThreadProps = {
  readonly snapshot: Snapshot;
  readonly channel: Channel;
  readonly post: string;
  readonly close: () => void;
};

/** What a client shows in the page: the conversation that is open, a post with its replies, and the form on top, if any. */
export type ClientParts = {
  readonly Conversation: ComponentType<ConversationProps>;
  readonly Thread: ComponentType<ThreadProps>;
  /** What the list of places calls its client and its two kinds of place. */
  readonly words: { readonly client: string; readonly channels: string; readonly direct: string };
  readonly Form: ComponentType<{ readonly snapshot: Snapshot }>;
};
