import { cycleLabel } from '../../rules/calendar.ts';
import type { Measures } from '../../rules/cycle.ts';
import type { Kpi, KpiKey } from '../../rules/kpi.ts';
import { valueWords } from '../../rules/kpi-words.ts';
import type { ClosedCycle } from '../../store/cycles.ts';
import { criteriaButton } from '../kit/buttons.ts';
import { buttons, type Card, line, note, type Part } from '../kit/card.ts';
import { strong, type Words, words } from '../kit/words.ts';
import { countedWords } from './report-numbers.ts';

type Numbers = { usecase: string; currency: string; cycle: ClosedCycle | null };

/** Everything that was counted in a cycle, and how each number is defined. */
export function allNumbers({ usecase, currency, cycle }: Numbers, all: readonly Kpi[]): Card {
  return {
    title: cycle
      ? words`The numbers of ${strong(usecase)} in ${cycleLabel(cycle.unit, cycle)}`
      : words`No cycle of ${strong(usecase)} has closed yet: its numbers are unknown`,
    parts: [
      ...(cycle ? [table(cycle, currency, all)] : []),
      line([strong('What they mean')]),
      ...all.map((one) => note(words`${strong(one.label)}: ${one.definition}${least(one)}`)),
      ...buttons(criteriaButton(usecase)),
    ],
  };
}

const table = ({ measures }: ClosedCycle, currency: string, all: readonly Kpi[]): Part => ({
  kind: 'table',
  head: ['What is counted', 'Value'],
  rows: all.map(({ key, label }): Words[] => [[label], [shown(key, measures, currency)]]),
});

function shown(key: KpiKey, measures: Measures, currency: string): string {
  if (key === 'adoption_decay') return decay(measures.adoption_decay, currency);
  const measure = measures[key];
  if (measure.kind === 'unknown') return `unknown: ${measure.why}`;
  return `${valueWords(key, measure.value, currency)}, ${countedWords(key, measure)}`;
}

/** The weeks that are known; why it is unknown where none of them is. */
function decay(weeks: Measures['adoption_decay'], currency: string): string {
  const known = weeks.flatMap((one, at) =>
    one.kind === 'known' ? [`week ${at + 1}: ${valueWords('adoption_decay', one.value, currency)}`] : [],
  );
  const [first] = weeks;
  return known.length > 0 ? known.join(', ') : `unknown: ${first?.kind === 'unknown' ? first.why : 'nothing is known'}`;
}

/** Of how few, and of which share of the days, it says nothing. */
function least({ leastSample, sampleOf, leastCoverage }: Kpi): string {
  const of = leastSample > 1 ? [`fewer than ${leastSample} ${sampleOf}`] : [];
  const on = leastCoverage > 0 ? [`facts of less than ${100 * leastCoverage} % of the days`] : [];
  const without = [...of, ...on].join(', or ');
  return without === '' ? '' : ` Unknown with ${without}.`;
}
