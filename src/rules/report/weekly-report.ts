import type { KpiKey } from '../kpi.ts';
import type { Measure } from '../measure.ts';
import type { Share } from '../statistics.ts';
import type { UseCaseState } from '../use-case.ts';

/** The KPIs that are one number a cycle. */
export type ToldKpi = Exclude<KpiKey, 'adoption_decay'>;

/** A KPI of the last closed cycle. `before`: its value in the cycle before; `trend`: in the last ones, the oldest first. */
export type KpiRow = {
  kpi: ToldKpi;
  measure: Measure;
  /** What it must not cross, as agreed; null: nothing was agreed. */
  threshold: number | null;
  breach: boolean;
  before: number | null;
  trend: (number | null)[];
};

export type UseCaseRow = {
  useCase: string;
  state: UseCaseState;
  currency: string;
  /** The cycle that the numbers are of, such as "week 12 of 2026"; null before the first one closed. */
  cycle: string | null;
  /** A cycle that could not be closed when its time came: then there are no numbers. */
  unclosed?: string;
  rows: KpiRow[];
  /** How many facts of it came late, and count in it though they happened before. */
  lateFacts: number;
};

/** Somebody whose change, or what others said of it, came before an outcome that is clearly better. */
export type Recognition = {
  /** Names the outcome, so that nobody is praised twice for it. */
  key: string;
  useCase: string;
  prompt: string;
  change: number | null;
  author: string | null;
  /** How many people's feedback the change answers. They are not named. */
  answered: number;
} & ({ kind: 'satisfaction'; version: number; now: Share; was: Share } | { kind: 'reversals'; now: Share; was: Share });

/** A report as it was made: all that it says, as values. What was posted can be shown again from it. */
export type WeeklyReport = {
  for: 'owner' | 'team';
  /** The channel it is posted to, `slack:T1/C2`; null: it is somebody's own. */
  place: string | null;
  slot: string;
  zone: string;
  late: boolean;
  /** What happened since then is in it. */
  since: string;
  short: boolean;
  useCases: UseCaseRow[];
  /** `asked`: what this person may answer; null: the answer is somebody else's. */
  proposals: { id: number; useCase: string; days: number; asked: { mayKeep: boolean; maySnooze: boolean } | null }[];
  satisfaction: { useCase: string; now: Share; was: Share; better: boolean }[];
  recognition: Recognition[];
  rollbacks: { prompt: string; label: string; useCase: string; from: number | null; to: number; day: string }[];
  /** What waits for this person's yes. */
  criteria: { criterion: number; useCase: string; words: string; by: string; days: number }[];
  reviews: { change: number; prompt: string; useCase: string; days: number }[];
  contexts: { useCase: string; input: string; overdueDays: number | null }[];
  pilots: { useCase: string; inDays: number; until: string }[];
  ownerless: { what: string; kind: 'use case' | 'prompt' }[];
  separate: { decisionClass: string; useCases: string[]; prompts: number }[];
  honesty: { useCase: string; signs: string[] }[];
  actions: string[];
  moreActions: number;
};
