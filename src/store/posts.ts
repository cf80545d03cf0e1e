import { and, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { place, post } from './schema.ts';

export type Post = typeof post.$inferSelect;
export const postKey = (p: { subject: string; place: string; slot: string }) => `${p.subject}|${p.place}|${p.slot}`;

/** Holds one post for the length of the transaction, so that two deliveries of it never run beside each other. */
export async function holdPost(db: Db, key: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7))`);
}

export async function findPost(db: Db, key: string): Promise<Post | null> {
  const [row] = await db.select().from(post).where(eq(post.key, key));
  return row ?? null;
}

/**
 * Notes that a post is about to be sent, before it is sent.
 * @returns true when it is the first attempt; false when an earlier one has begun and its outcome is not known
 */
export async function beginPost(
  db: Db,
  made: { key: string; subject: string; place: string; slot: string; now: Date },
): Promise<boolean> {
  const rows = await db
    .insert(post)
    .values({
      key: made.key,
      subject: made.subject,
      placeId: made.place,
      slot: made.slot,
      state: 'sending',
      at: made.now,
    })
    .onConflictDoNothing()
    .returning({ key: post.key });
  return rows.length > 0;
}

export async function markPost(
  db: Db,
  key: string,
  set: { state: 'sent' | 'gone'; ref?: Record<string, string>; digest?: string },
): Promise<void> {
  await db.update(post).set(set).where(eq(post.key, key));
}

/** Every copy of a subject's card that was posted or is being posted. */
export async function copiesOf(db: Db, subject: string): Promise<{ place: string; slot: string }[]> {
  return db
    .select({ place: post.placeId, slot: post.slot })
    .from(post)
    .where(and(eq(post.subject, subject), sql`${post.state} <> 'gone'`));
}

/** Whether a place is known to take no posts. */
export async function isDead(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select({ dead: place.deadSince }).from(place).where(eq(place.id, id));
  return row?.dead != null;
}

/** Marks a place as dead; true when it was alive until now. */
export async function killPlace(db: Db, id: string, why: string, now: Date): Promise<boolean> {
  await db.insert(place).values({ id }).onConflictDoNothing();
  const rows = await db
    .update(place)
    .set({ deadSince: now, deadWhy: why })
    .where(and(eq(place.id, id), sql`${place.deadSince} is null`))
    .returning({ id: place.id });
  return rows.length > 0;
}

/** A place that works again, for instance because somebody just spoke to the bot there. */
export async function revivePlace(db: Db, id: string): Promise<void> {
  await db.update(place).set({ deadSince: null, deadWhy: null }).where(eq(place.id, id));
}

export async function getPlace(db: Db, id: string): Promise<typeof place.$inferSelect | null> {
  const [row] = await db.select().from(place).where(eq(place.id, id));
  return row ?? null;
}
