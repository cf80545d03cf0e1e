import type { Application, Review } from '../rules/lifecycle.ts';
import { type Policy, requiring } from '../rules/policy.ts';
import { alias, asc, eq, type SQL, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { kept, keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { partedFrom } from './partings.ts';
import { byId, distinct, type Person, type PersonJson, peopleJson } from './people.ts';
import { change, prompt, version } from './schema.ts';

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
  /** Those who were one with a writer, or with somebody who decided in this cycle, when it was opened. */
  parted: Person[];
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
  return row ? stateOf(db, row) : null;
}

/** Several changes, oldest first. */
export async function getChanges(db: Db, ids: readonly number[]): Promise<ChangeState[]> {
  if (ids.length === 0) return [];
  const rows = await changeRows(db, sql`${change.id} = any(${idList(ids)}::int[])`);
  return Promise.all(rows.map((row) => stateOf(db, row)));
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
      partings: partedSince,
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
// Seldom true: an account has left a person since the change was opened.
const partedSince = sql<boolean>`exists (select from parting t where t.at > "change"."opened_at")`;
const involved = peopleJson(sql`
  select "change"."author_id" union all select "change"."decided_by"
  union all select jsonb_array_elements_text("change"."policy"->'required')::int
  union all select v.person_id from verdict v where v.change_id = "change"."id"
  union all select c.person_id from coauthor c where c.change_id = "change"."id"`);

type Row = {
  change: typeof change.$inferSelect;
  slug: string;
  version: VersionHead;
  base: VersionHead | null;
  verdicts: VerdictJson[];
  writers: number[];
  partings: boolean;
  people: PersonJson[];
};

async function stateOf(db: Db, { change: c, slug, version: v, base: b, verdicts, ...row }: Row): Promise<ChangeState> {
  const people = byId(row.people);
  const those = (ids: readonly number[]) => distinct(ids.map((id) => people.get(id)!));
  return {
    id: c.id,
    promptId: c.promptId,
    slug,
    kind: c.kind,
    label: c.label,
    base: b,
    version: v,
    author: people.get(c.authorId)!,
    writers: those(row.writers),
    parted: row.partings ? await partedFrom(db, c.id) : [],
    why: c.why,
    cycle: c.cycle,
    review: c.review,
    application: c.application,
    policy: requiring(c.policy, (id) => people.get(id)!.id),
    openedAt: c.openedAt,
    expiresAt: c.expiresAt,
    decidedAt: c.decidedAt,
    decidedBy: c.decidedBy === null ? null : (people.get(c.decidedBy) ?? null),
    decidedWhy: c.decidedWhy,
    moveId: c.moveId,
    verdicts: verdicts.map(({ personId, at, ...one }) => ({ ...one, person: people.get(personId)!, at: new Date(at) })),
  };
}
