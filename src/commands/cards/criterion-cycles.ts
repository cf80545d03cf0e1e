import { cycleLabel } from '../../rules/calendar.ts';
import type { Breaches } from '../../rules/cycle.ts';
import type { Verdict } from '../../rules/kill-switch.ts';
import { kpis } from '../../rules/kpi.ts';
import { valueWords } from '../../rules/kpi-words.ts';
import type { Measure } from '../../rules/measure.ts';
import { side } from '../../rules/threshold.ts';
import { type Agreed, agreementsById, isAgreed } from '../../store/criteria.ts';
import { type ClosedCycle, cyclesBetween, judgedBetween } from '../../store/cycles.ts';
import type { Db } from '../../store/open.ts';
import type { UseCase } from '../../store/use-cases.ts';
import { agreedWords } from '../acts/agreement.ts';
import { line, type Part, quote } from '../kit/card.ts';
import { words } from '../kit/words.ts';

/** One criterion with every closed cycle since its first breach, the unknown ones too. */
export type CriterionCycles = {
  criterion: Agreed;
  cycles: { cycle: ClosedCycle; measure: Measure; verdict: Verdict; why: string | null }[];
};

/** What a warning or a proposal is about, cycle by cycle up to the one at whose close it was made. */
export async function criterionCycles(
  db: Db,
  useCaseId: number,
  breaches: readonly Breaches[],
  until: string,
): Promise<CriterionCycles[]> {
  const from = breaches.map(({ cycles }) => cycles[0]!).sort()[0]!;
  const ids = breaches.map((one) => one.criterion);
  const agreements = await agreementsById(db, ids);
  const cycles = new Map((await cyclesBetween(db, useCaseId, from, until)).map((one) => [one.startsOn, one]));
  const judged = await judgedBetween(db, ids, from, until);
  return breaches.flatMap(({ criterion: id, cycles: breached }) => {
    const criterion = agreements.get(id);
    if (!criterion || !isAgreed(criterion)) return [];
    const mine = judged.filter((one) => one.criterionId === id && one.startsOn >= breached[0]!);
    return {
      criterion,
      cycles: mine.map(({ startsOn, verdict, why }) => {
        const cycle = cycles.get(startsOn)!;
        return { cycle, measure: cycle.measures[criterion.kpi], verdict, why };
      }),
    };
  });
}

const verdictWords: Record<Verdict, string> = { breach: 'broken', kept: 'kept', unknown: 'unknown' };

/** The agreed words, and the numbers of each cycle beside the threshold. */
export function criterionParts(
  { criterion, cycles }: CriterionCycles,
  { currency, timezone }: Pick<UseCase, 'currency' | 'timezone'>,
): Part[] {
  const { kpi, threshold } = criterion;
  const limit = `${side(kpi)} ${valueWords(kpi, threshold, currency)}`;
  return [
    line(words`${kpis[kpi].label} ${limit}, ${agreedWords(criterion, timezone)}`),
    quote(criterion.words),
    {
      kind: 'table',
      head: ['Cycle', kpis[kpi].label, 'Broken if', 'Verdict'],
      rows: cycles.map(({ cycle, measure, verdict, why }) => [
        [cycleLabel(cycle.unit, cycle)],
        [numberWords(measure, criterion, currency, why)],
        [limit],
        [verdictWords[verdict]],
      ]),
    },
    ...(cycles.some((one) => one.verdict === 'unknown')
      ? [line(['An unknown cycle neither counts nor starts the count anew.'])]
      : []),
    ...late(cycles),
  ];
}

function numberWords(measure: Measure, { kpi, threshold }: Agreed, currency: string, why: string | null): string {
  if (measure.kind === 'unknown') return `unknown: ${measure.why}`;
  const value = valueWords(kpi, measure.value, currency, threshold);
  const counted = kpis[kpi].unit === '%' ? ` (${measure.numerator} of ${measure.denominator})` : '';
  const claimed = measure.standing === 'claimed' ? ', claimed' : '';
  const best = why ?? measure.atBest;
  return `${value}${counted}${claimed}${best ? `; ${best}` : ''}`;
}

// Facts that came after a close count where they came in, and whoever decides should know it.
function late(cycles: CriterionCycles['cycles']): Part[] {
  const found = cycles.filter(({ cycle }) => cycle.facts.late > 0);
  if (found.length === 0) return [];
  const said = found.map(({ cycle }) => `${cycle.facts.late} in ${cycleLabel(cycle.unit, cycle)}`).join(', ');
  return [line([`Facts of earlier cycles that came late and count here: ${said}.`])];
}

/** The same for programs. */
export const criterionJson = ({ criterion, cycles }: CriterionCycles) => ({
  kpi: criterion.kpi,
  threshold: criterion.threshold,
  words: criterion.words,
  cycles: cycles.map(({ cycle, measure, verdict, why }) => ({
    starts_on: cycle.startsOn,
    ends_on: cycle.endsOn,
    value: measure.kind === 'known' ? measure.value : null,
    verdict,
    why: measure.kind === 'unknown' ? measure.why : why,
    late: cycle.facts.late,
  })),
});
