import { accountKey } from '../rules/account.ts';
import { eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { distinct, getPeople, type Person } from './people.ts';
import { account, parting, person } from './schema.ts';

/** An account that left a person, whose name is `was`. */
export type Parting = { account: string; email: string | null; was: string };

/** A parting by its number; null when there is none. */
export async function getParting(db: Db, id: number): Promise<Parting | null> {
  const [row] = await db
    .select({ account, was: person.name })
    .from(parting)
    .innerJoin(account, eq(account.id, parting.accountId))
    .innerJoin(person, eq(person.id, parting.wasId))
    .where(eq(parting.id, id));
  return row ? { account: accountKey(row.account), email: row.account.email, was: row.was } : null;
}

/**
 * People who were one with a writer of a change, or with somebody who decided in its present cycle, when it was opened.
 * An account takes along what it was: whoever it belongs to today was one with the person it left, and the other way round.
 */
export async function partedFrom(db: Db, changeId: number): Promise<Person[]> {
  const rows = await db.execute<{ id: number }>(sql`
    with pair as (
      select coalesce(now.same_as, now.id) as now, coalesce(was.same_as, was.id) as was
      from parting t join account a on a.id = t.account_id
      join person now on now.id = a.person_id join person was on was.id = t.was_id
      where t.at > (select opened_at from change where id = ${changeId})
    ), involved as (
      select coalesce(p.same_as, p.id) as id from person p where p.id in (
        select person_id from coauthor where change_id = ${changeId} union all
        select v.person_id from verdict v join change c on c.id = v.change_id and c.cycle = v.cycle
        where v.change_id = ${changeId} and v.verdict <> 'comment'))
    select now as id from pair where now <> was and was in (select id from involved)
    union select was from pair where now <> was and now in (select id from involved)`);
  const ids = [...rows].map((row) => row.id);
  return distinct([...(await getPeople(db, ids)).values()]);
}
