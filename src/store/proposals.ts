import type { Breaches } from '../rules/cycle.ts';
import type { SettledState } from '../rules/proposal.ts';
import { and, asc, desc, eq, inArray, ne } from './drizzle.ts';
import type { Db } from './open.ts';
import { getPeople, type Person } from './people.ts';
import { cycle, proposal, useCase, warning } from './schema.ts';

type Row = typeof proposal.$inferSelect;

/** What the bot proposed about a use case. `startsOn`: the first day of the cycle whose close proposed it. */
export type Proposal = Omit<Row, 'decidedBy'> & { slug: string; startsOn: string; decidedBy: Person | null };

const rows = (db: Db) =>
  db
    .select({ proposal, slug: useCase.slug, startsOn: cycle.startsOn })
    .from(proposal)
    .innerJoin(useCase, eq(useCase.id, proposal.useCaseId))
    .innerJoin(cycle, eq(cycle.id, proposal.cycleId))
    .$dynamic();

async function named(db: Db, found: Awaited<ReturnType<typeof rows>>): Promise<Proposal[]> {
  const people = await getPeople(
    db,
    found.flatMap((row) => row.proposal.decidedBy ?? []),
  );
  return found.map(({ proposal: row, ...more }) => ({
    ...row,
    ...more,
    decidedBy: row.decidedBy === null ? null : people.get(row.decidedBy)!,
  }));
}

/** One proposal by its number. */
export async function getProposal(db: Db, id: number): Promise<Proposal | null> {
  return (await named(db, await rows(db).where(eq(proposal.id, id))))[0] ?? null;
}

/** Those of these proposals that do not wait for an answer any more, by their numbers. */
export async function settledProposals(db: Db, ids: readonly number[]): Promise<Map<number, Proposal>> {
  if (ids.length === 0) return new Map();
  const found = await named(db, await rows(db).where(and(inArray(proposal.id, [...ids]), ne(proposal.state, 'open'))));
  return new Map(found.map((one) => [one.id, one]));
}

/** The latest proposal about a use case, whatever became of it. */
export async function lastProposal(db: Db, useCaseId: number): Promise<Proposal | null> {
  const found = await rows(db).where(eq(proposal.useCaseId, useCaseId)).orderBy(desc(proposal.id)).limit(1);
  return (await named(db, found))[0] ?? null;
}

/** The proposals that wait for an answer, the oldest first; of these use cases, or of all. */
export async function openProposals(db: Db, useCaseIds?: readonly number[]): Promise<Proposal[]> {
  if (useCaseIds?.length === 0) return [];
  const of = useCaseIds && inArray(proposal.useCaseId, [...useCaseIds]);
  return named(
    db,
    await rows(db)
      .where(and(eq(proposal.state, 'open'), of))
      .orderBy(asc(proposal.id)),
  );
}

/** The cycles of these use cases, by their first days, that somebody snoozed. */
export async function snoozedCycles(db: Db, useCaseIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(useCaseIds.map((id) => [id, []]));
  if (useCaseIds.length === 0) return found;
  const snoozed = await db
    .select({ id: proposal.useCaseId, snoozes: proposal.snoozes })
    .from(proposal)
    .where(and(inArray(proposal.useCaseId, [...useCaseIds]), eq(proposal.state, 'snoozed')));
  for (const { id, snoozes } of snoozed) found.get(id)!.push(snoozes!);
  return found;
}

/** @returns the proposal's number */
export async function openProposal(
  db: Db,
  made: { useCaseId: number; cycleId: number; breaches: readonly Breaches[]; maySnooze: boolean; madeAt: Date },
): Promise<number> {
  const [row] = await db
    .insert(proposal)
    .values({ ...made, breaches: [...made.breaches] })
    .returning({ id: proposal.id });
  return row!.id;
}

/** Notes who was asked by now, whether it was brought before everybody, and how far it went. */
export async function noteAsked(
  db: Db,
  id: number,
  { asked, step, announced }: Pick<Proposal, 'step' | 'announced'> & { asked: readonly number[] },
): Promise<void> {
  await db
    .update(proposal)
    .set({ asked: [...asked], step, announced })
    .where(and(eq(proposal.id, id), eq(proposal.state, 'open')));
}

/** Decides a proposal. @returns false when somebody was faster, and nothing was done */
export async function settleProposal(
  db: Db,
  id: number,
  decided: { state: SettledState; by: number; why: string | null; now: Date; snoozes?: string },
): Promise<boolean> {
  const { state, by, why, now, snoozes } = decided;
  const settled = await db
    .update(proposal)
    .set({ state, decidedBy: by, decidedAt: now, decidedWhy: why, snoozes: snoozes ?? null })
    .where(and(eq(proposal.id, id), eq(proposal.state, 'open')))
    .returning({ id: proposal.id });
  return settled.length > 0;
}

/** Who was warned at the close of a cycle, and of what; null when nobody was. */
export async function getWarning(
  db: Db,
  cycleId: number,
): Promise<{ useCaseId: number; cycleId: number; personId: number | null; breaches: Breaches[]; at: Date } | null> {
  const [row] = await db
    .select({ warning, useCaseId: cycle.useCaseId })
    .from(warning)
    .innerJoin(cycle, eq(cycle.id, warning.cycleId))
    .where(eq(warning.cycleId, cycleId));
  return row ? { ...row.warning, useCaseId: row.useCaseId } : null;
}

/** Notes at whose close somebody was warned, and of what; `personId` null: nobody could be reached. */
export async function noteWarning(
  db: Db,
  made: { cycleId: number; personId: number | null; breaches: readonly Breaches[]; at: Date },
): Promise<void> {
  await db.insert(warning).values({ ...made, breaches: [...made.breaches] });
}
