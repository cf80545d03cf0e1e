import { LEAST_TO_SHOW } from './statistics.ts';

/** What a number counts. Shares are in percent, money in the currency of the use case. */
export type Unit = '%' | 'money' | 'minutes' | 'hours';

type Definition = {
  label: string;
  unit: Unit;
  better: 'higher' | 'lower';
  /** One sentence for people: what is counted, of what, and when. */
  definition: string;
  /** Of how many a number says something, and of what; with fewer it is unknown. */
  leastSample: number;
  sampleOf?: string;
  /** Of which share of the days that it looks at the facts must have been reported. Five working days of a week are enough. */
  leastCoverage: number;
};

/** A share of people or decisions says something from so many on. */
const SAMPLE = 20;
const COVERAGE = 0.5;
/**
 * Whoever did not use it on a day that nobody reported counts as somebody who did not use it at all. So a week without facts
 * makes the next one unknown too (7 of the 13 days it looks at), and two weeks of five working days are enough (9 of 13).
 */
const COHORT_COVERAGE = 0.6;

/**
 * Days after being enabled (day 0 is the day somebody was enabled), first and last included. Counted in a cycle are those
 * whose last day of the window falls in it, and of them those who used it on any day of the window.
 */
export type Window = { first: number; last: number };

export const adoptionWindow: Window = { first: 24, last: 30 };
/** The weeks 1 to 8: week 1 is days 1 to 7. */
export const decayWindows: readonly (Window & { week: number })[] = Array.from({ length: 8 }, (_, n) => ({
  week: n + 1,
  first: 7 * n + 1,
  last: 7 * n + 7,
}));
/** So many days before the cycle the windows begin that end on its first day. */
export const daysBefore = adoptionWindow.last - adoptionWindow.first;

/** Every KPI: how it is called, defined and read. How it is counted from facts is `rules/measure`. */
export const kpis = {
  adoption: {
    label: 'Adoption at 30 days',
    unit: '%',
    better: 'higher',
    definition:
      'Of the people whose 30th day after being enabled falls in the cycle, the share that used it on any of the days 24 to 30 (day 0 is the day they were enabled); its coverage is that of the cycle and the six days before.',
    leastSample: SAMPLE,
    sampleOf: 'people',
    leastCoverage: COHORT_COVERAGE,
  },
  adoption_decay: {
    label: 'Adoption decay',
    unit: '%',
    better: 'higher',
    definition:
      'For each of the weeks 1 to 8 after being enabled: of the people whose last day of that week falls in the cycle, the share that used it in that week (week 1 is days 1 to 7, week 8 is days 50 to 56); its coverage is that of the cycle and the six days before.',
    leastSample: SAMPLE,
    sampleOf: 'people',
    leastCoverage: COHORT_COVERAGE,
  },
  concentration: {
    label: 'Concentration of use',
    unit: '%',
    better: 'lower',
    definition:
      'Of all days of use in the cycle, the share of the 10 % of users with the most; where 10 % is not a whole number of users, the last one counts in part (of 15 users, the first and half of the second).',
    leastSample: SAMPLE,
    sampleOf: 'users',
    leastCoverage: COVERAGE,
  },
  reversal_rate: {
    label: 'Decision reversal rate',
    unit: '%',
    better: 'lower',
    definition:
      'The reversals counted in the cycle, for every 100 decisions counted in it; a reversal counts in the cycle it happens in, also where the decision is older, so that none is missed.',
    leastSample: SAMPLE,
    sampleOf: 'decisions',
    leastCoverage: COVERAGE,
  },
  reversal_cost: {
    label: 'Reversal cost',
    unit: 'money',
    better: 'lower',
    definition: 'What the reversals counted in the cycle cost, in the currency of the use case.',
    leastSample: 0,
    leastCoverage: COVERAGE,
  },
  reversal_minutes: {
    label: 'Time spent on reversals',
    unit: 'minutes',
    better: 'lower',
    definition: 'The minutes that people spent on the reversals counted in the cycle.',
    leastSample: 0,
    leastCoverage: COVERAGE,
  },
  hours_saved: {
    label: 'Hours saved per month',
    unit: 'hours',
    better: 'higher',
    definition:
      'The minutes that one decision saves, times the decisions that were not reversed, less the minutes spent on reversals, scaled to a month of 365.25 / 12 days; claimed until a sample of timed decisions confirms the minutes, which then count instead.',
    leastSample: 1,
    sampleOf: 'decisions',
    leastCoverage: COVERAGE,
  },
  satisfaction: {
    label: 'Satisfaction',
    unit: '%',
    better: 'higher',
    definition: 'Of the votes in the cycle that count, the share of thumbs up.',
    leastSample: LEAST_TO_SHOW,
    sampleOf: 'votes',
    // People vote when they like to: days without a vote are no days without reporting.
    leastCoverage: 0,
  },
  review_time: {
    label: 'Speed of review',
    unit: 'hours',
    better: 'lower',
    definition: 'Half of the changes decided in the cycle were decided within so many hours of being opened.',
    leastSample: 3,
    sampleOf: 'changes',
    // The bot sees these itself.
    leastCoverage: 0,
  },
  release_time: {
    label: 'Speed of release',
    unit: 'hours',
    better: 'lower',
    definition: 'Half of the changes released in the cycle were in production within so many hours of being opened.',
    leastSample: 3,
    sampleOf: 'changes',
    leastCoverage: 0,
  },
} as const satisfies Record<string, Definition>;

export type KpiKey = keyof typeof kpis;
export type Kpi = Definition & { key: KpiKey };

/** The definition of a KPI with its key. */
export const kpi = (key: KpiKey): Kpi => ({ key, ...kpis[key] });
