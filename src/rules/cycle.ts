import type { KpiKey } from './kpi.ts';
import { type Facts, type Measure, measure } from './measure.ts';

/** All that is counted in one cycle of a use case; of adoption decay, one for each of the weeks 1 to 8. */
export type CycleFacts = Omit<Facts, 'adoption_decay'> & {
  adoption_decay: Facts['adoption_decay'][];
  /** How many of the facts belong to days of an earlier cycle, and came after its close. */
  late: number;
};

/** What was counted, as KPIs. */
export type Measures = Record<Exclude<KpiKey, 'adoption_decay'>, Measure> & { adoption_decay: Measure[] };

/** Every KPI of a cycle. */
export const measuresOf = ({ late: _, adoption_decay, ...facts }: CycleFacts): Measures => ({
  ...(Object.fromEntries(
    Object.entries(facts).map(([key, counted]) => [key, measure(key as KpiKey, counted as never)]),
  ) as Omit<Measures, 'adoption_decay'>),
  adoption_decay: adoption_decay.map((week) => measure('adoption_decay', week)),
});

/** The breaches of a criterion that follow each other, by the first days of their cycles, the oldest first. */
export type Breaches = { criterion: number; cycles: readonly string[] };
