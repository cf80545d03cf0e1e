import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** The people who put words into what is in production of each of these use cases now, by their ids. */
export async function productionWriters(db: Db, useCaseIds: readonly number[]): Promise<Map<number, Set<number>>> {
  const found = new Map(useCaseIds.map((id) => [id, new Set<number>()]));
  for (const { useCase, person } of await writers(db, { ids: idList(useCaseIds) })) found.get(useCase)!.add(person);
  return found;
}

const writers = keptSql<{ useCase: number; person: number }>(sql`
  with live as (
    select p.use_case_id, l.version_id from prompt p join label l on l.prompt_id = p.id and l.name = 'production'
    where p.use_case_id = any(${sql.placeholder('ids')}::int[])
  ), wrote as (
    select use_case_id, v.created_by as id from live join version v on v.id = version_id
    union select use_case_id, c.author_id from live join change c using (version_id)
    union select use_case_id, a.person_id from live join change c using (version_id) join coauthor a on a.change_id = c.id
  )
  select distinct use_case_id as "useCase", coalesce(p.same_as, p.id) as person
  from wrote join person p on p.id = wrote.id`);
