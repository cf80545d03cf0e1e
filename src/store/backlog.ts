import { sql } from './drizzle.ts';
import type { Db } from './open.ts';

/** What waits to be delivered. `late`: seconds since the longest-waiting job was due. */
export type Backlog = { waiting: number; failed: number; late: number };

/** Counts the queue's jobs: those that wait or run, and those that have been given up. */
export async function readBacklog(db: Db): Promise<Backlog> {
  const [row] = await db.execute(sql`
    select count(*) filter (where attempts < max_attempts)::int as waiting,
      count(*) filter (where attempts >= max_attempts and locked_at is null)::int as failed,
      coalesce(greatest(extract(epoch from now() - min(run_at) filter (where attempts < max_attempts)), 0), 0)::float as late
    from graphile_worker.jobs`);
  return row as unknown as Backlog;
}

/** Whether the database answers a question at all, within its statement timeout. */
export async function isReachable(db: Db): Promise<boolean> {
  try {
    await db.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
