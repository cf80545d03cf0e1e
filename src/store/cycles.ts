import type { Verdict } from '../rules/kill-switch.ts';
import { eq, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { cycle, judgement } from './schema.ts';

/** A closed cycle: what was counted in it, and what that meant at its close. Days are ISO dates. */
export type ClosedCycle = typeof cycle.$inferSelect;

/** What a criterion said of a closed cycle. */
type Judged = { criterionId: number; startsOn: string; verdict: Verdict; why: string | null };

/** The last `most` closed cycles of each of these use cases, the oldest first. */
export async function lastCycles(
  db: Db,
  useCaseIds: readonly number[],
  most: number,
): Promise<Map<number, ClosedCycle[]>> {
  const found = new Map<number, ClosedCycle[]>(useCaseIds.map((id) => [id, []]));
  const rows = await latest(db, { ids: idList(useCaseIds), most });
  for (const row of rows) found.get(row.useCaseId)!.push({ ...row, closedAt: new Date(row.closedAt) });
  return found;
}

const shape = sql.raw(`c.id, c.use_case_id as "useCaseId", c.unit, c.starts_on as "startsOn", c.ends_on as "endsOn",
  c.closed_at as "closedAt", c.facts, c.measures`);

const latest = keptSql<ClosedCycle>(sql`
  select ${shape} from unnest(${sql.placeholder('ids')}::int[]) as of (id), lateral (
    select * from cycle where use_case_id = of.id order by starts_on desc limit ${sql.placeholder('most')}::int) as c
  order by c.use_case_id, c.starts_on`);

/** One closed cycle by its number. */
export async function getCycle(db: Db, id: number): Promise<ClosedCycle | null> {
  const [row] = await db.select().from(cycle).where(eq(cycle.id, id));
  return row ?? null;
}

/** The closed cycles of a use case from one first day to another, both included, the oldest first. */
export async function cyclesBetween(db: Db, useCaseId: number, from: string, to: string): Promise<ClosedCycle[]> {
  const rows = await between(db, { useCaseId, from, to });
  return rows.map((row) => ({ ...row, closedAt: new Date(row.closedAt) }));
}

const between = keptSql<ClosedCycle>(sql`
  select ${shape} from cycle c where use_case_id = ${sql.placeholder('useCaseId')}::int
    and starts_on between ${sql.placeholder('from')}::date and ${sql.placeholder('to')}::date order by starts_on`);

/**
 * What was said of each of these criteria since it was last kept, that cycle included: all that a streak is made of. A cycle
 * of another length, which it did not judge, ends what was before.
 */
export async function judgedLately(db: Db, criterionIds: readonly number[]): Promise<Judged[]> {
  return sinceKept(db, { ids: idList(criterionIds) });
}

const said = sql.raw('j.criterion_id as "criterionId", j.starts_on as "startsOn", j.verdict, j.why');

const sinceKept = keptSql<Judged>(sql`
  select ${said} from unnest(${sql.placeholder('ids')}::int[]) as of (id) join criterion k using (id), lateral (
    select * from judgement where criterion_id = of.id and starts_on >= greatest(
      (select max(starts_on) from judgement where criterion_id = of.id and verdict = 'kept'),
      (select max(ends_on) from cycle where use_case_id = k.use_case_id and unit <> k.unit), '-infinity')) as j
  order by j.criterion_id, j.starts_on`);

/** What was said of these criteria from one first day of a cycle to another, both included. */
export async function judgedBetween(
  db: Db,
  criterionIds: readonly number[],
  from: string,
  to: string,
): Promise<Judged[]> {
  return inSpan(db, { ids: idList(criterionIds), from, to });
}

const inSpan = keptSql<Judged>(sql`
  select ${said} from judgement j where criterion_id = any(${sql.placeholder('ids')}::int[])
    and starts_on between ${sql.placeholder('from')}::date and ${sql.placeholder('to')}::date
  order by criterion_id, starts_on`);

/** Freezes cycles, in the order given. @returns their numbers in the same order */
export async function freezeCycles(db: Db, closed: readonly Omit<ClosedCycle, 'id'>[]): Promise<number[]> {
  if (closed.length === 0) return [];
  const rows = await db
    .insert(cycle)
    .values([...closed])
    .returning({ id: cycle.id, useCaseId: cycle.useCaseId, startsOn: cycle.startsOn });
  const ids = new Map(rows.map((row) => [`${row.useCaseId} ${row.startsOn}`, row.id]));
  return closed.map(({ useCaseId, startsOn }) => ids.get(`${useCaseId} ${startsOn}`)!);
}

/** Writes down what criteria say of a cycle that closes. */
export async function addJudgements(db: Db, said: readonly (Judged & { cycleId: number })[]): Promise<void> {
  if (said.length > 0) await db.insert(judgement).values([...said]);
}
