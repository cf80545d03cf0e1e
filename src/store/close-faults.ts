import { running } from './closings.ts';
import { eq, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import type { Db } from './open.ts';
import { closeFault, useCase } from './schema.ts';

/** That a close failed. `alone`: of this use case by itself, so that the fault is its own. */
export type CloseFault = { alone: boolean; at: Date };

/** The use cases whose cycles could not be closed when that was tried last. */
export async function closeFaults(db: Db): Promise<Map<number, CloseFault>> {
  const rows = await db
    .select({ id: closeFault.useCaseId, alone: closeFault.alone, at: closeFault.at })
    .from(closeFault)
    .innerJoin(useCase, eq(useCase.id, closeFault.useCaseId))
    .where(running);
  return new Map(rows.map(({ id, ...fault }) => [id, fault]));
}

/** The use cases whose cycles cannot be closed, each tried by itself, by their numbers. */
export async function unclosedUseCases(db: Db): Promise<ReadonlySet<number>> {
  return new Set([...(await closeFaults(db))].flatMap(([id, { alone }]) => (alone ? id : [])));
}

/** Notes that the close of these use cases failed; of one, that the fault is its own. */
export async function noteCloseFaults(db: Db, useCaseIds: readonly number[], at: Date): Promise<void> {
  const alone = useCaseIds.length === 1;
  await db
    .insert(closeFault)
    .values(useCaseIds.map((useCaseId) => ({ useCaseId, alone, at })))
    .onConflictDoUpdate({
      target: closeFault.useCaseId,
      set: { alone: sql`${closeFault.alone} or excluded.alone`, at },
    });
}

/** What was closed has no fault any more. */
export async function forgetCloseFaults(db: Db, useCaseIds: readonly number[]): Promise<void> {
  await db.delete(closeFault).where(sql`${closeFault.useCaseId} = any(${idList(useCaseIds)}::int[])`);
}
