import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './drizzle.ts';
import { LOCK_SEED } from './line.ts';
import type { Store } from './open.ts';

type Log = Record<'warn' | 'error', (facts: Record<string, unknown>, message: string) => void>;
type Background = Store['background'];

/** `pools`: the ids that were found dead. `over`: jobs that had been run too often; they are deleted. */
type Reaped = { pools: string[]; over: { task: string; payload: Record<string, unknown> }[] };

/**
 * Frees the jobs of workers that are no more: every living pool of workers holds a lock under its own id, so a job
 * locked by an id whose lock is free has lost its worker.
 */
export async function reap(background: Pick<Background, 'transaction'>): Promise<Reaped> {
  return background.transaction(async (db) => {
    // The lock taken to see that it is free is held until the jobs are freed, so of several reapers one does it.
    const dead = await db.execute(sql`
      with owners as materialized (select distinct locked_by as pool from graphile_worker.jobs where locked_by is not null)
      select pool from owners where pg_try_advisory_xact_lock(hashtextextended(pool, ${LOCK_SEED}))`);
    const names = dead.map((row) => sql`${row.pool}`);
    const pools = sql`array[${sql.join(names, sql`, `)}]::text[]`;
    const over = await db.execute(sql`
      delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
      where task.id = job.task_id and job.attempts >= job.max_attempts
        and (job.locked_by is null or job.locked_by = any(${pools}))
      returning task.identifier as task, job.key, job.payload`);
    if (dead.length > 0) await db.execute(sql`select graphile_worker.force_unlock_workers(${pools})`);
    return {
      pools: dead.map((row) => String(row.pool)),
      // One that was queued again while it ran has lost its key, and counts as run too often: nothing is lost with it.
      over: over
        .filter((row) => row.task !== 'post' || row.key !== null)
        .map((row) => ({ task: String(row.task), payload: row.payload as Record<string, unknown> })),
    };
  });
}

/** `spare`: for so many milliseconds nobody is taken for dead. */
type Reaper = { spare(ms: number): void; stop(): Promise<void> };

/** Reaps about every 0.7 seconds until it is stopped. A database that does not answer is asked again. */
export function startReaper(background: Pick<Background, 'transaction'>, log: Log): Reaper {
  const stopping = new AbortController();
  let from = 0;
  const pause = () =>
    sleep(500 + Math.random() * 400, undefined, { ref: false, signal: stopping.signal }).catch(() => {});
  const reaping = (async () => {
    for (await pause(); !stopping.signal.aborted; await pause()) {
      if (performance.now() < from) continue;
      // Whether the database answers is told by the workers; here it would be told twice a second.
      const { pools, over } = await reap(background).catch(() => ({ pools: [], over: [] }));
      if (pools.length > 0) log.warn({ pools }, 'workers are gone: their jobs are taken over');
      for (const { task, payload } of over)
        log.error({ task, ...payload }, 'job given up: it was interrupted too often');
    }
  })();
  return {
    spare: (ms) => {
      from = performance.now() + ms;
    },
    stop: async () => {
      stopping.abort();
      await Promise.race([reaping, sleep(1_000, undefined, { ref: false })]);
    },
  };
}
