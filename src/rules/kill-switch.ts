import { dayIn } from './calendar.ts';
import type { Measure } from './measure.ts';
import { beyond, type KillKpi } from './threshold.ts';
import type { UseCaseState } from './use-case.ts';

/**
 * When a use case should be stopped, as agreed beforehand: the KPI beyond the threshold (in the KPI's unit) in so many
 * evaluable cycles in a row. A changed threshold, number or length of cycles is a new agreement.
 */
export type Criterion = { id: number; kpi: KillKpi; threshold: number; cycles: number; agreedAt: Date };

export const CYCLES = { least: 1, most: 12, usual: 2 } as const;

export type Verdict = 'breach' | 'kept' | 'unknown';

/** What a criterion says of one cycle, with the reason where it says nothing. Exactly at the threshold is kept. */
export function verdict(
  { kpi, threshold }: Pick<Criterion, 'kpi' | 'threshold'>,
  measured: Measure,
): { verdict: Verdict; why?: string } {
  if (measured.kind === 'unknown') return { verdict: 'unknown', why: measured.why };
  if (beyond(kpi, threshold, measured.value)) return { verdict: 'breach' };
  // A best case on the right side of the threshold says nothing about the true value.
  return measured.atBest ? { verdict: 'unknown', why: measured.atBest } : { verdict: 'kept' };
}

/** The verdicts of one criterion on closed cycles, in any order; cycles by their first day. */
export type Judged = { criterion: Criterion; verdicts: readonly { startsOn: string; verdict: Verdict }[] };

/** The breaches of a criterion that follow each other, by the first day of their cycles, the oldest first. */
export type Streak = { criterion: Criterion; breaches: readonly string[] };

/** What the close of a cycle finds. */
export type Closing = {
  state: UseCaseState;
  zone: string;
  /** The cycle that closes. */
  startsOn: string;
  judged: readonly Judged[];
  /** When it last began to run: it left the draft, or was resumed. What was before does not count. */
  runningSince: Date;
  /** Whether a proposal for this use case waits for its answer. */
  open: boolean;
  /** The cycles during which somebody pressed "Snooze one cycle": the close of each makes no proposal. */
  snoozed: readonly string[];
};

/** `maySnooze`: whether the proposal may be put off for a cycle, which it may be once for every streak. */
export type Due =
  | { kind: 'nothing' }
  | { kind: 'warning'; warnings: Streak[] }
  | { kind: 'proposal'; proposed: Streak[]; warnings: Streak[]; maySnooze: boolean };

/**
 * What is due at the close of a cycle. The first breach of a streak warns; from the Nth on, every cycle that closes with a breach
 * proposes, all criteria that are due in one proposal. So a proposal that was answered with "Keep running" comes back
 * with the next breach, and only a kept cycle ends the streak. While a proposal is open there is no other, and first breaches still warn;
 * nothing is due for what does not run. A snooze silences the close of the cycle it was pressed in, whatever that cycle's verdict.
 */
export function due({ state, zone, startsOn, judged, runningSince, open, snoozed }: Closing): Due {
  if (state !== 'pilot' && state !== 'active') return { kind: 'nothing' };
  const streaks = judged
    .map(({ criterion, verdicts }) => ({
      criterion,
      breaches: streak(verdicts, countsFrom(criterion, runningSince, zone), startsOn),
    }))
    .filter(({ breaches }) => breaches.at(-1) === startsOn)
    .sort((one, other) => one.criterion.id - other.criterion.id);
  const warnings = streaks.filter(({ criterion, breaches }) => breaches.length === 1 && criterion.cycles > 1);
  const proposed =
    open || snoozed.includes(startsOn)
      ? []
      : streaks.filter(({ criterion, breaches }) => breaches.length >= criterion.cycles);
  if (proposed.length > 0) {
    const first = proposed.map(({ breaches }) => breaches[0]!).sort()[0]!;
    return { kind: 'proposal', proposed, warnings, maySnooze: !snoozed.some((cycle) => cycle > first) };
  }
  return warnings.length > 0 ? { kind: 'warning', warnings } : { kind: 'nothing' };
}

/**
 * The first day from which cycles count: a cycle counts if it began on the day of the agreement, or on the day it began
 * to run, or later. A cycle that had begun before does not: nobody is judged for days on which nothing was agreed.
 */
export function countsFrom({ agreedAt }: Pick<Criterion, 'agreedAt'>, runningSince: Date, zone: string): string {
  return dayIn(zone, agreedAt > runningSince ? agreedAt : runningSince);
}

/** The breaches since the last kept cycle. An unknown one is passed over: it neither extends a streak nor ends it. */
function streak(verdicts: Judged['verdicts'], from: string, until: string): string[] {
  const counted = verdicts
    .filter(({ startsOn }) => startsOn >= from && startsOn <= until)
    .sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  const kept = counted.findLastIndex((one) => one.verdict === 'kept');
  return counted.flatMap((one, at) => (at > kept && one.verdict === 'breach' ? [one.startsOn] : []));
}
