/** What the page and its server say to each other about Teams. Both sides import it, so it holds types alone. */
import type { TeamsMessage } from '../../teams/records.ts';
import type { CardJson } from '../../teams/wire.ts';
import type { Channel } from '../channel.ts';
import type { Face } from '../face.ts';

/** Somebody of the organisation. `key` is who it is of the story; unset for the bot. */
export type Member = Face & { readonly id: string; readonly key?: string };

/** A message as one person sees it. */
export type Post = Pick<TeamsMessage, 'id' | 'from' | 'text' | 'edits'> & {
  readonly place: string;
  /** The post it replies to. */
  readonly replyTo?: string;
  readonly card: CardJson | null;
  /** Teams shows thumbs of its own below it. */
  readonly thumbs: boolean;
  /** Nobody else sees it. */
  readonly private: boolean;
  readonly mentionsMe: boolean;
};

/** What one person has open over the chat. */
export type Dialog = {
  readonly id: string;
  readonly title: string;
  readonly card: CardJson | null;
  /** A closing word in place of a card. */
  readonly text: string;
};

/** Everything one person sees in Teams. */
export type TeamsScene = {
  /** The person's id. */
  readonly me: string;
  readonly workspace: { readonly name: string };
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly posts: readonly Post[];
  readonly dialog: Dialog | null;
  /** What this person had seen of each place when the page was opened: the id of a post. */
  readonly seen: Readonly<Record<string, string>>;
};

/** What changes in it while the page is open. */
export type TeamsNews =
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'gone'; readonly place: string; readonly id: string }
  | { readonly kind: 'dialog'; readonly dialog: Dialog | null };
