import { hash } from 'node:crypto';
import { and, desc, eq, isNull } from './drizzle.ts';
import { announceToken } from './listen.ts';
import type { Db } from './open.ts';
import { token } from './schema.ts';

export const SCOPES = ['read', 'facts', 'commands'] as const;
export type Scope = (typeof SCOPES)[number];
export type Token = { id: number; name: string; scopes: string[]; personId: number; createdAt: Date };

/** What is kept of a token. */
export const hashToken = (secret: string): string => hash('sha256', secret);

const shown = {
  id: token.id,
  name: token.name,
  scopes: token.scopes,
  personId: token.personId,
  createdAt: token.createdAt,
};

export async function addToken(
  db: Db,
  made: { name: string; secret: string; scopes: string[]; personId: number; now: Date },
): Promise<number> {
  const [row] = await db
    .insert(token)
    .values({
      name: made.name,
      hash: hashToken(made.secret),
      scopes: made.scopes,
      personId: made.personId,
      createdAt: made.now,
    })
    .returning({ id: token.id });
  return row!.id;
}

/** The living token behind a hash. */
export async function findToken(db: Db, hash: string): Promise<Token | null> {
  const [row] = await db
    .select(shown)
    .from(token)
    .where(and(eq(token.hash, hash), isNull(token.revokedAt)));
  return row ?? null;
}

/** Living tokens, newest first. */
export async function listTokens(db: Db): Promise<Token[]> {
  return db.select(shown).from(token).where(isNull(token.revokedAt)).orderBy(desc(token.id));
}

/** Ends a token, in every process as soon as the transaction commits; null when there is no living one of that number. */
export async function revokeToken(db: Db, id: number, now: Date): Promise<Token | null> {
  const [row] = await db
    .update(token)
    .set({ revokedAt: now })
    .where(and(eq(token.id, id), isNull(token.revokedAt)))
    .returning(shown);
  if (row) await announceToken(db, row.id);
  return row ?? null;
}
