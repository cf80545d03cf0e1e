import { createHash } from 'node:crypto';
import type { Card } from '../commands/kit/card.ts';

/** Where a platform keeps a posted copy; on Slack `{ channel, ts }`. */
export type Ref = Record<string, string>;

export type How = {
  /** The same for every attempt to post this copy, for platforms that recognise a repetition by it. */
  key: string;
  /** The copy to reply under. */
  under?: Ref;
  /** A message of somebody else to reply to, as the platform calls it there. */
  beneath?: string;
  /** An earlier attempt has begun and its outcome is not known: the copy may be there already. */
  repeated: boolean;
};

/**
 * A platform, as deliveries see it. Both sending functions throw `DeadPlace`, `PostGone` or `Busy` where they can tell,
 * `NotSent` when the platform certainly did not take it, and anything else when the outcome is not known. They end by
 * themselves within half a minute.
 */
export type Poster = {
  /** Posts a copy in a place (`slack:T1/C2`, or `slack:T1/U1` for direct messages). `PostGone` means that what it replies to is gone. */
  post(place: string, card: Card, how: How): Promise<Ref>;
  /** Edits a posted copy. `PostGone` means somebody deleted it. */
  update(ref: Ref, card: Card): Promise<void>;
  /** A digest of what would be sent, so that an edit without a difference is not sent. */
  digest(card: Card): string;
};

/** What a poster's digest is made with. @param payload what would be sent */
export const digestOf = (payload: unknown): string =>
  createHash('sha256').update(JSON.stringify(payload)).digest('base64url');

/** The place takes no posts any more: archived, bot removed, token revoked. `why` is shown to people. */
export class DeadPlace extends Error {
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.name = 'DeadPlace';
    this.why = why;
  }
}

/** The copy was deleted by somebody. It is not posted again. */
export class PostGone extends Error {
  override name = 'PostGone';
}

/** The platform asks to be left alone for so many seconds. */
export class Busy extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`busy for ${seconds} s`);
    this.name = 'Busy';
    this.seconds = seconds;
  }
}

/** The platform certainly did not take it: a later attempt is a first one. */
export class NotSent extends Error {
  override name = 'NotSent';
}
