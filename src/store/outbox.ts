import { postKey } from '../rules/post-key.ts';
import { openHomes } from './homes.ts';
import { enqueuePosts, type PostJob, type SpreadJob } from './jobs.ts';
import type { Db, Store } from './open.ts';
import { ownersPlace } from './owners-place.ts';
import { beginPost, copiesOf, findPost, forgetPost, isDead, killPlace, markPost, type Post } from './posts.ts';

/** What deliveries remember: which copies there are, and which places take none. */
export type Outbox = {
  /** For deriving a text from the state. */
  db: Db;
  /** Queues one post for each message, for each copy of what was changed, and for each page that is open. */
  spread(job: SpreadJob, now: Date): Promise<void>;
  /** Notes that a post is about to be sent. `first` false: an earlier attempt has begun. */
  begin(job: PostJob, now: Date): Promise<{ first: boolean; post: Post }>;
  find(job: PostJob): Promise<Post | null>;
  /** A post that was noted and certainly not sent is as if it had never begun. */
  forget(job: PostJob): Promise<void>;
  mark(job: PostJob, set: Parameters<typeof markPost>[2]): Promise<void>;
  isDead(place: string): Promise<boolean>;
  /**
   * Marks a job's place as dead and queues the news for the owner of its prompt.
   * @returns where the owner is told, if anywhere; null when the place was known to be dead
   */
  bury(job: PostJob, why: string, now: Date): Promise<{ told: string | null } | null>;
};

/** The outbox of a store, on the connections that may wait longer than people. */
export function openOutbox(store: Pick<Store, 'background'>): Outbox {
  const { db, transaction } = store.background;
  return {
    db,
    spread: (job, now) =>
      transaction(async (tx) => {
        const posts = [...job.posts];
        for (const subject of new Set(job.refresh)) {
          for (const copy of await copiesOf(tx, subject)) posts.push({ subject, ...copy });
        }
        posts.push(...(await openHomes(tx, now)));
        await enqueuePosts(tx, posts);
      }),
    begin: ({ subject, place, slot }, now) => beginPost(db, { subject, place, slot, now }),
    find: (job) => findPost(db, postKey(job)),
    forget: (job) => forgetPost(db, postKey(job)),
    mark: (job, set) => markPost(db, postKey(job), set),
    isDead: (place) => isDead(db, place),
    bury: (job, why, now) =>
      transaction(async (tx) => {
        if (!(await killPlace(tx, job.place, why, now))) return null;
        const told = await ownersPlace(tx, job.subject);
        const slot = `dm:dead-${now.getTime()}`;
        if (told) await enqueuePosts(tx, [{ subject: `place:${job.place}`, place: told, slot }]);
        return { told };
      }),
  };
}
