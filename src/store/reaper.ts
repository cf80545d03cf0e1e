import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './drizzle.ts';
import { LOCK_SEED } from './line.ts';
import type { Db } from './open.ts';

type Log = Record<'warn', (facts: Record<string, unknown>, message: string) => void>;

/**
 * Frees the jobs of workers that are no more: every living pool of workers holds a lock under its own id, so a job
 * locked by an id whose lock is free has lost its worker.
 * @returns the ids that were found dead, with the number of their jobs
 */
export async function reap(db: Db): Promise<{ pool: string; jobs: number }[]> {
  // In one statement: the lock taken to see that it is free is held until the jobs are freed, so of several reapers
  // one does it.
  const rows = await db.execute(sql`
    with owners as materialized (
      select locked_by as pool, count(*)::int as jobs from graphile_worker.jobs where locked_by is not null group by 1
    ), dead as materialized (
      select pool, jobs from owners where pg_try_advisory_xact_lock(hashtextextended(pool, ${LOCK_SEED}))
    ), freed as materialized (
      select graphile_worker.force_unlock_workers(array(select pool from dead)) where exists (select from dead)
    )
    select pool, jobs from dead left join freed on true`);
  return rows.map((row) => ({ pool: String(row.pool), jobs: Number(row.jobs) }));
}

/** Reaps about every 0.7 seconds until it is stopped. A database that does not answer is asked again. */
export function startReaper(db: Db, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const pause = () =>
    sleep(500 + Math.random() * 400, undefined, { ref: false, signal: stopping.signal }).catch(() => {});
  const reaping = (async () => {
    for (await pause(); !stopping.signal.aborted; await pause()) {
      // Whether the database answers is told by the workers; here it would be told twice a second.
      const dead = await reap(db).catch(() => []);
      for (const each of dead) log.warn(each, 'a pool of workers is gone: its jobs are taken over');
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await Promise.race([reaping, sleep(1_000, undefined, { ref: false })]);
    },
  };
}
