import type { Content } from '../rules/content.ts';
import { canonicalJson, fingerprint } from '../rules/fingerprint.ts';
import { type Policy, requiring } from '../rules/policy.ts';
import { and, asc, desc, eq, getTableColumns, type SQL, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { kept } from './kept.ts';
import type { Db } from './open.ts';
import { byId, distinct, type Person, peopleJson } from './people.ts';
import { member, place, prompt, version } from './schema.ts';

export type Version = { id: number; number: number; fingerprint: string; content: Content; createdAt: Date };
type Label = { name: string; versionId: number; moveId: number };
export type MemberRole = 'contributor' | 'reviewer' | 'stakeholder';

/** A prompt with its people and labels; contents of versions are fetched on their own. */
export type PromptState = {
  id: number;
  slug: string;
  useCaseId: number;
  purpose: string;
  policy: Policy;
  createdAt: Date;
  owner: Person;
  deputy: Person;
  contributors: Person[];
  reviewers: Person[];
  stakeholders: Person[];
  /** Places that are told, `slack:T1/C2`. */
  stakeholderPlaces: string[];
  labels: Label[];
};

/** The id behind a slug; with `lock`, nobody else writes about this prompt until the transaction ends. */
export async function promptId(db: Db, slug: string, lock = false): Promise<number | null> {
  const query = db.select({ id: prompt.id }).from(prompt).where(eq(prompt.slug, slug));
  const [row] = lock ? await query.for('update') : await query;
  return row?.id ?? null;
}

/** One prompt, one lock: every write about a prompt takes it first, so that writers queue and never deadlock. */
export async function lockPrompt(db: Db, id: number): Promise<void> {
  await db.select({ id: prompt.id }).from(prompt).where(eq(prompt.id, id)).for('update');
}

// All in one statement: a prompt is read at every click.
const membersJson = sql<{ role: MemberRole; personId: number | null; placeId: string | null }[]>`(
  select coalesce(json_agg(json_build_object('role', m.role, 'personId', m.person_id, 'placeId', m.place_id)
    order by m.id), '[]')
  from member m where m.prompt_id = "prompt"."id")`;
const labelsJson = sql<Label[]>`(
  select coalesce(json_agg(json_build_object('name', l.name, 'versionId', l.version_id, 'moveId', l.move_id)
    order by l.name), '[]')
  from label l where l.prompt_id = "prompt"."id")`;
const involved = peopleJson(sql`
  select "prompt"."owner_id" union all select "prompt"."deputy_id"
  union all select m.person_id from member m where m.prompt_id = "prompt"."id"
  union all select jsonb_array_elements_text("prompt"."policy"->'required')::int`);

/** A prompt by its id, which must exist. */
export const getPrompt = async (db: Db, id: number): Promise<PromptState> => stateOf((await withId(db, { id }))[0]!);

/** Several of them by their ids. */
export async function getPrompts(db: Db, ids: Iterable<number>): Promise<Map<number, PromptState>> {
  const rows = await promptRows(db, sql`${prompt.id} = any(${idList(ids)}::int[])`);
  return new Map(rows.map((row) => [row.id, stateOf(row)]));
}

/** The prompt of a change; null when there is no such change. */
export async function promptBehind(db: Db, changeId: number): Promise<PromptState | null> {
  const [row] = await behind(db, { changeId });
  return row ? stateOf(row) : null;
}

const promptRows = (db: Db, which: SQL) =>
  db
    .select({ ...getTableColumns(prompt), members: membersJson, labels: labelsJson, people: involved })
    .from(prompt)
    .where(which);

const withId = kept((db) => promptRows(db, eq(prompt.id, sql.placeholder('id'))));
const behind = kept((db) =>
  promptRows(db, sql`${prompt.id} = (select c.prompt_id from change c where c.id = ${sql.placeholder('changeId')})`),
);

function stateOf(row: Awaited<ReturnType<typeof promptRows>>[number]): PromptState {
  const { members, labels } = row;
  const people = byId(row.people);
  const inRole = (role: MemberRole) =>
    distinct(members.flatMap((m) => (m.role === role && m.personId !== null ? [people.get(m.personId)!] : [])));
  return {
    id: row.id,
    slug: row.slug,
    useCaseId: row.useCaseId,
    purpose: row.purpose,
    policy: requiring(row.policy, (id) => people.get(id)!.id),
    createdAt: row.createdAt,
    owner: people.get(row.ownerId)!,
    deputy: people.get(row.deputyId)!,
    contributors: inRole('contributor'),
    reviewers: inRole('reviewer'),
    stakeholders: inRole('stakeholder'),
    stakeholderPlaces: members.flatMap((m) => (m.placeId === null ? [] : [m.placeId])),
    labels,
  };
}

/** The names of all prompts, in alphabetical order. */
export async function slugs(db: Db): Promise<string[]> {
  return (await db.select({ slug: prompt.slug }).from(prompt).orderBy(asc(prompt.slug))).map((row) => row.slug);
}

/** Creates a prompt; null when somebody else created one of that name in the meantime. */
export async function createPrompt(
  db: Db,
  made: {
    slug: string;
    useCaseId: number;
    purpose: string;
    ownerId: number;
    deputyId: number;
    policy: Policy;
    by: number;
    now: Date;
  },
): Promise<number | null> {
  const [row] = await db
    .insert(prompt)
    .values({
      slug: made.slug,
      useCaseId: made.useCaseId,
      purpose: made.purpose,
      ownerId: made.ownerId,
      deputyId: made.deputyId,
      policy: made.policy,
      createdBy: made.by,
      createdAt: made.now,
    })
    .onConflictDoNothing()
    .returning({ id: prompt.id });
  return row?.id ?? null;
}

/** Sets what is given of a prompt, and leaves the rest. */
export async function updatePrompt(
  db: Db,
  id: number,
  set: { ownerId?: number; deputyId?: number; policy?: Policy },
): Promise<void> {
  await db.update(prompt).set(set).where(eq(prompt.id, id));
}

/** Moves a prompt into another use case. */
export async function movePrompt(db: Db, id: number, useCaseId: number): Promise<void> {
  await db.update(prompt).set({ useCaseId }).where(eq(prompt.id, id));
}

/** Adds people and places to a role; whoever is in it already stays. */
export async function addMembers(
  db: Db,
  id: number,
  role: MemberRole,
  who: { people?: readonly number[]; places?: readonly string[] },
): Promise<void> {
  // Two transactions that note the same new places wait for each other: always in one order, never in a circle.
  const places = [...(who.places ?? [])].sort();
  if (places.length > 0) {
    // Whoever names a place again says that it works again.
    await db
      .insert(place)
      .values(places.map((key) => ({ id: key })))
      .onConflictDoUpdate({ target: place.id, set: { deadSince: null, deadWhy: null } });
  }
  const rows = [
    ...(who.people ?? []).map((personId) => ({ promptId: id, role, personId })),
    ...places.map((placeId) => ({ promptId: id, role, placeId })),
  ];
  if (rows.length > 0) await db.insert(member).values(rows).onConflictDoNothing();
}

/** Empties a role. */
export async function clearMembers(db: Db, id: number, role: MemberRole): Promise<void> {
  await db.delete(member).where(and(eq(member.promptId, id), eq(member.role, role)));
}

type VersionRow = typeof version.$inferSelect;
const read = (row: VersionRow): Version => ({
  id: row.id,
  number: row.number,
  fingerprint: row.fingerprint,
  content: JSON.parse(row.content) as Content,
  createdAt: row.createdAt,
});

/** A version with its content, by its id, which must exist. */
export async function getVersion(db: Db, id: number): Promise<Version> {
  const [row] = await db.select().from(version).where(eq(version.id, id));
  return read(row!);
}

/** All versions of a prompt without their contents, newest first. */
export async function listVersions(
  db: Db,
  id: number,
): Promise<{ id: number; number: number; fingerprint: string; createdAt: Date }[]> {
  return db
    .select({
      id: version.id,
      number: version.number,
      fingerprint: version.fingerprint,
      createdAt: version.createdAt,
    })
    .from(version)
    .where(eq(version.promptId, id))
    .orderBy(desc(version.number));
}

/** A version by its content: equal content is the same version. */
export async function findVersion(db: Db, id: number, content: Content): Promise<Version | null> {
  const [row] = await db
    .select()
    .from(version)
    .where(and(eq(version.promptId, id), eq(version.fingerprint, fingerprint(content))));
  return row ? read(row) : null;
}

/** The version of this content, numbered anew if there is none yet. The prompt must be locked. */
export async function keepVersion(db: Db, id: number, content: Content, by: number, now: Date): Promise<Version> {
  const known = await findVersion(db, id, content);
  if (known) return known;
  const [row] = await db
    .insert(version)
    .values({
      promptId: id,
      number: sql`(select coalesce(max(number), 0) + 1 from ${version} v where v.prompt_id = ${id})`,
      fingerprint: fingerprint(content),
      content: canonicalJson(content),
      createdBy: by,
      createdAt: now,
    })
    .returning();
  return read(row!);
}
