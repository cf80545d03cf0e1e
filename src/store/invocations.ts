import { eq, lt, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { invocation } from './schema.ts';

/** Claims a delivery's id inside its transaction; false when it has already had its effect. */
export async function claimInvocation(db: Db, id: string, now: Date): Promise<boolean> {
  return (await claim(db, { id, at: now.toISOString() })).length > 0;
}

const claim = keptSql(sql`
  insert into invocation (id, at) values (${sql.placeholder('id')}, ${sql.placeholder('at')})
  on conflict do nothing returning id`);

/** What was answered to a delivery, and a digest of what it asked for. */
type KeptAnswer = { answer: unknown; asked: string | null };

/** Keeps the answer of a delivery, so that a repeat gets the same one. */
export async function keepAnswer(db: Db, id: string, kept: KeptAnswer): Promise<void> {
  await db.update(invocation).set({ answer: kept }).where(eq(invocation.id, id));
}

/** The answer that was kept for a delivery; null when it has had no effect yet, or none whose answer was kept. */
export async function keptAnswer(db: Db, id: string): Promise<KeptAnswer | null> {
  const [row] = await db.select({ answer: invocation.answer }).from(invocation).where(eq(invocation.id, id));
  return (row?.answer ?? null) as KeptAnswer | null;
}

/** Forgets deliveries older than a day: platforms repeat theirs within minutes. */
export async function forgetInvocations(db: Db, now: Date): Promise<void> {
  await db.delete(invocation).where(lt(invocation.at, sql`${now.toISOString()}::timestamptz - interval '1 day'`));
}
