import type { LowVote } from '../rules/deal.ts';
import { and, eq, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { triage, vote } from './schema.ts';

export const decisions = ['prompt', 'context', 'not_about_the_prompt', 'known'] as const;
export type Decision = (typeof decisions)[number];

// Of each week so many, the latest: enough to choose from, and the same work whatever the number of votes.
const OF_A_WEEK = 200;

/**
 * Low votes of a prompt that nobody has decided about, some of each week since a moment and one of each rater in a week,
 * so that neither a busy week nor a loud user leaves no room for others. Those that say something are preferred.
 */
export async function undecidedVotes(db: Db, of: { promptId: number; since: Date; now: Date }): Promise<LowVote[]> {
  const rows = await undecided(db, { ...of, since: of.since.toISOString(), now: of.now.toISOString() });
  return rows.map(read);
}

type Row = Omit<LowVote, 'id'> & { id: string };
const read = (row: Row): LowVote => ({ ...row, id: Number(row.id) });

const undecided = keptSql<Row>(sql`
  with given as (select ${sql.placeholder('since')}::timestamptz as since, ${sql.placeholder('now')}::timestamptz as now)
  select low.*, week
  from given, version v, generate_series(0, floor(extract(epoch from now - since) / 604800)::int) as week,
    lateral (
      select distinct on (rater) id, rater, application, reasons->>0 as reason from (
        select id, rater, application, reasons, comment from vote
        where version_id = v.id and not up and excluded is null
          and at >= greatest(since, now - (week + 1) * interval '7 days') and (at < now - week * interval '7 days' or week = 0)
          and not exists (select from triage t where t.vote_id = vote.id)
        order by at desc limit ${sql.raw(`${OF_A_WEEK}`)}
      ) as lately
      order by rater, comment is null, reasons is null, id desc
    ) as low
  where v.prompt_id = ${sql.placeholder('promptId')}::int
  order by low.id`);

/** Low votes of a prompt that were decided about since a moment, whoever did it. */
export async function decidedVotes(db: Db, of: { promptId: number; since: Date; now: Date }): Promise<LowVote[]> {
  const rows = await decided(db, { ...of, since: of.since.toISOString(), now: of.now.toISOString() });
  return rows.map(read);
}

const decided = keptSql<Row>(sql`
  select low.id, low.rater, low.application, low.reasons->>0 as reason,
    floor(extract(epoch from ${sql.placeholder('now')}::timestamptz - low.at) / 604800)::int as week
  from version v join triage t on t.version_id = v.id and t.at >= ${sql.placeholder('since')}::timestamptz
    join vote low on low.id = t.vote_id
  where v.prompt_id = ${sql.placeholder('promptId')}::int
  order by t.at`);

/**
 * Writes down what was decided about a vote; a later decision takes the place of an earlier one. A vote that is not about
 * the prompt is left out of every rate from now on, and counts again when that is taken back.
 */
export async function decide(
  db: Db,
  made: { voteId: number; versionId: number; decision: Decision; why: string | null; personId: number; at: Date },
): Promise<void> {
  const { voteId, versionId, ...set } = made;
  await db
    .insert(triage)
    .values({ voteId, versionId, ...set })
    .onConflictDoUpdate({ target: triage.voteId, set });
  const out = made.decision === 'not_about_the_prompt';
  const theirs = sql`case when ${vote.reasons} ? 'not_about_the_prompt' then 'rater' end`;
  const still = out ? sql`${vote.excluded} is distinct from 'owner'` : eq(vote.excluded, 'owner');
  await db
    .update(vote)
    .set({ excluded: out ? 'owner' : theirs })
    .where(and(eq(vote.id, voteId), still));
}

/** What was decided about a vote; null when nothing was. */
export async function decisionOn(db: Db, voteId: number): Promise<typeof triage.$inferSelect | null> {
  const [row] = await db.select().from(triage).where(eq(triage.voteId, voteId));
  return row ?? null;
}
