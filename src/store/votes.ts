import type { Reason } from '../rules/reasons.ts';
import { and, eq, isNull, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { person, vote } from './schema.ts';
import { textList } from './text-list.ts';

/** One thumb. Without an output it is about a version. `reasons` and `comment`: null when nothing was said. */
export type Thumb = {
  outputId: number | null;
  versionId: number;
  /** Whose output it is; `chat` where somebody typed the vote. */
  application: string;
  /** See `raterOf`. */
  rater: string;
  up: boolean;
  reasons: readonly Reason[] | null;
  comment: string | null;
  at: Date;
  /** The application's own key for it: what comes again with a key that is known changes nothing. */
  key: string | null;
};

/** The name under which a person votes, from whichever platform. */
export const raterOf = (personId: number): string => `person:${personId}`;

/** The name under which a user of an application votes. A slash in the application's name is written otherwise. */
export const userRater = (application: string, user: string): string =>
  `app:${application.replace(/[%/]/g, (one) => encodeURIComponent(one))}/${user}`;

/** The application of such a rater; null for a person. */
export function applicationOf(rater: string): string | null {
  const name = /^app:([^/]*)\//.exec(rater)?.[1];
  return name === undefined ? null : decodeURIComponent(name);
}

/**
 * Keeps votes, each as the last word of its rater on its output, or on its version where there is none; counts follow in
 * the same transaction. The last word is the one with the latest `at`, among equals the one that comes last. A thumb that
 * is only repeated keeps the reasons and the comment it had; what its owner has excluded stays so. One statement, so
 * either all of them are kept or none.
 * @returns the ids of votes that are new or changed
 */
export async function castVotes(db: Db, thumbs: readonly Thumb[]): Promise<number[]> {
  const words = lastWords(thumbs);
  if (words.length === 0) return [];
  const column = (of: (one: Thumb) => string | null) => textList(words.map(({ thumb }) => of(thumb)));
  const numbers = (of: (one: Thumb) => number | null) => idList(words.map(({ thumb }) => of(thumb) ?? 'NULL'));
  const [row] = await cast(db, {
    outputs: numbers((one) => one.outputId),
    versions: numbers((one) => one.versionId),
    applications: column((one) => one.application),
    raters: column((one) => one.rater),
    ups: numbers((one) => Number(one.up)),
    reasons: column((one) => one.reasons && JSON.stringify([...new Set(one.reasons)])),
    comments: column((one) => one.comment),
    ats: numbers((one) => one.at.getTime()),
    keys: textList(words.map(({ keys }) => textList(keys))),
  });
  return row!.ids.split(' ').filter(Boolean).map(Number);
}

/** A thumb that is a last word. `keys`: its own and those of the words before it. */
type Word = { thumb: Thumb; keys: string[] };

/** Of several by one rater about the same the last one. */
function lastWords(thumbs: readonly Thumb[]): Word[] {
  const words = new Map<string, Word>();
  for (const thumb of thumbs) {
    const whose = `${thumb.outputId} ${thumb.versionId} ${thumb.rater}`;
    const before = words.get(whose);
    const keys = thumb.key === null ? [] : [thumb.key];
    if (!before) words.set(whose, { thumb, keys });
    else if (thumb.at >= before.thumb.at) words.set(whose, { thumb, keys: [...keys, ...before.keys] });
    else before.keys.push(...keys);
  }
  return [...words.values()];
}

// Excluded is what the rater said to be not about the prompt, and for good what the owner did. In one order, so that no
// two batches wait for each other in a circle. The ids come as one row: a thousand cost the driver more than all else.
const cast = keptSql<{ ids: string }>(sql`
  with word as (insert into vote as kept (output_id, version_id, application, rater, up, reasons, comment, at, keys, excluded)
  select output_id, version_id, application, rater, up = 1, reasons, comment, to_timestamp(at / 1000), keys::text[],
    case when reasons ? 'not_about_the_prompt' then 'rater' end
  from unnest(${sql.placeholder('outputs')}::bigint[], ${sql.placeholder('versions')}::int[],
    ${sql.placeholder('applications')}::text[], ${sql.placeholder('raters')}::text[], ${sql.placeholder('ups')}::int[],
    ${sql.placeholder('reasons')}::jsonb[], ${sql.placeholder('comments')}::text[],
    ${sql.placeholder('ats')}::float8[], ${sql.placeholder('keys')}::text[])
    as given(output_id, version_id, application, rater, up, reasons, comment, at, keys)
  order by output_id, version_id, rater collate "C"
  on conflict on constraint last_word do update set
    up = excluded.up, at = excluded.at,
    keys = (excluded.keys || kept.keys)[1:50],
    reasons = coalesce(excluded.reasons, case when kept.up = excluded.up then kept.reasons end),
    comment = coalesce(excluded.comment, case when kept.up = excluded.up then kept.comment end),
    excluded = case when kept.excluded = 'owner' then kept.excluded
      when coalesce(excluded.reasons, case when kept.up = excluded.up then kept.reasons end)
        ? 'not_about_the_prompt' then 'rater' end
  where excluded.at >= kept.at and not coalesce(excluded.keys[1] = any (kept.keys), false)
  returning id)
  select coalesce(string_agg(id::text, ' '), '') as ids from word`);

export type Vote = typeof vote.$inferSelect;

/**
 * Keeps a person's vote and returns their last word as it stands afterwards: another one may have been later. Until the
 * transaction ends they become one with nobody, so that they have one vote whatever happens at the same moment.
 */
export async function castVote(
  db: Db,
  { personId, ...thumb }: Omit<Thumb, 'rater' | 'key'> & { personId: number },
): Promise<Vote> {
  const [who] = await db
    .select({ id: sql<number>`coalesce(${person.sameAs}, ${person.id})` })
    .from(person)
    .where(eq(person.id, personId))
    .for('share');
  const mine = { ...thumb, rater: raterOf(who!.id), key: null };
  await castVotes(db, [mine]);
  return (await findVote(db, mine))!;
}

/** The last word of a rater on an output, or on a version; null when there is none. */
export async function findVote(
  db: Db,
  { outputId, versionId, rater }: Pick<Thumb, 'outputId' | 'versionId' | 'rater'>,
): Promise<Vote | null> {
  const about = outputId === null ? isNull(vote.outputId) : eq(vote.outputId, outputId);
  const [row] = await db
    .select()
    .from(vote)
    .where(and(about, eq(vote.versionId, versionId), eq(vote.rater, rater)));
  return row ?? null;
}

/** A vote by its number; null when there is none. */
export async function getVote(db: Db, id: number): Promise<Vote | null> {
  const [row] = await db.select().from(vote).where(eq(vote.id, id));
  return row ?? null;
}

/**
 * Two people turned out to be one: what both of them rated has one last word. The row of the one who stays says it, the
 * other row is left out of every rate.
 */
export async function joinRaters(db: Db, gone: number, stays: number): Promise<void> {
  const [from, to] = [raterOf(gone), raterOf(stays)];
  // The clause about persons says nothing new: with it the index of persons' votes is used.
  const both = sql`f.rater = ${from} and f.rater like 'person:%' and f.excluded is distinct from 'twin'
    and t.rater = ${to} and t.version_id = f.version_id and t.output_id is not distinct from f.output_id`;
  await db.execute(sql`
    update vote t set up = f.up, reasons = f.reasons, comment = f.comment, at = f.at, keys = f.keys,
      excluded = case when t.excluded = 'owner' then t.excluded else f.excluded end
    from vote f where ${both} and f.at > t.at`);
  await db.execute(sql`update vote f set excluded = 'twin' from vote t where ${both}`);
  await db.execute(sql`
    update vote set rater = ${to} where rater = ${from} and rater like 'person:%' and excluded is distinct from 'twin'`);
}
