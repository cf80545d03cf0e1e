import { cycleLabel, dayIn } from '../calendar.ts';
import type { Measure } from '../measure.ts';
import { beyond } from '../threshold.ts';
import type { ClosedCycle, Watched } from './watched.ts';
import type { KpiRow, ToldKpi, UseCaseRow } from './weekly-report.ts';

// What was agreed comes first; these are told of every use case, in this order.
const told: readonly ToldKpi[] = ['hours_saved', 'adoption', 'reversal_rate', 'reversal_cost', 'satisfaction'];

/** The numbers of a use case in its last closed cycle; with `short` only those that something was agreed about. */
export function useCaseRow(one: Watched, short: boolean): UseCaseRow {
  // Numbers of an older cycle would pass for those that are missing.
  const last = one.unclosed ? undefined : one.cycles.at(-1);
  const agreed = last ? agreedFor(one, last).map(({ kpi }) => kpi) : one.criteria.map(({ kpi }) => kpi);
  const keys = [...new Set<ToldKpi>([...agreed, ...(short && agreed.length > 0 ? [] : told)])];
  return {
    useCase: one.slug,
    state: one.state,
    currency: one.currency,
    cycle: last ? cycleLabel(last.unit, last) : null,
    ...(one.unclosed && { unclosed: cycleLabel(one.period, one.unclosed) }),
    rows: last ? keys.map((kpi) => kpiRow(one, last, kpi)) : [],
    lateFacts: last?.facts.late ?? 0,
  };
}

function kpiRow(one: Watched, last: ClosedCycle, kpi: ToldKpi): KpiRow {
  // A week and a month are not compared.
  const alike = one.cycles.filter(({ unit }) => unit === last.unit);
  const trend = alike.map(({ measures }) => known(measures[kpi]));
  const measure = last.measures[kpi];
  const agreed = agreedFor(one, last).find((criterion) => criterion.kpi === kpi);
  const value = known(measure);
  // Nobody is told off for days on which nothing was agreed.
  const counts = agreed && value !== null && last.startsOn >= dayIn(one.timezone, agreed.agreedAt);
  const breach = counts ? beyond(agreed.kpi, agreed.threshold, value) : false;
  return { kpi, measure, threshold: agreed?.threshold ?? null, breach, before: trend.at(-2) ?? null, trend };
}

/** What is agreed for cycles of that length. */
const agreedFor = ({ criteria, period }: Watched, { unit }: ClosedCycle): Watched['criteria'] =>
  unit === period ? criteria : [];

const known = (measure: Measure): number | null => (measure.kind === 'known' ? measure.value : null);
