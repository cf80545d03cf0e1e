import { accountKey } from '../rules/account.ts';
import { eq } from './drizzle.ts';
import type { Db } from './open.ts';
import { account, parting, person } from './schema.ts';

/** An account that left a person, whose name is `was`. */
export type Parting = { account: string; email: string | null; was: string };

/** A parting by its number; null when there is none. */
export async function getParting(db: Db, id: number): Promise<Parting | null> {
  const [row] = await db
    .select({ account, was: person.name })
    .from(parting)
    .innerJoin(account, eq(account.id, parting.accountId))
    .innerJoin(person, eq(person.id, parting.wasId))
    .where(eq(parting.id, id));
  return row ? { account: accountKey(row.account), email: row.account.email, was: row.was } : null;
}
