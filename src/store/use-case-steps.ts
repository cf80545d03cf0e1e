import type { Step } from '../rules/use-case.ts';
import { and, asc, desc, eq, gt, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { useCase, useCaseStep } from './schema.ts';
import type { UseCase, UseCaseSet } from './use-cases.ts';

/** One row of the history of a use case. */
export type UseCaseStep = Omit<typeof useCaseStep.$inferSelect, 'personId'> & { by: Person };

/**
 * Takes a use case to another state and notes it in its history. It must be locked, and its prompts if readers notice.
 * @returns the number of the step
 */
export async function addStep(
  db: Db,
  { id, state }: Pick<UseCase, 'id' | 'state'>,
  made: {
    step: Step;
    to: UseCase['state'];
    why: string | null;
    until: Date | null;
    personId: number;
    at: Date;
    set?: UseCaseSet;
  },
): Promise<number> {
  const { step, to, why, until, personId, at, set } = made;
  await db
    .update(useCase)
    .set({ ...set, state: to, stateSince: at, stateWhy: why, stateBy: personId, pausedUntil: until })
    .where(eq(useCase.id, id));
  const [row] = await db
    .insert(useCaseStep)
    .values({ useCaseId: id, step, from: state, to, why, until, personId, at })
    .returning({ id: useCaseStep.id });
  return row!.id;
}

/** The last step of a kind that was taken with a use case; null before the first. */
export async function lastStep(db: Db, useCaseId: number, step: Step): Promise<UseCaseStep | null> {
  const of = and(eq(useCaseStep.useCaseId, useCaseId), eq(useCaseStep.step, step));
  const rows = await db.select().from(useCaseStep).where(of).orderBy(desc(useCaseStep.id)).limit(1);
  return (await told(db, rows))[0] ?? null;
}

/** A step by its number, and the one after it. */
export async function stepAndNext(
  db: Db,
  useCaseId: number,
  id: number,
): Promise<{ step: UseCaseStep; next: UseCaseStep | null } | null> {
  const of = and(eq(useCaseStep.useCaseId, useCaseId), gt(useCaseStep.id, id - 1));
  const rows = await told(db, await db.select().from(useCaseStep).where(of).orderBy(asc(useCaseStep.id)).limit(2));
  const [step, next = null] = rows;
  return step?.id === id ? { step, next } : null;
}

/**
 * Use cases whose pause or pilot should be over by now, with the step that gave it its time, of which nobody was told yet.
 * A pilot is over when its last day is over in its zone.
 */
export async function dueSteps(db: Db, now: Date): Promise<{ useCaseId: number; step: number }[]> {
  return due(db, { now: now.toISOString() });
}

const due = keptSql<{ useCaseId: number; step: number }>(sql`
  select u.id as "useCaseId", s.id as step from use_case u
  join lateral (select id from use_case_step where use_case_id = u.id order by id desc limit 1) s on true
  where ((u.state = 'paused' and u.paused_until <= ${sql.placeholder('now')}::timestamptz)
      or (u.state = 'pilot' and u.pilot_until < (${sql.placeholder('now')}::timestamptz at time zone u.timezone)::date))
    and u.told_step is distinct from s.id
  order by u.id`);

/**
 * Notes that it is told now that the time of a step has run out. @returns false when somebody else told it, or has the use case
 * locked at this moment
 */
export async function noteTold(db: Db, useCaseId: number, step: number): Promise<boolean> {
  const free = sql`(select u.id from use_case u where u.id = ${useCaseId} and u.told_step is distinct from ${step}
    for no key update skip locked)`;
  const noted = await db
    .update(useCase)
    .set({ toldStep: step })
    .where(sql`${useCase.id} = ${free}`)
    .returning({ id: useCase.id });
  return noted.length > 0;
}

async function told(db: Db, rows: (typeof useCaseStep.$inferSelect)[]): Promise<UseCaseStep[]> {
  const people = await getPeople(
    db,
    rows.map((row) => row.personId),
  );
  return rows.map(({ personId, ...row }) => ({ ...row, by: people.get(personId)! }));
}
