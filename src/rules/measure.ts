import { type Kpi, type KpiKey, kpi, kpis } from './kpi.ts';
import { wilson } from './statistics.ts';

/**
 * On how many of the cycle's days the application reported facts of this kind at all: usage for the KPIs of usage,
 * decisions or reversals for those of decisions. What people did in the week after a day is looked for on `daysBefore` the
 * cycle too. What the bot sees itself is reported on all days.
 */
export type Reported = { on: number; of: number };

/** The counts that a KPI is made of. They are frozen when their cycle closes; what is counted says `kpis`. */
export type Facts = {
  adoption: { enabled: number; using: number; reported: Reported };
  adoption_decay: { week: number; enabled: number; using: number; reported: Reported };
  /** How many users used it on so many days of the cycle, in any order. */
  concentration: { histogram: readonly { days: number; users: number }[]; reported: Reported };
  reversal_rate: { decisions: number; reversals: number; reported: Reported };
  /** `priced`: the reversals whose cost was told, `cost` the sum of those, and of what was told late of earlier ones. A cost of 0 is told. */
  reversal_cost: { reversals: number; priced: number; cost: number; reported: Reported };
  reversal_minutes: { reversals: number; timed: number; minutes: number; reported: Reported };
  hours_saved: {
    /** What a decision saves, as somebody asserted it, and by which method they know. */
    claim: { method: string; minutes: number } | null;
    /** Decisions that were timed, and the minutes they saved in all. */
    sample: { decisions: number; minutes: number };
    decisions: number;
    reversals: number;
    /** The reversals whose minutes were told, and the sum of those. */
    timed: number;
    reversalMinutes: number;
    reported: Reported;
  };
  satisfaction: { up: number; votes: number; reported: Reported };
  /** Hours from opening to the decision, of each change decided in the cycle, in any order. */
  review_time: { hours: readonly number[]; reported: Reported };
  release_time: { hours: readonly number[]; reported: Reported };
};

/**
 * A KPI of one cycle. `value` is in the unit of the KPI, numerator and denominator are what was counted, coverage is a
 * share from 0 to 1. `interval` (95 %) only where the value is a share, in percent like the value. `why` is a plain phrase
 * such as "12 of at least 20 people".
 */
export type Measure =
  | {
      kind: 'known';
      value: number;
      numerator: number;
      denominator: number;
      coverage: number;
      interval?: { low: number; high: number };
      /** A phrase on what is missing, where the true value can only be worse than this one. */
      atBest?: string;
      /** Of hours saved: whether a sample has confirmed what was claimed. */
      standing?: 'claimed' | 'confirmed';
    }
  | { kind: 'unknown'; why: string };

/** So many timed decisions confirm what a decision saves; their minutes then count instead of the claim. */
export const LEAST_TIMED = 10;
/** Days of an average month. */
const MONTH = 365.25 / 12;

/** Computes a KPI from its counts. Missing or too little data is unknown, never zero. */
export function measure<Key extends KpiKey>(key: Key, facts: Facts[Key]): Measure {
  const { on, of } = facts.reported;
  const coverage = of === 0 ? 0 : on / of;
  if (coverage < kpis[key].leastCoverage)
    return unknown(on === 0 ? 'nothing was reported' : `reported on ${on} of ${of} days`);
  const counted = counts[key](facts);
  if (typeof counted === 'string') return unknown(counted);
  const { sample, ...known } = counted;
  const { leastSample, sampleOf }: Kpi = kpi(key);
  if (sample !== undefined && sample < leastSample) return unknown(`${sample} of at least ${leastSample} ${sampleOf}`);
  return { kind: 'known', ...known, coverage };
}

type Counted = Omit<Extract<Measure, { kind: 'known' }>, 'kind' | 'coverage'> & {
  sample?: number;
};

/** How each KPI is counted; a phrase where there is nothing to count. */
const counts: { [Key in KpiKey]: (facts: Facts[Key]) => Counted | string } = {
  adoption: ({ enabled, using }) => (enabled === 0 ? 'nobody was enabled 30 days before' : share(using, enabled)),
  adoption_decay: ({ week, enabled, using }) =>
    enabled === 0 ? `nobody was enabled ${week} ${week === 1 ? 'week' : 'weeks'} before` : share(using, enabled),
  concentration: ({ histogram }) => concentration(histogram),
  reversal_rate: ({ decisions, reversals }) =>
    decisions === 0 ? 'no decisions were reported' : share(reversals, decisions),
  reversal_cost: ({ reversals, priced, cost }) => sum(cost, priced, reversals, 'cost'),
  reversal_minutes: ({ reversals, timed, minutes }) => sum(minutes, timed, reversals, 'time'),
  hours_saved: hoursSaved,
  satisfaction: ({ up, votes }) => (votes === 0 ? 'nobody voted' : share(up, votes)),
  review_time: ({ hours }) => median(hours, 'no change was decided'),
  release_time: ({ hours }) => median(hours, 'no change was released'),
};

const unknown = (why: string): Measure => ({ kind: 'unknown', why });

function share(numerator: number, denominator: number): Counted {
  const counted = { value: percent(numerator, denominator), numerator, denominator, sample: denominator };
  // More reversals than decisions: no share of anything any more, so no interval either.
  if (numerator > denominator) return counted;
  const { low, high } = wilson({ up: numerator, of: denominator });
  return { ...counted, interval: { low: 100 * low, high: 100 * high } };
}

const percent = (numerator: number, denominator: number) => (100 * numerator) / denominator;

function sum(numerator: number, told: number, denominator: number, what: string): Counted | string {
  const missing = untold(told, denominator, what);
  // What was told of reversals of before is the least that it may be.
  if (denominator > 0 && told === 0 && numerator <= 0) return missing.atBest!;
  return { value: numerator, numerator, denominator, ...missing };
}

function untold(told: number, of: number, what: string): { atBest?: string } {
  if (told >= of) return {};
  return { atBest: `the ${what} of ${of === 1 ? 'the one reversal' : `${of - told} of ${of} reversals`} was not told` };
}

function concentration(histogram: Facts['concentration']['histogram']): Counted | string {
  const used = histogram.filter(({ days, users }) => days > 0 && users > 0).sort((one, other) => other.days - one.days);
  const users = used.reduce((all, one) => all + one.users, 0);
  if (users === 0) return 'nobody used it';
  const days = used.reduce((all, one) => all + one.days * one.users, 0);
  // In tenths of users, so that 10 % is a whole number.
  let left = users;
  let top = 0;
  for (const one of used) {
    const taken = Math.min(left, 10 * one.users);
    top += taken * one.days;
    left -= taken;
  }
  return {
    value: percent(top / 10, days),
    numerator: top / 10,
    denominator: days,
    sample: users,
  };
}

function hoursSaved(facts: Facts['hours_saved']): Counted | string {
  const { claim, sample, decisions, reversals, timed, reversalMinutes, reported } = facts;
  const confirmed = sample.decisions >= LEAST_TIMED;
  const each = confirmed ? sample.minutes / sample.decisions : claim?.minutes;
  if (each === undefined) return 'nobody has said how many minutes a decision saves';
  if (decisions === 0) return 'no decisions were reported';
  const minutes = each * (decisions - reversals) - reversalMinutes;
  const value = ((minutes / 60) * MONTH) / reported.of;
  return {
    value,
    numerator: minutes,
    denominator: decisions,
    standing: confirmed ? 'confirmed' : 'claimed',
    sample: decisions,
    ...untold(timed, reversals, 'time'),
  };
}

/** Of an even number the mean of the two in the middle. */
function median(values: readonly number[], none: string): Counted | string {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  if (half === 0) return none;
  const value = (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
  const of = sorted.length;
  return { value, numerator: value, denominator: of, sample: of };
}
