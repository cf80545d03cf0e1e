import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { textList } from './text-list.ts';

/** A decision was taken back. `day`: the day of that in the zone of the use case. */
export type Reversed = {
  decisionId: number;
  reason: string;
  /** What it took, and what it cost in the currency of the use case; null where that is not told. */
  minutes: number | null;
  cost: number | null;
  /** Who says so in a chat; null: the application. */
  personId: number | null;
  at: Date;
  day: string;
};

/**
 * `late` where it counts after its own day, or corrects what a closed cycle has counted; `isShown` where the decision has
 * cards, which say so.
 */
type KeptReversal = { decisionId: number; late: boolean; isShown: boolean };

/**
 * Keeps the last word on decisions that were taken back: the one with the latest `at`, among equals the one that comes last.
 * Counts follow in the same transaction; what a closed cycle has counted stays there, and what is corrected of it counts
 * now. The books must be held.
 * @returns what is new or says something else than before
 */
export async function keepReversals(db: Db, reversed: readonly Reversed[]): Promise<KeptReversal[]> {
  const last = new Map<number, Reversed>();
  for (const one of reversed) {
    const before = last.get(one.decisionId);
    if (!before || one.at >= before.at) last.set(one.decisionId, one);
  }
  if (last.size === 0) return [];
  const words = [...last.values()];
  const column = (of: (one: Reversed) => string | number | null) =>
    textList(words.map((one) => (of(one) === null ? null : String(of(one)))));
  const rows = await insertReversals(db, {
    decisions: idList(last.keys()),
    reasons: column((one) => one.reason),
    minutes: column((one) => one.minutes),
    costs: column((one) => one.cost),
    people: column((one) => one.personId),
    ats: column((one) => one.at.toISOString()),
    days: column((one) => one.day),
  });
  return rows.map(({ decision_id, ...row }) => ({ decisionId: Number(decision_id), ...row }));
}

const closed = sql`(select closed_through from decision d join use_case c on c.id = d.use_case_id where d.id = kept.decision_id)`;

const insertReversals = keptSql<{ decision_id: string; late: boolean; isShown: boolean }>(sql`
  insert into reversal as kept (decision_id, reason, minutes, cost, person_id, at, counted_on, late)
  select given.id, reason, given.minutes, cost, person_id, given.at, greatest(day, closed_through + 1),
    coalesce(day <= closed_through, false)
  from unnest(${sql.placeholder('decisions')}::bigint[], ${sql.placeholder('reasons')}::text[],
    ${sql.placeholder('minutes')}::numeric[], ${sql.placeholder('costs')}::numeric[], ${sql.placeholder('people')}::int[],
    ${sql.placeholder('ats')}::timestamptz(3)[], ${sql.placeholder('days')}::date[])
    as given(id, reason, minutes, cost, person_id, at, day)
  join decision d on d.id = given.id join use_case c on c.id = d.use_case_id
  on conflict (decision_id) do update set reason = excluded.reason, minutes = excluded.minutes, cost = excluded.cost,
    person_id = excluded.person_id, at = excluded.at,
    counted_on = case when kept.counted_on <= ${closed} then kept.counted_on else excluded.counted_on end,
    late = case when kept.counted_on <= ${closed} then kept.late else excluded.late end
  where excluded.at >= kept.at
    and (excluded.reason, excluded.minutes, excluded.cost) is distinct from (kept.reason, kept.minutes, kept.cost)
  returning decision_id, late or coalesce(counted_on <= ${closed}, false) as late,
    (select is_shown from decision d where d.id = kept.decision_id) as "isShown"`);
