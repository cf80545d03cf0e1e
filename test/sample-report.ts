import type { Measure } from '../src/rules/measure.ts';
import type { KpiRow, WeeklyReport } from '../src/rules/report/weekly-report.ts';

const known = (value: number, numerator: number, denominator: number, more: Partial<Measure> = {}): Measure =>
  ({ kind: 'known', value, numerator, denominator, coverage: 1, ...more }) as Measure;

const row = (kpi: KpiRow['kpi'], measure: Measure, more: Partial<KpiRow> = {}): KpiRow => ({
  kpi,
  measure,
  threshold: null,
  breach: false,
  before: null,
  trend: [],
  ...more,
});

const useCase = (name: string, rows: KpiRow[], more: Partial<WeeklyReport['useCases'][number]> = {}) => ({
  useCase: name,
  state: 'active' as const,
  currency: 'EUR',
  cycle: 'week 44 of 2026',
  rows,
  lateFacts: 0,
  ...more,
});

const five = <T>(of: (n: number) => T): T[] => Array.from({ length: 5 }, (_, at) => of(at + 1));

/** A report in which there is something to say of everything. */
export const sampleReport: WeeklyReport = {
  for: 'owner',
  place: null,
  slot: '2026-11-02',
  zone: 'Europe/Berlin',
  late: true,
  since: '2026-10-26T08:00:00.000Z',
  short: false,
  useCases: [
    useCase('refund-letters', [
      row('reversal_rate', known(18.2, 40, 220), {
        threshold: 15,
        breach: true,
        before: 16.1,
        trend: [9, 12, null, 16.1, 18.2],
      }),
      row('adoption', { kind: 'unknown', why: '12 of at least 20 people' }, { threshold: 40, trend: [44, 41, null] }),
      row('hours_saved', known(31.4, 1_884, 220, { standing: 'claimed' }), { before: 28, trend: [20, 28, 31.4] }),
      row('satisfaction', known(81.5, 97, 119), { before: 84.2, trend: [80, 84.2, 81.5] }),
    ]),
    useCase(
      'support-reply',
      [
        row(
          'reversal_cost',
          known(420, 420, 9, { coverage: 5 / 7, atBest: 'the cost of 2 of 9 reversals was not told' }),
          {
            threshold: 500,
            before: 610,
            trend: [700, 610, 420],
          },
        ),
        row('satisfaction', known(90, 45, 50), { before: 71, trend: [66, 71, 90] }),
        row('hours_saved', { kind: 'unknown', why: 'reported on 2 of 7 days' }),
        row('adoption', { kind: 'unknown', why: 'reported on 2 of 7 days' }),
      ],
      { state: 'pilot', cycle: 'October 2026', lateFacts: 3 },
    ),
    useCase('new-idea', [], { state: 'draft', cycle: null }),
  ],
  proposals: [
    { id: 1, useCase: 'refund-letters', days: 4, asked: { mayKeep: true, maySnooze: true } },
    ...five((n) => ({ id: n + 1, useCase: `other-${n}`, days: 0, asked: null })).slice(0, 2),
  ],
  satisfaction: [{ useCase: 'support-reply', now: { up: 45, of: 50 }, was: { up: 36, of: 51 }, better: true }],
  recognition: [
    {
      kind: 'satisfaction',
      key: 's',
      useCase: 'support-reply',
      prompt: 'support-reply',
      change: 12,
      author: 'Ada',
      answered: 2,
      version: 7,
      now: { up: 45, of: 50 },
      was: { up: 36, of: 51 },
    },
    {
      kind: 'reversals',
      key: 'r',
      useCase: 'support-reply',
      prompt: 'support-reply',
      change: 13,
      author: 'Grace',
      answered: 0,
      now: { up: 211, of: 220 },
      was: { up: 180, of: 210 },
    },
  ],
  rollbacks: [
    { prompt: 'refund-letter', label: 'production', useCase: 'refund-letters', from: 8, to: 7, day: '2026-10-28' },
  ],
  criteria: five((n) => ({
    criterion: n,
    useCase: `other-${n}`,
    words: 'Adoption at 30 days below 40 %, 2 cycles in a row',
    by: 'Grace',
    days: n,
  })),
  reviews: five((n) => ({ change: 20 + n, prompt: `prompt-${n}`, useCase: 'support-reply', days: n })),
  contexts: [
    { useCase: 'refund-letters', input: 'Handbook', overdueDays: 12 },
    { useCase: 'new-idea', input: 'Price list', overdueDays: null },
  ],
  pilots: [{ useCase: 'support-reply', inDays: 6, until: '2026-11-08' }],
  ownerless: [{ what: 'old-prompt', kind: 'prompt' }],
  separate: [{ decisionClass: 'refund requests', useCases: ['refund-letters', 'shop-refunds'], prompts: 3 }],
  honesty: [
    { useCase: 'refund-letters', signs: ['5 of 6 approvals came within 30 seconds of the opening of the change'] },
  ],
  actions: five((n) => `Do the ${n}. thing about refund-letters: it waits for ${n} days.`),
  moreActions: 3,
};

/** The same for a team: nothing about anybody in person. */
export const sampleTeamReport: WeeklyReport = {
  ...sampleReport,
  for: 'team',
  place: 'slack:T1/CTEAM',
  late: false,
  proposals: sampleReport.proposals.map((one) => ({ ...one, asked: null })),
  criteria: [],
  ownerless: [],
  honesty: [],
  actions: [],
  moreActions: 0,
};
