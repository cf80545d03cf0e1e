import type { Application, Review } from '../rules/lifecycle.ts';
import type { Policy } from '../rules/policy.ts';
import { alias, and, asc, eq, inArray, lte, type SQL, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { kept, keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { byId, type Person, peopleJson } from './people.ts';
import { change, coauthor, prompt, verdict, version } from './schema.ts';

export type VersionHead = { id: number; number: number; fingerprint: string };
export type VerdictKind = 'approve' | 'request_changes' | 'decline' | 'comment';
export type Verdict = {
  id: number;
  cycle: number;
  verdict: VerdictKind;
  reason: string | null;
  /** The content this person decided on. */
  fingerprint: string;
  person: Person;
  at: Date;
};

/** A change with everybody and everything that decides about it; contents of versions are fetched on their own. */
export type ChangeState = {
  id: number;
  promptId: number;
  slug: string;
  kind: 'proposal' | 'follow_up';
  label: string;
  base: VersionHead | null;
  version: VersionHead;
  author: Person;
  /** The author and everyone who rewrote it: none of them may approve. */
  writers: Person[];
  why: string;
  cycle: number;
  review: Review;
  application: Application;
  policy: Policy;
  openedAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
  decidedBy: Person | null;
  decidedWhy: string | null;
  moveId: number | null;
  verdicts: Verdict[];
};

const base = alias(version, 'base');

/** The prompt a change belongs to, without anything else: enough to take the lock. */
export async function promptOfChange(db: Db, id: number): Promise<number | null> {
  const [row] = await db.select({ promptId: change.promptId }).from(change).where(eq(change.id, id));
  return row?.promptId ?? null;
}

/** The change whose number is nearest to one that does not exist; null when there is no change at all. */
export async function nearestChange(db: Db, id: number): Promise<{ id: number; slug: string } | null> {
  const [row] = await db
    .select({ id: change.id, slug: prompt.slug })
    .from(change)
    .innerJoin(prompt, eq(prompt.id, change.promptId))
    .orderBy(sql`abs(${change.id}::bigint - ${id})`)
    .limit(1);
  return row ?? null;
}

/** Locks the prompt of a change, as `lockPrompt` does. */
export async function lockPromptOfChange(db: Db, id: number): Promise<void> {
  await lock(db, { id });
}

const lock = keptSql(sql`
  select id from prompt where id = (select prompt_id from change where id = ${sql.placeholder('id')}) for update`);

/** One change; null when there is none of that number. */
export async function getChange(db: Db, id: number): Promise<ChangeState | null> {
  const [row] = await numbered(db, { id });
  return row ? stateOf(row) : null;
}

/** Several changes, oldest first. */
export async function getChanges(db: Db, ids: readonly number[]): Promise<ChangeState[]> {
  if (ids.length === 0) return [];
  const rows = await changeRows(db, sql`${change.id} = any(${idList(ids)}::int[])`);
  return rows.map(stateOf);
}

const changeRows = (db: Db, which: SQL) =>
  db
    .select({
      change,
      slug: prompt.slug,
      version: { id: version.id, number: version.number, fingerprint: version.fingerprint },
      base: { id: base.id, number: base.number, fingerprint: base.fingerprint },
      verdicts: verdictsJson,
      writers: writersJson,
      people: involved,
    })
    .from(change)
    .innerJoin(prompt, eq(prompt.id, change.promptId))
    .innerJoin(version, eq(version.id, change.versionId))
    .leftJoin(base, eq(base.id, change.baseId))
    .where(which)
    .orderBy(asc(change.id));

const numbered = kept((db) => changeRows(db, eq(change.id, sql.placeholder('id'))));

type VerdictJson = Omit<Verdict, 'person' | 'at'> & { personId: number; at: string };

// All in one statement: a change is read at every click.
const verdictsJson = sql<VerdictJson[]>`(
  select coalesce(json_agg(json_build_object('id', v.id, 'cycle', v.cycle, 'verdict', v.verdict, 'reason', v.reason,
    'fingerprint', v.fingerprint, 'personId', v.person_id, 'at', v.at) order by v.id), '[]')
  from verdict v where v.change_id = "change"."id")`;
const writersJson = sql<number[]>`(
  select coalesce(json_agg(c.person_id order by c.person_id), '[]') from coauthor c where c.change_id = "change"."id")`;
const involved = peopleJson(sql`
  select "change"."author_id" union all select "change"."decided_by"
  union all select v.person_id from verdict v where v.change_id = "change"."id"
  union all select c.person_id from coauthor c where c.change_id = "change"."id"`);

type Row = {
  change: typeof change.$inferSelect;
  slug: string;
  version: VersionHead;
  base: VersionHead | null;
  verdicts: VerdictJson[];
  writers: number[];
  people: Person[];
};

function stateOf({ change: c, slug, version: v, base: b, verdicts, writers, people: known }: Row): ChangeState {
  const people = byId(known);
  return {
    id: c.id,
    promptId: c.promptId,
    slug,
    kind: c.kind,
    label: c.label,
    base: b,
    version: v,
    author: people.get(c.authorId)!,
    writers: writers.map((id) => people.get(id)!),
    why: c.why,
    cycle: c.cycle,
    review: c.review,
    application: c.application,
    policy: c.policy,
    openedAt: c.openedAt,
    expiresAt: c.expiresAt,
    decidedAt: c.decidedAt,
    decidedBy: c.decidedBy === null ? null : (people.get(c.decidedBy) ?? null),
    decidedWhy: c.decidedWhy,
    moveId: c.moveId,
    verdicts: verdicts.map(({ personId, at, ...one }) => ({ ...one, person: people.get(personId)!, at: new Date(at) })),
  };
}

const undecided = inArray(change.review, ['open', 'changes_requested', 'stale']);

/** Ids of changes that still wait for somebody; oldest first. */
export async function pendingChanges(db: Db, of: { promptId?: number; label?: string } = {}): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(
      and(
        undecided,
        of.promptId === undefined ? undefined : eq(change.promptId, of.promptId),
        of.label === undefined ? undefined : eq(change.label, of.label),
      ),
    )
    .orderBy(asc(change.openedAt), asc(change.id));
  return rows.map((row) => row.id);
}

/** Ids of changes whose time has run out, at most `limit`. */
export async function overdueChanges(db: Db, now: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(and(undecided, lte(change.expiresAt, now)))
    .orderBy(asc(change.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

type Opened = {
  promptId: number;
  kind: 'proposal' | 'follow_up';
  label: string;
  baseId: number | null;
  versionId: number;
  authorId: number;
  why: string;
  policy: Policy;
  now: Date;
  moveId?: number;
};

const expiry = (policy: Policy, now: Date) => new Date(now.getTime() + policy.expiryHours * 3_600_000);

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
  to: { baseId: number | null; versionId: number; writerId: number; why: string; policy: Policy; now: Date },
): Promise<void> {
  await db
    .update(change)
    .set({
      baseId: to.baseId,
      versionId: to.versionId,
      why: to.why,
      policy: to.policy,
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

/** Adds a verdict; null when this person has already given one in this cycle. */
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
  values (${sql.placeholder('changeId')}, ${sql.placeholder('cycle')}, ${sql.placeholder('personId')},
    ${sql.placeholder('verdict')}, ${sql.placeholder('reason')}, ${sql.placeholder('fingerprint')}, ${sql.placeholder('at')})
  on conflict do nothing returning id`);

/** The change a verdict belongs to; null when there is no such verdict. */
export async function changeOfVerdict(db: Db, id: number): Promise<number | null> {
  const [row] = await db.select({ changeId: verdict.changeId }).from(verdict).where(eq(verdict.id, id));
  return row?.changeId ?? null;
}

/** Numbers of all changes of a prompt, newest first. */
export async function changesOfPrompt(db: Db, promptId: number, limit: number): Promise<number[]> {
  const rows = await db
    .select({ id: change.id })
    .from(change)
    .where(eq(change.promptId, promptId))
    .orderBy(sql`${change.id} desc`)
    .limit(limit);
  return rows.map((row) => row.id);
}
