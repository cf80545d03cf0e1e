import { HOUR } from '../rules/milliseconds.ts';
import { postKey } from '../rules/post-key.ts';
import { and, eq, gt, sql } from './drizzle.ts';
import type { PostJob } from './jobs.ts';
import type { Db } from './open.ts';
import { post } from './schema.ts';

// Platforms do not say when somebody leaves their page: it counts as open for an hour after the last visit.
const OPEN = HOUR;

/** The place of a person's own page, from their account `slack:T1/U1`. */
export const homePlace = (account: string): string => account.replace(':', '-home:');

/** Notes a visit, so that the page follows what changes from now on. */
export async function reopenHome(db: Db, home: { subject: string; place: string; now: Date }): Promise<void> {
  const key = postKey({ ...home, slot: 'card' });
  await db.update(post).set({ at: home.now }).where(eq(post.key, key));
}

/** Pages that somebody may be looking at. */
export async function openHomes(db: Db, now: Date): Promise<PostJob[]> {
  const since = new Date(now.getTime() - OPEN);
  return db
    .select({ subject: post.subject, place: post.placeId, slot: post.slot })
    .from(post)
    .where(and(sql`${post.subject} like 'home:%'`, gt(post.at, since)));
}
