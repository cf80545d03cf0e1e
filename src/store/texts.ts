import { sql } from './drizzle.ts';
import type { Db } from './open.ts';

/** What was erased: so many comments, and the excerpts of these outputs. */
export type Erased = { comments: number; outputs: number[] };

type Row = { id: string };
const idsOf = (rows: Iterable<Row>): number[] => [...rows].map((row) => Number(row.id));

/**
 * Erases excerpts and comments older than a moment, at most so many of each; counts stay as they are.
 * @returns how many comments, and the excerpts of which outputs; `most` of one means that there may be others
 */
export async function eraseTexts(db: Db, before: Date, most: number): Promise<Erased> {
  const limit = before.toISOString();
  const outputs = await db.execute<Row>(sql`
    update output set input = null, output = null where id in (
      select id from output where at < ${limit} and (input is not null or output is not null)
      order by at limit ${most} for update skip locked) returning id`);
  const votes = await db.execute(sql`
    update vote set comment = null where id in (
      select id from vote where at < ${limit} and comment is not null
      order by at limit ${most} for update skip locked) returning id`);
  return { comments: votes.length, outputs: idsOf(outputs) };
}

/**
 * Erases the comments of one person, and the excerpts of outputs they rated, which they may have asked for; what they
 * voted stays counted.
 * @returns how many comments there were, and the excerpts of which outputs
 */
export async function forgetTexts(db: Db, personId: number): Promise<Erased> {
  const theirs = sql`id in (select v.id from person p join vote v on v.rater = 'person:' || p.id
    where (p.id = ${personId} or p.same_as = ${personId}) and v.rater like 'person:%')`;
  const outputs = await db.execute<Row>(sql`
    update output set input = null, output = null where (input is not null or output is not null) and id in (
      select output_id from vote where ${theirs}) returning id`);
  const comments = await db.execute(
    sql`update vote set comment = null where comment is not null and ${theirs} returning id`,
  );
  return { comments: comments.length, outputs: idsOf(outputs) };
}
