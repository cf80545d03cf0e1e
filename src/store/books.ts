import { and, isNull, lt, or, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { useCase } from './schema.ts';

/**
 * Waits until nobody else writes facts of these use cases or closes a cycle of them, and keeps it so until the transaction
 * ends. To be called once in a transaction, with all of them, and before any fact is written; a row of `use_case` that is
 * to be locked as well is locked before.
 */
export async function holdBooks(db: Db, useCaseIds: Iterable<number>): Promise<void> {
  await hold(db, { ids: idList(new Set(useCaseIds)) });
}

const hold = keptSql(sql`select hold_books(${sql.placeholder('ids')}::int[])`);

/**
 * Closes the books of use cases up to a day, the last of a cycle. Whoever is writing facts has finished before, and whoever
 * comes later counts as late on the day after: so counts that are read afterwards in the same transaction are final.
 */
export async function closeBooks(db: Db, useCaseIds: readonly number[], through: string): Promise<void> {
  await holdBooks(db, useCaseIds);
  await db
    .update(useCase)
    .set({ closedThrough: through })
    .where(
      and(
        sql`${useCase.id} = any(${idList(useCaseIds)}::int[])`,
        or(isNull(useCase.closedThrough), lt(useCase.closedThrough, through)),
      ),
    );
}
