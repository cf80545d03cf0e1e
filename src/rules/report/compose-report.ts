import { dayIn, daysBetween } from '../calendar.ts';
import { type Deciding, separateContracts } from '../decision-class.ts';
import { DAY } from '../milliseconds.ts';
import { overdueReviews } from '../use-case.ts';
import { nextActions } from './next-actions.ts';
import { actionsFor } from './report-actions.ts';
import type { Audience } from './report-audience.ts';
import { recognitions, satisfactionMoved } from './report-moved.ts';
import { useCaseRow } from './report-rows.ts';
import { reviewHonesty } from './review-honesty.ts';
import type { Waits, Watched } from './watched.ts';
import type { UseCaseRow, WeeklyReport } from './weekly-report.ts';

/** Pilots are told of from so many days before they end. */
const PILOT_DAYS = 14;

type Making = {
  audience: Audience;
  mine: readonly Watched[];
  /** Nothing waits for a team. */
  waits: Waits;
  /** Every use case that is not closed, of whomever. */
  all: readonly Deciding[];
  slot: string;
  zone: string;
  late: boolean;
  short: boolean;
  /** What happened since this moment is told. */
  since: Date;
  /** Recognitions that were told before. */
  praised: ReadonlySet<string>;
  now: Date;
};

/**
 * Makes a report: outcomes first. To a team goes what is about the work; what is about somebody in person (what waits for whom, who
 * left, how reviews look, what to do next) goes to the owner alone.
 */
export function composeReport(making: Making): WeeklyReport {
  const { audience, waits, all, slot, zone, late, short, since, praised, now } = making;
  const personal = 'person' in audience;
  // A use case that was closed is told of once.
  const mine = making.mine.filter((one) => one.state !== 'closed' || one.stateSince > since);
  const days = (at: Date) => Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY));
  const classes = new Set(mine.map(({ id }) => id));
  const told = {
    proposals: proposalsOf(mine, waits).map(({ madeAt, ...one }) => ({ ...one, days: days(madeAt) })),
    criteria: waits.criteria.map(({ setAt, ...one }) => ({ ...one, days: days(setAt) })),
    contexts: mine.flatMap(overdue(now)),
    pilots: mine.flatMap(ending(now)),
    separate: separateContracts(all)
      .filter(({ useCases }) => useCases.some(({ id }) => classes.has(id)))
      .map((one) => ({ ...one, useCases: one.useCases.map(({ slug: name }) => name) })),
  };
  const actions = personal ? nextActions(actionsFor(audience.person, mine, told, days)) : { shown: [], more: 0 };
  return {
    for: personal ? 'owner' : 'team',
    place: personal ? null : audience.place,
    slot,
    zone,
    late,
    since: since.toISOString(),
    short,
    useCases: mine
      .map((one) => useCaseRow(one, short))
      .sort(byOutcome(new Set(told.proposals.map((one) => one.useCase)))),
    ...told,
    satisfaction: mine.flatMap((one) => {
      const moved = satisfactionMoved(one);
      return moved ? [{ useCase: one.slug, ...moved }] : [];
    }),
    recognition: mine.flatMap(recognitions).filter(({ key }) => !praised.has(key)),
    rollbacks: mine.flatMap(({ slug: useCase, rollbacks, timezone }) =>
      rollbacks
        .filter(({ at }) => at > since)
        .map(({ prompt, label, from, to, at }) => ({ prompt, label, useCase, from, to, day: dayIn(timezone, at) })),
    ),
    reviews: mine
      .flatMap(({ slug: useCase, reviews }) =>
        reviews.map(({ change, prompt, openedAt }) => ({ change, prompt, useCase, days: days(openedAt) })),
      )
      .sort((one, other) => other.days - one.days || one.change - other.change),
    ownerless: personal ? mine.flatMap(ownerless) : [],
    honesty: personal ? mine.flatMap(honesty) : [],
    actions: actions.shown.map(({ words }) => words),
    moreActions: actions.more,
  };
}

/** Those about these use cases, whosever the answer is, and those about others that wait for this person; the oldest first. */
function proposalsOf(mine: readonly Watched[], { proposals }: Waits) {
  const waiting = proposals.map(({ mayKeep, maySnooze, ...one }) => ({ ...one, asked: { mayKeep, maySnooze } }));
  const known = new Set(waiting.map(({ id }) => id));
  const others = mine.flatMap(({ slug: useCase, proposal }) =>
    proposal && !known.has(proposal.id) ? [{ ...proposal, useCase, asked: null }] : [],
  );
  return [...waiting, ...others].sort((one, other) => one.id - other.id);
}

// What should stop, then what breaches, then what runs; by name among equals.
const byOutcome = (proposed: ReadonlySet<string>) => (one: UseCaseRow, other: UseCaseRow) =>
  rank(one, proposed) - rank(other, proposed) || (one.useCase < other.useCase ? -1 : 1);

function rank({ useCase, state, rows, cycle }: UseCaseRow, proposed: ReadonlySet<string>): number {
  if (proposed.has(useCase)) return 0;
  if (rows.some(({ breach }) => breach)) return 1;
  if (state === 'paused' || state === 'closed') return 2;
  return cycle === null ? 4 : 3;
}

const overdue =
  (now: Date) =>
  ({ slug, state, inputs, contextReviewDays }: Watched): WeeklyReport['contexts'] =>
    state === 'closed' || contextReviewDays === null
      ? []
      : overdueReviews(inputs, contextReviewDays, now).map(({ input, overdueDays }) => ({
          useCase: slug,
          input: input.name,
          overdueDays,
        }));

const ending =
  (now: Date) =>
  ({ slug, state, pilotUntil, timezone }: Watched): WeeklyReport['pilots'] => {
    if (state !== 'pilot' || pilotUntil === null) return [];
    const inDays = daysBetween(dayIn(timezone, now), pilotUntil);
    return inDays <= PILOT_DAYS ? [{ useCase: slug, inDays, until: pilotUntil }] : [];
  };

const ownerless = ({ slug, ownerLeft, ownerlessPrompts }: Watched): WeeklyReport['ownerless'] => [
  ...(ownerLeft ? [{ what: slug, kind: 'use case' as const }] : []),
  ...ownerlessPrompts.map((what) => ({ what, kind: 'prompt' as const })),
];

function honesty({ slug, approvals }: Watched): WeeklyReport['honesty'] {
  const signs = reviewHonesty(approvals).flatMap(({ nominal, words }) => (nominal ? [words] : []));
  return signs.length > 0 ? [{ useCase: slug, signs }] : [];
}
