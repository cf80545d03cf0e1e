import type { Running } from '../rules/closing.ts';
import type { UseCaseState } from '../rules/use-case.ts';
import { and, asc, inArray, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import type { Db } from './open.ts';
import { useCase } from './schema.ts';

/** A use case as the close of its cycles sees it. */
export type Closable = Running & { id: number; slug: string; state: UseCaseState };

/** Those whose cycles are closed. */
export const running = and(
  inArray(useCase.state, ['pilot', 'active', 'paused']),
  sql`${useCase.runningSince} is not null`,
);

const closable = (db: Db) =>
  db
    .select({
      id: useCase.id,
      slug: useCase.slug,
      state: useCase.state,
      unit: useCase.period,
      zone: useCase.timezone,
      closedThrough: useCase.closedThrough,
      runningSince: sql<Date>`${useCase.runningSince}`.mapWith(useCase.runningSince),
    })
    .from(useCase)
    .$dynamic();

/** Every use case whose cycles are closed: those that run, and those that are paused, so that late facts are still told. */
export const closableUseCases = (db: Db): Promise<Closable[]> => closable(db).where(running);

/**
 * Locks use cases to close their cycles, at most `most`; those that somebody else has locked are left out. What is read is
 * what stands once the lock is held.
 */
export const lockToClose = (db: Db, ids: readonly number[], most: number): Promise<Closable[]> =>
  closable(db)
    .where(and(sql`${useCase.id} = any(${idList(ids)}::int[])`, running))
    .orderBy(asc(useCase.id))
    .limit(most)
    .for('no key update', { skipLocked: true });
