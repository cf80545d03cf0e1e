import type { Reason } from '../rules/reasons.ts';
import { and, eq, sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { changeFeedback, muted } from './schema.ts';

/** A low vote as the author of a change sees it: without its rater. */
export type Feedback = {
  voteId: number;
  version: number;
  application: string;
  reasons: Reason[];
  /** Null: nothing was said, or its time has run out. */
  comment: string | null;
  at: Date;
};

type Row = Omit<Feedback, 'voteId' | 'at'> & { id: string; at: string };
const read = ({ id, at, ...row }: Row): Feedback => ({ voteId: Number(id), ...row, at: new Date(at) });
const shown = sql.raw(
  `f.id, v.number as version, f.application, coalesce(f.reasons, '[]') as reasons, f.comment, f.at::text as at`,
);

/**
 * What a change may answer: low votes of a prompt that say something and that no change answers, latest first. A change
 * that came to nothing, or was rolled back and not brought back, answers nothing.
 */
export async function unansweredFeedback(db: Db, promptId: number, most: number): Promise<Feedback[]> {
  return (await unanswered(db, { promptId, most })).map(read);
}

// A rollback takes back all that came after the version it goes to, up to the one it leaves.
const rolledBack = sql.raw(`exists (
  select from move m join version gone on gone.id = m.from_id join version back on back.id = m.to_id
  where m.prompt_id = c.prompt_id and m.label = c.label and m.id > c.move_id and m.kind = 'rollback'
    and back.number < n.number and n.number <= gone.number
    and not exists (select from move again where again.prompt_id = c.prompt_id and again.label = c.label
      and again.id > m.id and again.to_id = c.version_id))`);

const unanswered = keptSql<Row>(sql`
  select ${shown} from version v, lateral (
    select * from vote where version_id = v.id and not up and excluded is null
      and (comment is not null or jsonb_array_length(reasons) > 0)
      and not exists (select from change_feedback a join change c on c.id = a.change_id join version n on n.id = c.version_id
        where a.vote_id = vote.id and c.review not in ('declined', 'withdrawn', 'expired') and not ${rolledBack})
    order by at desc limit ${sql.placeholder('most')}::int) as f
  where v.prompt_id = ${sql.placeholder('promptId')}::int
  order by f.at desc limit ${sql.placeholder('most')}::int`);

/**
 * Names the feedback a change answers, in place of what it named before. Votes on other prompts are left out.
 * @returns how many it answers
 */
export async function answerFeedback(db: Db, changeId: number, voteIds: readonly number[]): Promise<number> {
  await db.delete(changeFeedback).where(eq(changeFeedback.changeId, changeId));
  const rows = await db.execute(sql`
    insert into change_feedback (change_id, vote_id)
    select c.id, f.id from change c join version v on v.prompt_id = c.prompt_id join vote f on f.version_id = v.id
    where c.id = ${changeId} and f.id = any(${idList(voteIds)}::bigint[]) returning vote_id`);
  return rows.length;
}

/** The feedback a change answers, oldest first. */
export async function feedbackOf(db: Db, changeId: number): Promise<Feedback[]> {
  return (await answered(db, { changeId })).map(read);
}

const answered = keptSql<Row>(sql`
  select ${shown} from change_feedback a join vote f on f.id = a.vote_id join version v on v.id = f.version_id
  where a.change_id = ${sql.placeholder('changeId')}::int order by f.id`);

const rater = sql.raw(`(select coalesce(p.same_as, p.id) from person p where 'person:' || p.id = f.rater)`);

/** What one person said that a change answers; empty when it was somebody else. */
export async function saidBy(db: Db, changeId: number, personId: number): Promise<Feedback[]> {
  return (await said(db, { changeId, personId })).map(read);
}

const said = keptSql<Row>(sql`
  select ${shown} from change_feedback a join vote f on f.id = a.vote_id join version v on v.id = f.version_id
  where a.change_id = ${sql.placeholder('changeId')}::int and ${rater} = ${sql.placeholder('personId')}::int
  order by f.id`);

export type News = 'released' | 'rolled_back';

/**
 * Who is to be told what became of the feedback a change answers: each person once for each news, and of a rollback only
 * who was told of the release. Whoever is muted is left out. Notes that they are told.
 * @returns ids of people
 */
export async function claimTelling(db: Db, changeId: number, news: News, now: Date): Promise<number[]> {
  return (await claim(db, { changeId, news, now: now.toISOString() })).map((row) => row.person_id);
}

const claim = keptSql<{ person_id: number }>(sql`
  insert into feedback_told (change_id, person_id, news, at)
  select distinct a.change_id, s.id, given.news, given.now::timestamptz
  from (select ${sql.placeholder('changeId')}::int as change_id, ${sql.placeholder('news')}::text as news,
    ${sql.placeholder('now')}::text as now) as given
  join change_feedback a on a.change_id = given.change_id join vote f on f.id = a.vote_id
  join person p on 'person:' || p.id = f.rater join person s on s.id = coalesce(p.same_as, p.id)
  where not exists (select from muted m where m.person_id = s.id) and (given.news = 'released' or exists (
    select from feedback_told t where t.change_id = a.change_id and t.person_id = s.id and t.news = 'released'))
  on conflict do nothing returning person_id`);

/** Changes that brought a version to production and answer feedback: what a rollback from it takes back. */
export async function answeringChanges(db: Db, versionId: number): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select id from change where version_id = ${versionId} and application = 'applied' and kind = 'proposal'
      and exists (select from change_feedback a where a.change_id = change.id) order by id`);
  return [...rows].map((row) => row.id);
}

/** Whether a person wants to hear nothing of what became of their feedback. */
export async function isMuted(db: Db, personId: number): Promise<boolean> {
  const rows = await db.select().from(muted).where(eq(muted.personId, personId));
  return rows.length > 0;
}

/** Turns news about feedback off for a person, or on again. */
export async function setMuted(db: Db, personId: number, off: boolean, now: Date): Promise<void> {
  if (off) await db.insert(muted).values({ personId, at: now }).onConflictDoNothing();
  else await db.delete(muted).where(and(eq(muted.personId, personId)));
}
