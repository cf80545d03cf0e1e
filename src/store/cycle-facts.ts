import { type Cycle, cycleLength, cycleOf, dayIn, daysAfter } from '../rules/calendar.ts';
import type { CycleFacts } from '../rules/cycle.ts';
import { daysBefore } from '../rules/kpi.ts';
import { sql } from './drizzle.ts';
import { idList } from './id-list.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';

/** For how many days before the end of a cycle decisions that were timed say what one saves. */
const TIMED_DAYS = 90;

/**
 * The facts of use cases in one cycle, a whole week or month, by their ids. Reads counts, never single facts, so that it
 * takes the same however many there are; votes are counted by their day in UTC. Final only with the books closed.
 */
export async function cycleFacts(
  db: Db,
  useCaseIds: readonly number[],
  startsOn: string,
  endsOn: string,
): Promise<Map<number, CycleFacts>> {
  const unit = cycleOf('week', startsOn).endsOn === endsOn ? 'week' : 'month';
  const timedFrom = daysAfter(endsOn, 1 - TIMED_DAYS);
  const usedFrom = daysAfter(startsOn, -daysBefore);
  const rows = await read(db, { ids: idList(useCaseIds), startsOn, endsOn, unit, timedFrom, usedFrom });
  return new Map(rows.map((row) => [row.id, factsOf(row, { startsOn, endsOn })]));
}

type Counts = Record<
  | 'usageDays'
  | 'lateUses'
  | 'decisions'
  | 'lateDecisions'
  | 'decisionDays'
  | 'reversals'
  | 'lateReversals'
  | 'timedReversals'
  | 'reversalMinutes'
  | 'pricedReversals'
  | 'reversalCost',
  number
>;
type Cohort = { week: number; enabled: number; used: number; late: number };
type Took = { at: string; hours: number };
type Row = {
  id: number;
  timezone: string;
  claim: { method: string; minutes: number } | null;
  counts: Counts | null;
  timed: { decisions: number; minutes: number } | null;
  windowDays: number | null;
  cohorts: Cohort[] | null;
  spread: { days: number; users: number }[] | null;
  votes: { up: number; votes: number } | null;
  reviews: Took[] | null;
  releases: Took[] | null;
};

const none: Counts = {
  usageDays: 0,
  lateUses: 0,
  decisions: 0,
  lateDecisions: 0,
  decisionDays: 0,
  reversals: 0,
  lateReversals: 0,
  timedReversals: 0,
  reversalMinutes: 0,
  pricedReversals: 0,
  reversalCost: 0,
};

function factsOf(row: Row, cycle: Cycle): CycleFacts {
  const of = cycleLength(cycle);
  const all = { on: of, of };
  const counts = row.counts ?? none;
  const used = { on: counts.usageDays, of };
  const windows = { on: row.windowDays ?? 0, of: of + daysBefore };
  const decided = { on: counts.decisionDays, of };
  const { decisions, reversals, timedReversals: timed, reversalMinutes: minutes } = counts;
  const cohorts = row.cohorts ?? [];
  const cohort = (week: number) => cohorts.find((one) => one.week === week) ?? { enabled: 0, used: 0 };
  const people = (week: number) => ({ enabled: cohort(week).enabled, using: cohort(week).used, reported: windows });
  const inCycle = (took: Took[] | null) =>
    (took ?? []).filter(({ at }) => isIn(cycle, dayIn(row.timezone, new Date(at)))).map((one) => one.hours);
  return {
    adoption: people(0),
    adoption_decay: [1, 2, 3, 4, 5, 6, 7, 8].map((week) => ({ week, ...people(week) })),
    concentration: { histogram: row.spread ?? [], reported: used },
    reversal_rate: { decisions, reversals, reported: decided },
    reversal_cost: { reversals, priced: counts.pricedReversals, cost: counts.reversalCost, reported: decided },
    reversal_minutes: { reversals, timed, minutes, reported: decided },
    hours_saved: {
      claim: row.claim,
      sample: row.timed ?? { decisions: 0, minutes: 0 },
      decisions,
      reversals,
      timed,
      reversalMinutes: minutes,
      reported: decided,
    },
    satisfaction: { up: row.votes?.up ?? 0, votes: row.votes?.votes ?? 0, reported: all },
    review_time: { hours: inCycle(row.reviews), reported: all },
    release_time: { hours: inCycle(row.releases), reported: all },
    // Somebody whose enabling was told late is late in every week that has passed.
    late:
      counts.lateUses + counts.lateDecisions + counts.lateReversals + Math.max(0, ...cohorts.map((one) => one.late)),
  };
}

const isIn = ({ startsOn, endsOn }: Cycle, day: string) => day >= startsOn && day <= endsOn;

const startsOn = sql`${sql.placeholder('startsOn')}::date`;
const endsOn = sql`${sql.placeholder('endsOn')}::date`;
// A day in some zone is at most half a day away from the one in UTC; which it is is seen afterwards.
const around = sql`between ${startsOn} - 1 and ${endsOn} + 2`;

// One aggregate for each table: with joins in between counts would multiply.
const read = keptSql<Row>(sql`
  with wanted as (
    select * from use_case where id = any(${sql.placeholder('ids')}::int[])
  ), counted as (
    select use_case_id, json_build_object('usageDays', count(*) filter (where usage_reported), 'lateUses', sum(late_uses),
      'decisions', sum(decisions), 'lateDecisions', sum(late_decisions),
      'decisionDays', count(*) filter (where decisions_reported), 'reversals', sum(reversals),
      'lateReversals', sum(late_reversals), 'timedReversals', sum(timed_reversals),
      'reversalMinutes', sum(reversal_minutes), 'pricedReversals', sum(priced_reversals),
      'reversalCost', sum(reversal_cost)) as counts
    from fact_day where use_case_id in (select id from wanted) and day between ${startsOn} and ${endsOn} group by 1
  ), timed as (
    select use_case_id, json_build_object('decisions', sum(timed_decisions), 'minutes', sum(minutes_saved)) as timed
    from fact_day where use_case_id in (select id from wanted)
      and day between ${sql.placeholder('timedFrom')}::date and ${endsOn} group by 1
  ), windows as (
    select use_case_id, count(*)::int as days from fact_day where use_case_id in (select id from wanted) and usage_reported
      and day between ${sql.placeholder('usedFrom')}::date and ${endsOn} group by 1
  ), cohorts as (
    select use_case_id, json_agg(json_build_object('week', week, 'enabled', enabled, 'used', used, 'late', late)) as cohorts
    from (select use_case_id, week, sum(enabled) as enabled, sum(used) as used, sum(late) as late from cohort_day
      where use_case_id in (select id from wanted) and day between ${startsOn} and ${endsOn} group by 1, 2) as weeks
    group by 1
  ), spread as (
    select use_case_id, json_agg(json_build_object('days', days, 'users', users) order by days) as spread from usage_spread
    where use_case_id in (select id from wanted) and unit = ${sql.placeholder('unit')}::text
      and starts_on = ${startsOn} and users > 0 group by 1
  ), votes as (
    select p.use_case_id, json_build_object('up', sum(d.up), 'votes', sum(d.up + d.down)) as votes
    from prompt p join version v on v.prompt_id = p.id join vote_day d on d.version_id = v.id
    where p.use_case_id in (select id from wanted) and d.day between ${startsOn} and ${endsOn} group by 1
  ), reviews as (
    select p.use_case_id, json_agg(json_build_object('at', c.decided_at,
      'hours', extract(epoch from c.decided_at - c.opened_at) / 3600)) as reviews
    from prompt p join change c on c.prompt_id = p.id
    where p.use_case_id in (select id from wanted) and c.kind = 'proposal' and c.review in ('approved', 'declined')
      and c.decided_at ${around} group by 1
  ), releases as (
    select p.use_case_id, json_agg(json_build_object('at', m.at,
      'hours', extract(epoch from m.at - c.opened_at) / 3600)) as releases
    from prompt p join move m on m.prompt_id = p.id and m.label = 'production' and m.kind = 'promote'
      join change c on c.id = m.change_id
    where p.use_case_id in (select id from wanted) and m.at ${around} group by 1
  )
  select w.id, w.timezone, counts, timed, windows.days as "windowDays", cohorts, spread, votes, reviews, releases,
    case when w.minutes_per_decision is not null
      then json_build_object('method', coalesce(w.hours_method, ''), 'minutes', w.minutes_per_decision) end as claim
  from wanted w left join counted on counted.use_case_id = w.id left join timed on timed.use_case_id = w.id
    left join windows on windows.use_case_id = w.id left join cohorts on cohorts.use_case_id = w.id
    left join spread on spread.use_case_id = w.id left join votes on votes.use_case_id = w.id
    left join reviews on reviews.use_case_id = w.id left join releases on releases.use_case_id = w.id
  order by w.id`);
