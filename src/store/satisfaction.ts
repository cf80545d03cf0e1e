import type { Reason } from '../rules/reasons.ts';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import type { Decision } from './triage.ts';

/** Votes of one version; `excluded` ones count in neither `up` nor `down`. */
export type VersionVotes = {
  versionId: number;
  version: number;
  up: number;
  down: number;
  excluded: number;
  reasons: Partial<Record<Reason, number>>;
  decisions: Partial<Record<Decision, number>>;
};

/** Votes of every version of a prompt that has any, newest version first. Reads counts only. */
export async function versionVotes(db: Db, promptId: number): Promise<VersionVotes[]> {
  return perVersion(db, { promptId });
}

const perVersion = keptSql<VersionVotes>(sql`
  select v.id as "versionId", v.number as version, d.up::int, d.down::int, d.excluded::int,
    coalesce((select json_object_agg(reason, count) from (select reason, sum(count)::int as count from vote_reason_day r
      where r.version_id = v.id group by reason having sum(count) > 0) as r), '{}') as reasons,
    coalesce((select json_object_agg(decision, count) from (select decision, count(*)::int as count from triage t
      where t.version_id = v.id group by decision) as t), '{}') as decisions
  from version v, lateral (select sum(up) as up, sum(down) as down, sum(excluded) as excluded
    from vote_day where version_id = v.id having sum(up + down + excluded) > 0) as d
  where v.prompt_id = ${sql.placeholder('promptId')}::int
  order by v.number desc`);

/** Votes of one version in one week; `week` is its Monday, `2026-11-16` (UTC). */
export type WeekVotes = { week: string; version: number; up: number; down: number; excluded: number };

/** Votes of a prompt week by week since a moment, oldest first. Reads counts only. */
export async function weeklyVotes(db: Db, promptId: number, since: Date): Promise<WeekVotes[]> {
  return perWeek(db, { promptId, since: since.toISOString() });
}

const perWeek = keptSql<WeekVotes>(sql`
  select to_char(date_trunc('week', d.day), 'YYYY-MM-DD') as week, v.number as version,
    sum(up)::int as up, sum(down)::int as down, sum(excluded)::int as excluded
  from version v join vote_day d on d.version_id = v.id
    and d.day >= date_trunc('week', ${sql.placeholder('since')}::timestamptz at time zone 'UTC')::date
  where v.prompt_id = ${sql.placeholder('promptId')}::int
  group by 1, 2 having sum(up + down + excluded) > 0
  order by 1, 2`);

/** A rater who voted at least ten times lately, always the same way. `application`: null for a person in a chat. */
export type OneSided = { rater: string; up: boolean; votes: number };

const LATELY = 5_000;
const OFTEN = 10;

/**
 * Raters of a version who always vote the same way, most votes first, among its last 5 000 votes: whatever the number of
 * votes, looking at them costs the same. `of`: how many votes were looked at.
 */
export async function oneSidedRaters(db: Db, versionId: number): Promise<{ of: number; raters: OneSided[] }> {
  const [row] = await oneSided(db, { versionId });
  return row!;
}

const oneSided = keptSql<{ of: number; raters: OneSided[] }>(sql`
  with lately as (
    select rater, up from vote where version_id = ${sql.placeholder('versionId')}::int order by at desc limit ${sql.raw(`${LATELY}`)}
  ), sides as (
    select rater, bool_and(up) as up, count(*)::int as votes from lately
    group by rater having count(*) >= ${sql.raw(`${OFTEN}`)} and bool_and(up) = bool_or(up)
    order by votes desc, rater limit 50
  )
  select (select count(*)::int from lately) as of, coalesce((select json_agg(sides order by votes desc, rater) from sides), '[]') as raters`);

type Counts = { versionId: number; version: number; up: number; down: number };
/** The version in production and the one before it, with the votes of both. */
type Rivals = { promptId: number; current: Counts; before: Counts };

/** The rivals of every prompt whose present version has not been found worse yet and has `least` votes, like the one before. */
export async function rivals(db: Db, least: number): Promise<Rivals[]> {
  return listRivals(db, { least });
}

const countsOf = (alias: string) =>
  sql.raw(`
  lateral (select json_build_object('versionId', v.id, 'version', v.number, 'up', sum(up), 'down', sum(down)) as counts,
    sum(up + down) as votes from version v join vote_day d on d.version_id = v.id
    where v.id = ${alias} group by v.id)`);

const listRivals = keptSql<Rivals>(sql`
  select l.prompt_id as "promptId", now.counts as current, was.counts as before
  from label l join move m on m.id = l.move_id and m.from_id <> l.version_id,
    ${countsOf('l.version_id')} as now, ${countsOf('m.from_id')} as was
  where l.name = 'production' and now.votes >= ${sql.placeholder('least')}::int and was.votes >= ${sql.placeholder('least')}::int
    and not exists (select from worse w where w.version_id = l.version_id)`);

/** Notes that a version is worse than another; false when that was noted before, and its owner told. */
export async function noteWorse(db: Db, versionId: number, thanId: number, now: Date): Promise<boolean> {
  const rows = await db.execute(sql`
    insert into worse (version_id, than_id, at) values (${versionId}, ${thanId}, ${now.toISOString()})
    on conflict do nothing returning version_id`);
  return rows.length > 0;
}
