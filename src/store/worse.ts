import { eq } from './drizzle.ts';
import type { Db } from './open.ts';
import { version, worse } from './schema.ts';

/** That a version was found to be liked less than another; null when it was not. */
export async function findWorse(db: Db, versionId: number): Promise<{ promptId: number; thanId: number } | null> {
  const [row] = await db
    .select({ promptId: version.promptId, thanId: worse.thanId })
    .from(worse)
    .innerJoin(version, eq(version.id, worse.versionId))
    .where(eq(worse.versionId, versionId));
  return row ?? null;
}
