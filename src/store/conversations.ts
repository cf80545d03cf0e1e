import { desc, eq, like } from './drizzle.ts';
import type { Db } from './open.ts';
import { conversation } from './schema.ts';

/** What a platform gave us to speak to a place unasked, such as a ConversationReference of Teams. */
type Reference = Record<string, unknown>;

/** Keeps what is needed to speak to a place; what was known of it is replaced. */
export async function rememberConversation(db: Db, placeId: string, reference: Reference, now: Date): Promise<void> {
  await db
    .insert(conversation)
    .values({ placeId, reference, at: now })
    .onConflictDoUpdate({ target: conversation.placeId, set: { reference, at: now } });
}

/** What is known of a place; null when nothing ever came from there. */
export async function findConversation(db: Db, placeId: string): Promise<Reference | null> {
  const [row] = await db.select().from(conversation).where(eq(conversation.placeId, placeId));
  return row?.reference ?? null;
}

/** Every place whose name begins like this, the one that was heard of last first. */
export async function listConversations(
  db: Db,
  prefix: string,
  limit: number,
): Promise<{ placeId: string; reference: Reference }[]> {
  return db
    .select({ placeId: conversation.placeId, reference: conversation.reference })
    .from(conversation)
    .where(like(conversation.placeId, `${prefix.replace(/[\\%_]/g, '\\$&')}%`))
    .orderBy(desc(conversation.at))
    .limit(limit);
}
