import type { Application, Review } from '../rules/lifecycle.ts';
import { HOUR } from '../rules/milliseconds.ts';
import type { Policy } from '../rules/policy.ts';
import type { ChangeState } from './changes.ts';
import { eq, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import type { Person } from './people.ts';
import { change, coauthor } from './schema.ts';

type Opened = {
  promptId: number;
  kind: 'proposal' | 'follow_up';
  label: string;
  baseId: number | null;
  versionId: number;
  authorId: number;
  why: string;
  policy: Policy;
  /** Whether its card shows the whole difference. */
  shownWhole?: boolean;
  now: Date;
  moveId?: number;
};

const expiry = (policy: Policy, now: Date) => new Date(now.getTime() + policy.expiryHours * HOUR);

/** Opens a change in its first review cycle and returns its number. */
export async function openChange(db: Db, opened: Opened): Promise<number> {
  const { now, ...values } = opened;
  const [row] = await db
    .insert(change)
    .values({
      ...values,
      review: 'open',
      application: opened.kind === 'follow_up' ? 'applied' : 'pending',
      openedAt: now,
      expiresAt: expiry(opened.policy, now),
    })
    .returning({ id: change.id });
  await db.insert(coauthor).values({ changeId: row!.id, personId: opened.authorId });
  return row!.id;
}

/** Opens the next review cycle with new content: earlier verdicts no longer count, and whoever wrote it is a writer. */
export async function reviseChange(
  db: Db,
  id: number,
  to: {
    baseId: number | null;
    versionId: number;
    writerId: number;
    why: string;
    policy: Policy;
    shownWhole: boolean;
    now: Date;
  },
): Promise<void> {
  await db
    .update(change)
    .set({
      baseId: to.baseId,
      versionId: to.versionId,
      why: to.why,
      policy: to.policy,
      shownWhole: to.shownWhole,
      review: 'open',
      cycle: sql`${change.cycle} + 1`,
      expiresAt: expiry(to.policy, to.now),
    })
    .where(eq(change.id, id));
  await db.insert(coauthor).values({ changeId: id, personId: to.writerId }).onConflictDoNothing();
}

/**
 * Sets how a change stands. `decided`: by whom, when and in which words it ended.
 * @returns the change as it stands then
 */
export async function settleChange(
  db: Db,
  before: ChangeState,
  to: {
    review: Review;
    application?: Application;
    moveId?: number;
    decided?: { by: Person; why: string | null; now: Date };
  },
): Promise<ChangeState> {
  const { review, application = before.application, moveId = before.moveId, decided } = to;
  const ended = {
    decidedAt: decided?.now ?? before.decidedAt,
    decidedBy: decided?.by ?? before.decidedBy,
    decidedWhy: decided ? decided.why : before.decidedWhy,
  };
  await settle(db, {
    id: before.id,
    review,
    application,
    moveId,
    at: ended.decidedAt?.toISOString() ?? null,
    by: ended.decidedBy?.id ?? null,
    why: ended.decidedWhy,
  });
  return { ...before, review, application, moveId, ...ended };
}

const settle = keptSql(sql`
  update change set review = ${sql.placeholder('review')}, application = ${sql.placeholder('application')},
    move_id = ${sql.placeholder('moveId')}, decided_at = ${sql.placeholder('at')},
    decided_by = ${sql.placeholder('by')}, decided_why = ${sql.placeholder('why')}
  where id = ${sql.placeholder('id')}`);

/** Marks every other undecided proposal for this label as stale and returns their numbers. */
export async function markStale(
  db: Db,
  of: { promptId: number; label: string; except: number | null },
): Promise<number[]> {
  return (await stale(db, of)).map((row) => row.id);
}

const stale = keptSql<{ id: number }>(sql`
  update change set review = 'stale'
  where prompt_id = ${sql.placeholder('promptId')} and label = ${sql.placeholder('label')} and kind = 'proposal'
    and review in ('open', 'changes_requested') and id is distinct from ${sql.placeholder('except')}::int
  returning id`);
