import type { Watched } from '../rules/report/watched.ts';
import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** What happened to the prompts of use cases, as far as a report tells of it. */
export type Happenings = Pick<
  Watched,
  'ownerlessPrompts' | 'reviews' | 'rollbacks' | 'released' | 'rivals' | 'approvals'
>;

// A share that is compared has so many votes at least; see `rules/statistics`.
const LEAST = 30;
/** Of each use case so many approvals are looked at, the latest. */
const APPROVALS = 50;

/** The happenings of these use cases: rollbacks since `since`, releases and approvals since `lately`. All by counts and indexes. */
export async function reportHappenings(
  db: Db,
  ids: readonly number[],
  of: { since: Date; lately: Date; now: Date },
): Promise<Map<number, Happenings>> {
  const values = {
    ids: idList(ids),
    least: LEAST,
    most: APPROVALS,
    since: of.since.toISOString(),
    lately: of.lately.toISOString(),
    now: of.now.toISOString(),
  };
  const [ownerless, reviews, rollbacks, released, rivals, approvals] = await Promise.all([
    listOwnerless(db, values),
    listReviews(db, values),
    listRollbacks(db, values),
    listReleased(db, values),
    listRivals(db, values),
    listApprovals(db, values),
  ]);
  const found = new Map<number, Mutable<Happenings>>(
    ids.map((id) => [
      id,
      { ownerlessPrompts: [], reviews: [], rollbacks: [], released: [], rivals: [], approvals: [] },
    ]),
  );
  for (const row of ownerless) found.get(row.useCase)!.ownerlessPrompts.push(row.slug);
  for (const { useCase, openedAt, ...row } of reviews)
    found.get(useCase)!.reviews.push({ ...row, openedAt: new Date(openedAt) });
  for (const { useCase, at, ...row } of rollbacks) found.get(useCase)!.rollbacks.push({ ...row, at: new Date(at) });
  for (const { useCase, at, ...row } of released) found.get(useCase)!.released.push({ ...row, at: new Date(at) });
  for (const { useCase, at, release, ...row } of rivals) {
    const when = new Date(at);
    found.get(useCase)!.rivals.push({ ...row, at: when, release: release && { ...release, at: when } });
  }
  for (const { useCase, ...row } of approvals) found.get(useCase)!.approvals.push(row);
  return found;
}

type Mutable<T> = { [K in keyof T]: T[K] extends readonly (infer One)[] ? One[] : never };
type In<T> = { useCase: number } & { [K in keyof T]: T[K] extends Date ? string : T[K] };

const ids = sql`any(${sql.placeholder('ids')}::int[])`;

// Who has accounts, none of which may act any more, has left; who never came by chat has not.
const listOwnerless = keptSql<{ useCase: number; slug: string }>(sql`
  select p.use_case_id as "useCase", p.slug from prompt p
  join person o on o.id = p.owner_id
  where p.use_case_id = ${ids} and exists (select from account a where a.person_id = coalesce(o.same_as, o.id))
    and not exists (select from account a where a.person_id = coalesce(o.same_as, o.id) and a.barred is null)
  order by p.slug`);

const listReviews = keptSql<In<Watched['reviews'][number]>>(sql`
  select p.use_case_id as "useCase", c.id as change, p.slug as prompt, c.opened_at::text as "openedAt", (
    select coalesce(json_agg(coalesce(w.same_as, w.id)), '[]') from coauthor a join person w on w.id = a.person_id
    where a.change_id = c.id) as writers
  from change c join prompt p on p.id = c.prompt_id
  where p.use_case_id = ${ids} and c.review = 'open' and c.expires_at > ${sql.placeholder('now')}::timestamptz
  order by c.id`);

const listRollbacks = keptSql<In<Watched['rollbacks'][number]>>(sql`
  select p.use_case_id as "useCase", p.slug as prompt, m.label, f.number as from, t.number as to, m.at::text as at
  from move m join prompt p on p.id = m.prompt_id join version t on t.id = m.to_id left join version f on f.id = m.from_id
  where p.use_case_id = ${ids} and m.kind = 'rollback' and m.at > ${sql.placeholder('since')}::timestamptz
  order by m.id`);

const release = (change: string, at: string) =>
  sql.raw(`select c.id as change, p.slug as prompt, s.name as author, ${at}::text as at, (
      select count(distinct f.rater)::int from change_feedback a join vote f on f.id = a.vote_id
      where a.change_id = c.id) as answered
    from change c join person w on w.id = c.author_id join person s on s.id = coalesce(w.same_as, w.id)
    where c.id = ${change} and c.kind = 'proposal'`);

const listReleased = keptSql<In<Watched['released'][number]>>(sql`
  select p.use_case_id as "useCase", r.* from move m join prompt p on p.id = m.prompt_id,
    lateral (${release('m.change_id', 'm.at')}) as r
  where p.use_case_id = ${ids} and m.label = 'production' and m.kind = 'promote'
    and m.at > ${sql.placeholder('lately')}::timestamptz
  order by m.id`);

const votes = (version: string) =>
  sql.raw(`(select json_build_object('up', coalesce(sum(up), 0), 'of', coalesce(sum(up + down), 0)) as share,
    coalesce(sum(up + down), 0) as votes from vote_day where version_id = ${version})`);

const listRivals = keptSql<In<Watched['rivals'][number]>>(sql`
  select p.use_case_id as "useCase", p.slug as prompt, v.number as version, now.share as now, was.share as was,
    m.at::text as at, (select row_to_json(r) from (${release('m.change_id', 'm.at')}) as r) as release
  from prompt p join label l on l.prompt_id = p.id and l.name = 'production'
  join move m on m.id = l.move_id and m.kind = 'promote' and m.from_id <> l.version_id
  join version v on v.id = l.version_id,
    lateral ${votes('l.version_id')} as now, lateral ${votes('m.from_id')} as was
  where p.use_case_id = ${ids} and m.at > ${sql.placeholder('lately')}::timestamptz
    and now.votes >= ${sql.placeholder('least')}::int and was.votes >= ${sql.placeholder('least')}::int
  order by p.slug`);

// What was approved could be since the change was opened, or since its content was written anew.
const listApprovals = keptSql<In<Watched['approvals'][number]>>(sql`
  select * from (
    select p.use_case_id as "useCase", v.change_id as "changeId", coalesce(w.same_as, w.id) as "personId",
      extract(epoch from v.at - greatest(c.opened_at, least(x.created_at, v.at)))::float8 as "secondsFromOpening",
      c.shown_whole or exists (select from diff_opened o join person op on op.id = o.person_id where o.change_id = v.change_id
        and coalesce(op.same_as, op.id) = coalesce(w.same_as, w.id) and o.at <= v.at) as "diffOpened",
      row_number() over (partition by p.use_case_id order by v.id desc) as recent
    from verdict v join change c on c.id = v.change_id and c.kind = 'proposal' join prompt p on p.id = c.prompt_id
    join person w on w.id = v.person_id
    left join version x on x.prompt_id = p.id and x.fingerprint = v.fingerprint
    where p.use_case_id = ${ids} and v.verdict = 'approve' and v.at > ${sql.placeholder('lately')}::timestamptz
  ) as approvals where recent <= ${sql.placeholder('most')}::int order by "changeId"`);
