import { kpis } from '../../rules/kpi.ts';
import { valueWords } from '../../rules/kpi-words.ts';
import type { Measure } from '../../rules/measure.ts';
import type { KpiRow, UseCaseRow } from '../../rules/report/weekly-report.ts';
import { sparkline } from '../../rules/sparkline.ts';
import { type KillKpi, side } from '../../rules/threshold.ts';
import { note, type Part } from '../kit/card.ts';
import { count, inWords, strong, type Words, words } from '../kit/words.ts';

/** Whether numbers are of different cycles: of weeks and months, or because it is not Monday yet where some of them are. */
export const cyclesDiffer = (rows: readonly UseCaseRow[]): boolean =>
  new Set(rows.flatMap(({ cycle }) => cycle ?? [])).size > 1;

/** The numbers of use cases beside what was agreed; what is unknown says why. `differ`: say of which cycle each is. */
export function numbersTable(rows: readonly UseCaseRow[], differ: boolean): Part[] {
  if (rows.length === 0) return [];
  const late = rows.filter(({ lateFacts }) => lateFacts > 0);
  return [
    { kind: 'table', head: ['Use case', 'Last cycle', 'Change'], rows: rows.flatMap(ofUseCase) },
    ...(differ ? ofWhichCycle(rows) : []),
    ...(late.length > 0
      ? [
          note([
            `Late facts count in the cycle they came in: ${inWords(late.map((one) => `${count(one.lateFacts, 'fact')} of ${one.useCase}`))}.`,
          ]),
        ]
      : []),
  ];
}

function ofWhichCycle(rows: readonly UseCaseRow[]): Part[] {
  const closed = rows.filter(({ cycle }) => cycle !== null);
  const groups = [...Map.groupBy(closed, ({ cycle }) => cycle)].map(
    ([cycle, group]) => `${cycle} for ${inWords(group.map(({ useCase }) => useCase))}`,
  );
  return groups.length === 0 ? [] : [note([`Numbers are of different cycles: ${groups.join('; ')}.`])];
}

type Cells = readonly Words[];

function ofUseCase(one: UseCaseRow): Cells[] {
  const name = words`${strong(one.useCase)}${one.state === 'active' ? '' : ` (${one.state})`}`;
  if (one.unclosed !== undefined) return [[name, [notClosed(one.unclosed)], ['–']]];
  if (one.cycle === null) return [[name, ['no cycle has closed yet'], ['–']]];
  const what = (label: string): Words => words`${name}: ${label}`;
  const told = one.rows.filter(({ measure, threshold }) => measure.kind === 'known' || threshold !== null);
  const untold = one.rows.filter((row) => !told.includes(row));
  return [
    ...told.map((row) => [what(kpis[row.kpi].label), valueCell(row, one), changeCell(row, one)]),
    // What nobody agreed on and nobody can know is said once for each reason.
    ...[...Map.groupBy(untold, ({ measure }) => (measure.kind === 'unknown' ? measure.why : ''))].map(
      ([why, group]): Cells => [
        what(inWords(group.map(({ kpi }, at) => (at === 0 ? kpis[kpi].label : kpis[kpi].label.toLowerCase())))),
        [`unknown: ${why}`],
        ['–'],
      ],
    ),
  ];
}

const notClosed = (cycle: string): string =>
  `unknown, because I could not close ${cycle}: a fault of mine, which whoever runs me finds in my log. I go on trying.`;

// In one cell with what was agreed: a column of its own is mostly empty, and on a phone there is no room for it.
function valueCell({ kpi, measure, threshold, breach }: KpiRow, { currency }: UseCaseRow): Words {
  const agreed = threshold === null ? '' : ` (agreed: ${agreedWords(kpi as KillKpi, threshold, currency)})`;
  if (measure.kind === 'unknown') return [`unknown: ${measure.why}${agreed}`];
  const value = valueWords(kpi, measure.value, currency, threshold ?? undefined);
  return words`${breach ? '⚠️ ' : ''}${strong(value)}${agreed}, ${countedWords(kpi, measure)}`;
}

const agreedWords = (kpi: KillKpi, threshold: number, currency: string): string =>
  `${side(kpi) === 'below' ? 'at least' : 'at most'} ${valueWords(kpi, threshold, currency)}`;

type Known = Extract<Measure, { kind: 'known' }>;

const counted: Record<KpiRow['kpi'], (known: Known) => string> = {
  adoption: ({ numerator, denominator }) => `${numerator} of ${denominator} people`,
  concentration: ({ denominator }) => `of ${count(denominator, 'day')} of use`,
  reversal_rate: ({ numerator, denominator }) => `${numerator} of ${count(denominator, 'decision')}`,
  reversal_cost: ({ denominator }) => `of ${count(denominator, 'reversal')}`,
  reversal_minutes: ({ denominator }) => `of ${count(denominator, 'reversal')}`,
  hours_saved: ({ denominator, standing }) => `${standing ?? 'claimed'}, from ${count(denominator, 'decision')}`,
  satisfaction: ({ numerator, denominator }) => `${numerator} of ${count(denominator, 'vote')}`,
  review_time: ({ denominator }) => `of ${count(denominator, 'change')}`,
  release_time: ({ denominator }) => `of ${count(denominator, 'change')}`,
};

/** Of how many a number is, on which share of the days, and what is missing. */
export function countedWords(kpi: KpiRow['kpi'], known: Known): string {
  const days =
    known.coverage < 1 && kpis[kpi].leastCoverage > 0 ? `, on ${Math.round(known.coverage * 100)} % of days` : '';
  return `${counted[kpi](known)}${days}${known.atBest ? `; at best, ${known.atBest}` : ''}`;
}

function changeCell({ kpi, measure, before, trend }: KpiRow, { currency }: UseCaseRow): Words {
  const line = sparkline(trend);
  if (measure.kind === 'unknown' || before === null) return [line || '–'];
  const difference = measure.value - before;
  const size = valueWords(kpi, Math.abs(difference), currency);
  const same = size === valueWords(kpi, 0, currency);
  // A share that rises from 10 % to 12 % rises by two points, not by two percent.
  const moved = kpis[kpi].unit === '%' ? size.replace(' %', ' points') : size;
  return [same ? `= ${line}` : `${difference > 0 ? '+' : '−'}${moved} ${line}`];
}
