import { postKey } from '../rules/post-key.ts';
import { and, eq, inArray, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { place, post } from './schema.ts';

export type Post = typeof post.$inferSelect;

/** A post by its key; null when it has never begun. */
export async function findPost(db: Db, key: string): Promise<Post | null> {
  const [row] = await db.select().from(post).where(eq(post.key, key));
  return row ?? null;
}

/**
 * Notes that a post is about to be sent, before it is sent. Whoever asks for the copies of its subject from now on finds
 * it.
 * @returns `first` false when an earlier attempt has begun: then the post may be sent, gone, or of unknown outcome
 */
export async function beginPost(
  db: Db,
  made: { subject: string; place: string; slot: string; now: Date },
): Promise<{ first: boolean; post: Post }> {
  const key = postKey(made);
  const values = { key, subject: made.subject, placeId: made.place, slot: made.slot, at: made.now };
  const rows = await db
    .insert(post)
    .values({ ...values, state: 'sending' })
    .onConflictDoNothing()
    .returning();
  if (rows[0]) return { first: true, post: rows[0] };
  const known = await findPost(db, key);
  // Forgotten by another one between the two statements.
  return known ? { first: false, post: known } : beginPost(db, made);
}

/** A post that was noted and certainly not sent is as if it had never begun. */
export async function forgetPost(db: Db, key: string): Promise<void> {
  await db.delete(post).where(and(eq(post.key, key), eq(post.state, 'sending')));
}

/** Notes what became of a post. `digest` null: it is not known what the copy shows. */
export async function markPost(
  db: Db,
  key: string,
  set: { state: 'sent' | 'gone'; ref?: Record<string, string>; digest?: string | null },
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

/** The post in a place that its platform knows by one of these ids (`activity` of its reference). */
export async function postAt(db: Db, placeId: string, ids: readonly string[]): Promise<Post | null> {
  const known = sql`${post.ref}->>'activity'`;
  const [row] = await db
    .select()
    .from(post)
    .where(and(eq(post.placeId, placeId), inArray(known, [...ids])));
  return row ?? null;
}

/** Whether a place is known to take no posts. */
export async function isDead(db: Db, id: string): Promise<boolean> {
  const [row] = await db.select({ dead: place.deadSince }).from(place).where(eq(place.id, id));
  return row?.dead != null;
}

/** Those of these places that are not known to take no posts. */
export async function alive(db: Db, ids: readonly string[]): Promise<string[]> {
  const dead = await Promise.all(ids.map((id) => isDead(db, id)));
  return ids.filter((_, at) => !dead[at]);
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

/** What is known of a place; null when nothing was ever posted there. */
export async function getPlace(db: Db, id: string): Promise<typeof place.$inferSelect | null> {
  const [row] = await db.select().from(place).where(eq(place.id, id));
  return row ?? null;
}
