import { and, asc, desc, eq, inArray, lte } from './drizzle.ts';
import type { Db } from './open.ts';
import { change, prompt } from './schema.ts';

const undecided = inArray(change.review, ['open', 'changes_requested', 'stale']);

/** Ids of changes that still wait for somebody; oldest first. */
export async function pendingChanges(db: Db): Promise<number[]> {
  const rows = await db.select({ id: change.id }).from(change).where(undecided).orderBy(asc(change.id));
  return rows.map((row) => row.id);
}

/** Ids of the changes of a use case that still wait for somebody; oldest first. */
export async function pendingIn(db: Db, useCaseId: number): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .innerJoin(prompt, eq(prompt.id, change.promptId))
    .where(and(undecided, eq(prompt.useCaseId, useCaseId)))
    .orderBy(asc(change.id));
  return rows.map((row) => row.id);
}

/** Ids of changes whose time has run out, at most `limit`. */
export async function overdueChanges(db: Db, now: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(and(undecided, lte(change.expiresAt, now)))
    .orderBy(asc(change.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Numbers of all changes of a prompt, newest first. */
export async function changesOfPrompt(db: Db, promptId: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(eq(change.promptId, promptId))
    .orderBy(desc(change.id))
    .limit(limit);
  return rows.map((row) => row.id);
}
