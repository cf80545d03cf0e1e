import { kpis } from '../kpi.ts';
import type { NextAction } from './next-actions.ts';
import { useCaseRow } from './report-rows.ts';
import { reviewHonesty } from './review-honesty.ts';
import type { Watched } from './watched.ts';
import type { WeeklyReport } from './weekly-report.ts';

const LABELS = 4;

type Told = Pick<WeeklyReport, 'contexts' | 'criteria' | 'pilots' | 'proposals' | 'separate'>;

/** Everything that `person` could do next about their use cases. */
export function actionsFor(
  person: number,
  mine: readonly Watched[],
  told: Told,
  days: (at: Date) => number,
): NextAction[] {
  const own = new Set(mine.map(({ slug }) => slug));
  return [
    // Whose answer it is not cannot do it.
    ...told.proposals
      .filter(({ asked }) => asked !== null)
      .map(({ useCase, days: waitingDays }) => action({ kind: 'proposal', subject: useCase, waitingDays })),
    ...told.criteria.map(({ useCase, days: waitingDays }) =>
      action({ kind: 'criterion_waits', subject: useCase, waitingDays }),
    ),
    ...told.pilots.map(({ useCase, inDays }) => action({ kind: 'pilot_ends', subject: useCase, inDays })),
    ...told.contexts.map(({ useCase, overdueDays }) =>
      action({ kind: 'context_review', subject: useCase, overdueDays }),
    ),
    ...told.separate
      .filter(({ useCases }) => useCases.some((slug) => own.has(slug)))
      .map(({ decisionClass, prompts }) =>
        action({ kind: 'separate_prompts', subject: `“${decisionClass}”`, prompts }),
      ),
    ...mine.flatMap((one) => ofUseCase(person, one, days)),
  ];
}

function ofUseCase(person: number, one: Watched, days: (at: Date) => number): NextAction[] {
  const runs = one.state === 'pilot' || one.state === 'active';
  const agreed = runs ? useCaseRow(one, true).rows.filter(({ threshold }) => threshold !== null) : [];
  const [sign] = reviewHonesty(one.approvals).filter(({ nominal }) => nominal);
  return [
    ...[...(one.ownerLeft ? [one.slug] : []), ...one.ownerlessPrompts].map((name) =>
      action({ kind: 'owner_left', subject: name }),
    ),
    // Nobody decides on a change of their own.
    ...one.reviews
      .filter(({ writers }) => !writers.includes(person))
      .map(({ change, prompt, openedAt }) =>
        action({ kind: 'review_waits', subject: `#${change} of ${prompt}`, waitingDays: days(openedAt) }),
      ),
    ...(one.missing.length > 0 && one.state !== 'closed'
      ? [action({ kind: 'fields_missing', subject: one.slug, labels: first(one.missing) })]
      : []),
    ...(runs && one.criteria.length === 0 ? [action({ kind: 'no_criteria', subject: one.slug })] : []),
    ...agreed.flatMap(({ kpi, measure, breach }) => {
      const of = { subject: one.slug, label: kpis[kpi].label.toLowerCase() };
      if (measure.kind === 'unknown') return [action({ kind: 'kpi_unknown', ...of, why: measure.why })];
      // Once it is proposed to be stopped, that is what is to be decided.
      return breach && !one.proposal ? [action({ kind: 'breach', ...of })] : [];
    }),
    ...(sign ? [action({ kind: 'review_nominal', subject: one.slug, words: sign.words })] : []),
  ];
}

const first = (labels: readonly string[]): string[] =>
  labels.length > LABELS ? [...labels.slice(0, LABELS), `and ${labels.length - LABELS} more`] : [...labels];

const action = (one: NextAction): NextAction => one;
