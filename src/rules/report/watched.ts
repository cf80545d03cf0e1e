import type { Cycle, CycleUnit } from '../calendar.ts';
import type { CycleFacts, Measures } from '../cycle.ts';
import type { Deciding } from '../decision-class.ts';
import type { Criterion } from '../kill-switch.ts';
import type { Share } from '../statistics.ts';
import type { UseCaseState } from '../use-case.ts';
import type { Approval } from './review-honesty.ts';

/** A closed cycle of a use case: what was counted, and its KPIs, as they were frozen. */
export type ClosedCycle = Cycle & { unit: CycleUnit; facts: CycleFacts; measures: Measures };

/** A change that went to production. `answered`: how many people's feedback it names. */
export type Released = { change: number; prompt: string; author: string; answered: number; at: Date };

/** A version in production with its votes, and the one before it with its own. */
type Rivals = { prompt: string; version: number; now: Share; was: Share; release: Released | null; at: Date };

/** What waits for the answer of one person, in their use cases and in others'. `mayKeep`: they may let it run on. */
export type Waits = {
  proposals: readonly { id: number; useCase: string; madeAt: Date; mayKeep: boolean; maySnooze: boolean }[];
  criteria: readonly { criterion: number; useCase: string; words: string; by: string; setAt: Date }[];
};

/** A use case with all that a report may say of it. People by their ids, days as ISO dates in its own zone. */
export type Watched = Deciding & {
  state: UseCaseState;
  /** A step that ended it, or began it, this week is told. */
  stateSince: Date;
  timezone: string;
  period: CycleUnit;
  currency: string;
  ownerLeft: boolean;
  pilotUntil: string | null;
  /** Fields that it lacks for production, as people call them. */
  missing: readonly string[];
  contextReviewDays: number | null;
  inputs: readonly { name: string; reviewedAt: Date | null }[];
  /** The last ones, the oldest first. */
  cycles: readonly ClosedCycle[];
  /** The cycle that could not be closed when its time came, because of a fault. */
  unclosed: Cycle | null;
  criteria: readonly Pick<Criterion, 'kpi' | 'threshold' | 'agreedAt'>[];
  proposal: { id: number; madeAt: Date } | null;
  ownerlessPrompts: readonly string[];
  reviews: readonly { change: number; prompt: string; openedAt: Date; writers: readonly number[] }[];
  rollbacks: readonly { prompt: string; label: string; from: number | null; to: number; at: Date }[];
  released: readonly Released[];
  rivals: readonly Rivals[];
  approvals: readonly Approval[];
};
