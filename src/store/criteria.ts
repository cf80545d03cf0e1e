import type { CycleUnit } from '../rules/calendar.ts';
import type { Criterion } from '../rules/kill-switch.ts';
import type { KillKpi } from '../rules/threshold.ts';
import { and, asc, inArray, isNull, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { criterion } from './schema.ts';

type Row = typeof criterion.$inferSelect;

/** One agreement, as it was made: `setBy` wrote it down, `agreedBy` said yes. It is in force from then until it ended. */
export type Agreement = Omit<Row, 'setBy' | 'agreedBy' | 'endedBy'> & {
  setBy: Person;
  agreedBy: Person | null;
  endedBy: Person | null;
};

/** An agreement that is in force, or was. */
export type Agreed = Agreement & { agreedBy: Person; agreedAt: Date };

/** Whether two people have said yes to it. */
export const isAgreed = (one: Agreement): one is Agreed => one.agreedAt !== null;

/** An agreement as the rules see it. */
export const criterionOf = ({ id, kpi, threshold, cycles, agreedAt }: Agreed): Criterion => ({
  id,
  kpi,
  threshold,
  cycles,
  agreedAt,
});

/** The agreements of use cases that have not ended: those in force and those that wait for a yes. Oldest first. */
export async function standingAgreements(db: Db, useCaseIds: readonly number[]): Promise<Agreement[]> {
  if (useCaseIds.length === 0) return [];
  return named(
    db,
    await db
      .select()
      .from(criterion)
      .where(and(inArray(criterion.useCaseId, [...useCaseIds]), isNull(criterion.endedAt)))
      .orderBy(asc(criterion.id)),
  );
}

/** The agreements of these use cases that wait for a yes, the oldest first. */
export async function waitingAgreements(db: Db, useCaseIds: readonly number[]): Promise<Agreement[]> {
  if (useCaseIds.length === 0) return [];
  const of = inArray(criterion.useCaseId, [...useCaseIds]);
  const rows = await db
    .select()
    .from(criterion)
    .where(and(isNull(criterion.agreedAt), isNull(criterion.endedAt), of))
    .orderBy(asc(criterion.id));
  return named(db, rows);
}

/** Agreements by their numbers, whatever became of them. */
export async function agreementsById(db: Db, ids: readonly number[]): Promise<Map<number, Agreement>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(criterion)
    .where(inArray(criterion.id, [...ids]));
  return new Map((await named(db, rows)).map((one) => [one.id, one]));
}

async function named(db: Db, rows: readonly Row[]): Promise<Agreement[]> {
  const people = await getPeople(db, [
    ...new Set(rows.flatMap(({ setBy, agreedBy, endedBy }) => [setBy, agreedBy, endedBy].filter((id) => id !== null))),
  ]);
  const person = (id: number | null) => (id === null ? null : people.get(id)!);
  return rows.map((row) => ({
    ...row,
    setBy: person(row.setBy)!,
    agreedBy: person(row.agreedBy),
    endedBy: person(row.endedBy),
  }));
}

/** Writes an agreement down. It is not in force before somebody else says yes; one that waited in its place ends. */
export async function proposeCriterion(
  db: Db,
  made: {
    useCaseId: number;
    kpi: KillKpi;
    threshold: number;
    cycles: number;
    unit: CycleUnit;
    words: string;
    by: number;
    now: Date;
  },
): Promise<number> {
  const { by, now, ...agreement } = made;
  const { useCaseId, kpi } = made;
  await db
    .update(criterion)
    .set({ endedBy: by, endedAt: now })
    .where(sql`${isOf(useCaseId, kpi)} and agreed_at is null`);
  const [row] = await db
    .insert(criterion)
    .values({ ...agreement, setBy: by, setAt: now })
    .returning({ id: criterion.id });
  return row!.id;
}

const isOf = (useCaseId: number, kpi: KillKpi) =>
  sql`${criterion.useCaseId} = ${useCaseId} and ${criterion.kpi} = ${kpi} and ${criterion.endedAt} is null`;

/** Says yes to an agreement that waits. What was in force in its place ends in the same moment. */
export async function agreeTo(db: Db, { id, useCaseId, kpi }: Agreement, by: number, now: Date): Promise<void> {
  await db
    .update(criterion)
    .set({ endedBy: by, endedAt: now })
    .where(sql`${isOf(useCaseId, kpi)} and agreed_at is not null`);
  await db.update(criterion).set({ agreedBy: by, agreedAt: now }).where(sql`${criterion.id} = ${id}`);
}

/** Ends an agreement, or the wish for one. */
export async function endAgreement(db: Db, id: number, by: number, now: Date): Promise<void> {
  await db.update(criterion).set({ endedBy: by, endedAt: now }).where(sql`${criterion.id} = ${id}`);
}
