import { eq, lt, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { invocation } from './schema.ts';

/** Claims a delivery's id inside its transaction; false when it has already had its effect. */
export async function claimInvocation(db: Db, id: string, now: Date): Promise<boolean> {
  const rows = await db
    .insert(invocation)
    .values({ id, at: now })
    .onConflictDoNothing()
    .returning({ id: invocation.id });
  return rows.length > 0;
}

/** Keeps the answer of a delivery, so that a repeat gets the same one. */
export async function keepAnswer(db: Db, id: string, answer: unknown): Promise<void> {
  await db.update(invocation).set({ answer }).where(eq(invocation.id, id));
}

export async function keptAnswer(db: Db, id: string): Promise<unknown> {
  const [row] = await db.select({ answer: invocation.answer }).from(invocation).where(eq(invocation.id, id));
  return row?.answer ?? null;
}

/** Forgets deliveries older than a day: platforms repeat theirs within minutes. */
export async function forgetInvocations(db: Db, now: Date): Promise<void> {
  await db.delete(invocation).where(lt(invocation.at, sql`${now.toISOString()}::timestamptz - interval '1 day'`));
}
