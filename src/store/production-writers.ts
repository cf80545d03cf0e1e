import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { getPeople } from './people.ts';

/** The people who put words into what is in production of a use case now, by their ids. */
export async function productionWriters(db: Db, useCaseId: number): Promise<Set<number>> {
  const rows = await writers(db, { useCaseId });
  const people = await getPeople(
    db,
    rows.map((row) => row.id),
  );
  return new Set([...people.values()].map((one) => one.id));
}

const writers = keptSql<{ id: number }>(sql`
  with live as (
    select l.version_id as id from prompt p join label l on l.prompt_id = p.id and l.name = 'production'
    where p.use_case_id = ${sql.placeholder('useCaseId')}::int
  )
  select v.created_by as id from version v where v.id in (select id from live)
  union select c.author_id from change c where c.version_id in (select id from live)
  union select a.person_id from coauthor a join change c on c.id = a.change_id where c.version_id in (select id from live)`);
