import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import type { Db } from './open.ts';

/** What was erased: so many comments, and the excerpts of these outputs and decisions. `cited`: where the comments were shown. */
export type Erased = { comments: number; outputs: number[]; decisions: number[]; cited: Cited[] };
/** A change that answers a comment, and the person who wrote it; null for a user of an application. */
type Cited = { change: number; person: number | null };

type Row = { id: string };
const idsOf = (rows: Iterable<Row>): number[] => [...rows].map((row) => Number(row.id));

/**
 * Erases excerpts and comments older than a moment, at most so many of each; counts stay as they are.
 * @returns what it was; `most` of one kind means that there may be others
 */
export async function eraseTexts(db: Db, before: Date, most: number): Promise<Erased> {
  const limit = before.toISOString();
  const outputs = await db.execute<Row>(sql`
    update output set input = null, output = null where id in (
      select id from output where at < ${limit} and (input is not null or output is not null)
      order by at limit ${most} for update skip locked) returning id`);
  const votes = await db.execute<Row>(sql`
    update vote set comment = null where id in (
      select id from vote where at < ${limit} and comment is not null
      order by at limit ${most} for update skip locked) returning id`);
  const decisions = await db.execute<Row>(sql`
    update decision set summary = null where id in (
      select id from decision where at < ${limit} and summary is not null
      order by at limit ${most} for update skip locked) returning id`);
  const cited = await citing(db, idsOf(votes));
  return { comments: votes.length, outputs: idsOf(outputs), decisions: idsOf(decisions), cited };
}

/**
 * Erases the comments of one person, and the excerpts of outputs they rated, which they may have asked for; what they
 * voted stays counted.
 */
export async function forgetTexts(db: Db, personId: number): Promise<Erased> {
  const theirs = sql`id in (select v.id from person p join vote v on v.rater = 'person:' || p.id
    where (p.id = ${personId} or p.same_as = ${personId}) and v.rater like 'person:%')`;
  const outputs = await db.execute<Row>(sql`
    update output set input = null, output = null where (input is not null or output is not null) and id in (
      select output_id from vote where ${theirs}) returning id`);
  const votes = await db.execute<Row>(
    sql`update vote set comment = null where comment is not null and ${theirs} returning id`,
  );
  return { comments: votes.length, outputs: idsOf(outputs), decisions: [], cited: await citing(db, idsOf(votes)) };
}

async function citing(db: Db, votes: readonly number[]): Promise<Cited[]> {
  const rows = await db.execute<Cited>(sql`
    select distinct a.change_id as change, coalesce(p.same_as, p.id) as person
    from change_feedback a join vote f on f.id = a.vote_id left join person p on 'person:' || p.id = f.rater
    where a.vote_id = any(${idList(votes)}::bigint[]) order by 1, 2`);
  return [...rows];
}
