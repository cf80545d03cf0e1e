import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { textList } from './text-list.ts';

/** Something that was decided. `day`: its day in the zone of the use case. */
export type Decided = {
  useCaseId: number;
  application: string;
  /** The application's own key, unique among its decisions of the use case. */
  key: string;
  versionId: number | null;
  /** What it saved, where that was timed. */
  minutes: number | null;
  /** Masked. */
  summary: string | null;
  /** Whether it is posted. */
  isShown: boolean;
  at: Date;
  day: string;
};

/** A decision's number; `isNew` false when it was known before, `late` where it counts after its own day. */
type KeptDecision = { id: number; isNew: boolean; late: boolean };

/**
 * Keeps decisions; what is known stays as it was. Counts follow in the same transaction. The books must be held.
 * @returns one for each, in the same order
 */
export async function keepDecisions(db: Db, decided: readonly Decided[]): Promise<KeptDecision[]> {
  if (decided.length === 0) return [];
  const made = await insertDecisions(db, { ...namesOf(decided), ...factsOf(decided) });
  const fresh = new Map(made.map((row) => [Number(row.id), row.late]));
  const ids = await locate(db, namesOf(decided));
  // A key that comes twice in a batch is new once.
  return ids.map((row) => {
    const id = Number(row.id);
    const late = fresh.get(id) ?? false;
    return { id, late, isNew: fresh.delete(id) };
  });
}

type Name = Pick<Decided, 'useCaseId' | 'application' | 'key'>;
const namesOf = (names: readonly Name[]) => ({
  useCases: idList(names.map((one) => one.useCaseId)),
  applications: textList(names.map((one) => one.application)),
  keys: textList(names.map((one) => one.key)),
});
const factsOf = (decided: readonly Decided[]) => ({
  versions: textList(decided.map((one) => (one.versionId === null ? null : String(one.versionId)))),
  minutes: textList(decided.map((one) => (one.minutes === null ? null : String(one.minutes)))),
  shown: textList(decided.map((one) => String(one.isShown))),
  summaries: textList(decided.map((one) => one.summary)),
  ats: textList(decided.map((one) => one.at.toISOString())),
  days: textList(decided.map((one) => one.day)),
});

const insertDecisions = keptSql<{ id: string; late: boolean }>(sql`
  insert into decision (use_case_id, application, key, version_id, minutes, summary, is_shown, at, counted_on, late)
  select given.use_case_id, application, key, version_id, minutes, summary, is_shown, at,
    greatest(day, closed_through + 1), coalesce(day <= closed_through, false)
  from unnest(${sql.placeholder('useCases')}::int[], ${sql.placeholder('applications')}::text[],
    ${sql.placeholder('keys')}::text[], ${sql.placeholder('versions')}::int[], ${sql.placeholder('minutes')}::numeric[],
    ${sql.placeholder('summaries')}::text[], ${sql.placeholder('shown')}::boolean[],
    ${sql.placeholder('ats')}::timestamptz(3)[], ${sql.placeholder('days')}::date[])
    as given(use_case_id, application, key, version_id, minutes, summary, is_shown, at, day)
  join use_case c on c.id = given.use_case_id
  on conflict on constraint decision_key do nothing
  returning id, late`);

const locate = keptSql<{ id: string }>(sql`
  select d.id
  from unnest(${sql.placeholder('useCases')}::int[], ${sql.placeholder('applications')}::text[],
    ${sql.placeholder('keys')}::text[]) with ordinality as given(use_case_id, application, key, ord)
  join decision d using (use_case_id, application, key)
  order by ord`);

/**
 * Decisions by their keys, in the same order: the application's own, or the only one of the use case that has the key.
 * `id` null: nobody has reported it, or several `others` have.
 */
export async function findDecisions(db: Db, names: readonly Name[]): Promise<{ id: number | null; others: number }[]> {
  const rows = await search(db, namesOf(names));
  return rows.map((row) => ({ id: row.id === null ? null : Number(row.id), others: row.others }));
}

const search = keptSql<{ id: string | null; others: number }>(sql`
  select count(d.id)::int as others, coalesce(min(d.id) filter (where d.application = given.application),
    case when count(d.id) = 1 then min(d.id) end) as id
  from unnest(${sql.placeholder('useCases')}::int[], ${sql.placeholder('applications')}::text[],
    ${sql.placeholder('keys')}::text[]) with ordinality as given(use_case_id, application, key, ord)
  left join decision d on d.use_case_id = given.use_case_id and d.key = given.key
  group by ord order by ord`);
