import { sql } from './drizzle.ts';
import type { Db } from './open.ts';

/**
 * Two people turn out to be one: whatever `from` holds, wrote or made belongs to `to` from now on, so that no rule that
 * compares people takes them for two. What is append-only keeps the name it was written under. A prompt whose owner and
 * deputy would become the same person stays as it is.
 */
export async function adopt(db: Db, from: number, to: number): Promise<void> {
  // Every write about a prompt takes its lock first; always in one order.
  await db.execute(sql`
    select id from prompt
    where owner_id = ${from} or deputy_id = ${from} or policy->'required' @> to_jsonb(${from}::int)
      or id in (select prompt_id from member where person_id = ${from})
      or id in (select c.prompt_id from change c join coauthor w on w.change_id = c.id where w.person_id = ${from})
    order by id for update`);
  await db.execute(sql`update prompt set owner_id = ${to} where owner_id = ${from} and deputy_id <> ${to}`);
  await db.execute(sql`update prompt set deputy_id = ${to} where deputy_id = ${from} and owner_id <> ${to}`);
  await db.execute(sql`
    insert into member (prompt_id, role, person_id)
    select prompt_id, role, ${to}::int from member where person_id = ${from} on conflict do nothing`);
  await db.execute(sql`delete from member where person_id = ${from}`);
  await db.execute(sql`
    insert into coauthor (change_id, person_id)
    select change_id, ${to}::int from coauthor where person_id = ${from} on conflict do nothing`);
  await db.execute(sql`update change set author_id = ${to} where author_id = ${from}`);
  await db.execute(sql`update token set person_id = ${to} where person_id = ${from}`);
  for (const table of [sql`prompt`, sql`change`]) {
    await db.execute(sql`
      update ${table} set policy = jsonb_set(policy, '{required}', (
        select jsonb_agg(distinct case when one = to_jsonb(${from}::int) then to_jsonb(${to}::int) else one end)
        from jsonb_array_elements(policy->'required') as given(one)))
      where policy->'required' @> to_jsonb(${from}::int)`);
  }
}
