import { sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { postKey } from './posts.ts';

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
  await db.execute(
    sql`select graphile_worker.add_job('spread', payload => ${JSON.stringify(job)}::json, priority => -1)`,
  );
}

/** Queues single posts. Waiting ones of the same key become one; `runAt` puts them off. */
export async function enqueuePosts(db: Db, posts: readonly PostJob[], runAt?: Date): Promise<void> {
  for (const post of posts) {
    await db.execute(
      sql`select graphile_worker.add_job('post', payload => ${JSON.stringify(post)}::json, job_key => ${postKey(post)}, job_key_mode => 'replace', max_attempts => 50, run_at => ${(runAt ?? null)?.toISOString() ?? null}::timestamptz)`,
    );
  }
}
