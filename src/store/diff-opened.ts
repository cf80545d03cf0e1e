import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** Notes that somebody has the whole content of a version before them, at each change of it that waits for a review. */
export async function noteOpened(
  db: Db,
  { now, ...of }: { promptId: number; versionId: number; personId: number; now: Date },
): Promise<void> {
  await opened(db, { ...of, now: now.toISOString() });
}

const opened = keptSql(sql`
  insert into diff_opened (change_id, person_id, at)
  select id, ${sql.placeholder('personId')}::int, ${sql.placeholder('now')}::timestamptz from change
  where prompt_id = ${sql.placeholder('promptId')}::int and version_id = ${sql.placeholder('versionId')}::int and review = 'open' and kind = 'proposal'
  on conflict do nothing`);
