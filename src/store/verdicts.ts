import type { VerdictKind } from './changes.ts';
import { eq, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { verdict } from './schema.ts';

/**
 * Adds a verdict; null when this person has already given one in this cycle, or somebody who turned out to be them.
 */
export async function addVerdict(
  db: Db,
  given: {
    changeId: number;
    cycle: number;
    personId: number;
    verdict: VerdictKind;
    reason: string | null;
    fingerprint: string;
    at: Date;
  },
): Promise<number | null> {
  const [row] = await judge(db, { ...given, at: given.at.toISOString() });
  return row?.id ?? null;
}

const judge = keptSql<{ id: number }>(sql`
  insert into verdict (change_id, cycle, person_id, verdict, reason, fingerprint, at)
  select given.* from (values (${sql.placeholder('changeId')}::int, ${sql.placeholder('cycle')}::int,
    ${sql.placeholder('personId')}::int, ${sql.placeholder('verdict')}, ${sql.placeholder('reason')},
    ${sql.placeholder('fingerprint')}, ${sql.placeholder('at')}::timestamptz))
    as given(change_id, cycle, person_id, verdict, reason, fingerprint, at)
  where given.verdict = 'comment' or not exists (
    select from verdict v join person p on p.id = v.person_id
    where v.change_id = given.change_id and v.cycle = given.cycle and v.verdict <> 'comment'
      and coalesce(p.same_as, p.id) = given.person_id)
  on conflict do nothing returning id`);

/** The change a verdict belongs to; null when there is no such verdict. */
export async function changeOfVerdict(db: Db, id: number): Promise<number | null> {
  const [row] = await db.select({ changeId: verdict.changeId }).from(verdict).where(eq(verdict.id, id));
  return row?.changeId ?? null;
}
