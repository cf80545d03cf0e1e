import type { Ref } from '../options.ts';
import type { ClientKey, ClientNews, Inside, InsideOf, Outcome, Snapshot, Spot, Told, UnreadIn } from './protocol.ts';

/** What a client says of itself while things happen in it. */
export type Hears = {
  /** News for each person, or none. */
  news(of: (as: string) => ClientNews['news'] | undefined): void;
  /** Something is unread that was not, or the other way round. */
  unread(): void;
  /** The bot was asked or called: what the drawer shows has grown, and the store may have something new to say. */
  traffic(): void;
  /** Somebody asked for a diff and got it. */
  diff(): void;
  /** So much is different that everybody is told everything. */
  anew(): void;
};

/** An announcement that arrived somewhere, and the keys of those who have looked at it. */
export type Arrived = { readonly told: Told; readonly seenBy: readonly string[] };

/** One chat client of the page on the server's side: a platform, as the people of the story see it. `as` is a person's key. */
export type Client = {
  readonly key: ClientKey;
  scene(as: string): Snapshot['clients'][ClientKey];
  unread(as: string): UnreadIn;
  /** Notes that somebody looked at a place, up to a post. False when they had seen it before. */
  see(as: string, place: string, post: string): boolean;
  /** Everybody has seen what the story left, but the news of others since then. */
  catchUp(since: Date): void;
  /** Does what the visitor asked for; what the platform would not allow is a problem in words. @throws ZodError */
  act(as: string, what: unknown): Promise<Outcome>;
  /** How a post or a form came about; everything that is remembered when neither is named. */
  inside(as: string, of?: InsideOf): Inside;
  /** The first post that spoke about a prompt after a moment, where reviewers look or where moves are announced. */
  spot(where: 'reviews' | 'announcements', prompt: string, since: Date): Spot | null;
  /** Whether somebody was having something done by the bot through this client at a moment. */
  did(as: string, at: Date): boolean;
  /** The post that this client's platform knows by a reference; null for another one's. */
  arrived(ref: Ref): Arrived | null;
  stop(): void;
};
