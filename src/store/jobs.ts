import { postKey } from '../rules/post-key.ts';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db, Store } from './open.ts';

/** One message to be sent: what it is about, where, and which of the messages about it. */
export type PostJob = { subject: string; place: string; slot: string };
/** What a transaction wants sent: `refresh` names subjects whose every copy is edited. */
export type SpreadJob = { posts: PostJob[]; refresh: string[] };

/**
 * Hands a transaction's deliveries to the queue, in the same transaction. It is one job, whatever its size: a
 * transaction with a job costs about four times one without, and each further job costs again.
 */
export async function enqueueSpread(db: Db, job: SpreadJob): Promise<void> {
  if (job.posts.length === 0 && job.refresh.length === 0) return;
  await addSpread(db, { job: JSON.stringify(job) });
}

const addSpread = keptSql(sql`
  select graphile_worker.add_job('spread', payload => ${sql.placeholder('job')}::json, priority => -1, max_attempts => 50)`);

/** Queues single posts, to be sent in this order where nothing else decides. Waiting ones of the same key become one. */
export async function enqueuePosts(db: Db, posts: readonly PostJob[]): Promise<void> {
  const byKey = new Map(posts.map((post) => [postKey(post), post]));
  if (byKey.size === 0) return;
  const jobs = [...byKey].map(([key, { subject, place, slot }], at) => ({
    key,
    at,
    payload: { subject, place, slot },
  }));
  // Two transactions that queue the same keys wait for each other: always in the order of the keys, never in a circle.
  await db.execute(sql`
    select graphile_worker.add_job('post', payload => job->'payload', job_key => job->>'key', max_attempts => 50,
      run_at => now() + (job->>'at')::int * interval '1 microsecond')
    from (select job from json_array_elements(${JSON.stringify(jobs)}::json) as given(job) order by job->>'key') as jobs`);
}

/** A job in the hands of a worker. `pool`: by whom it was locked. */
export type RunningJob = { id: string; pool: string; task: string; key: string | null; priority: number; max: number };

/**
 * Ends a job that is done. Only its owner may: a job that was taken over in the meantime, and may have been queued anew
 * with other news, stays.
 * @returns whether it was still ours
 */
export async function finishJob(db: Db, job: RunningJob): Promise<boolean> {
  // graphile-worker deletes by the number alone, which would also delete a job that has another owner by now.
  const rows = await db.execute(
    sql`delete from graphile_worker._private_jobs where id = ${job.id}::bigint and locked_by = ${job.pool} returning id`,
  );
  return rows.length > 0;
}

/**
 * Ends a job and queues it again after `ms`, at once. When another one of its key was queued in the meantime, that one
 * stands as it is: it has the later news.
 * @returns false when it was not ours any more and nothing was done
 */
export async function putOffJob(
  store: Pick<Store, 'background'>,
  job: RunningJob,
  payload: Record<string, unknown>,
  ms: number,
): Promise<boolean> {
  return store.background.transaction(async (db) => {
    if (!(await finishJob(db, job))) return false;
    // The database's clock decides when a job is due, so it is also the one that says when that is.
    await db.execute(sql`
      select graphile_worker.add_job(${job.task}, payload => ${JSON.stringify(payload)}::json, job_key => ${job.key},
        job_key_mode => 'unsafe_dedupe', priority => ${job.priority}::int, max_attempts => ${job.max}::int,
        run_at => now() + ${ms}::float8 * interval '1 millisecond')`);
    return true;
  });
}
