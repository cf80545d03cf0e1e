import type { Deciding } from '../../rules/decision-class.ts';
import { DAY } from '../../rules/milliseconds.ts';
import type { Watched } from '../../rules/report/watched.ts';
import { unclosedUseCases } from '../../store/close-faults.ts';
import { criterionOf, standingAgreements } from '../../store/criteria.ts';
import { lastCycles } from '../../store/cycles.ts';
import type { Db } from '../../store/open.ts';
import { openProposals } from '../../store/proposals.ts';
import { type Happenings, reportHappenings } from '../../store/report-happenings.ts';
import { getUseCases, type UseCase } from '../../store/use-cases.ts';
import { inForce } from './agreement.ts';
import { stillNeeded } from './completeness.ts';
import { openCycleOf } from './open-cycle.ts';

/** So many cycles make the line of a number over time. */
const CYCLES = 8;
/** Releases and approvals of so long say how it went lately. */
const LATELY = 90 * DAY;

/**
 * All that a report may say of these use cases, with what happened since `since`. The number of statements does not grow
 * with the use cases, and none of them reads facts: only what was counted and frozen.
 */
export async function watch(
  db: Db,
  ids: readonly number[],
  { since, now }: { since: Date; now: Date },
): Promise<Map<number, Watched>> {
  if (ids.length === 0) return new Map();
  const lately = new Date(now.getTime() - LATELY);
  const [useCases, cycles, faulty, agreements, proposals, happenings] = await Promise.all([
    getUseCases(db, ids),
    lastCycles(db, ids, CYCLES),
    unclosedUseCases(db),
    standingAgreements(db, ids),
    openProposals(db, ids),
    reportHappenings(db, ids, { since, lately, now }),
  ]);
  const proposed = new Map(proposals.map(({ useCaseId, id, madeAt }) => [useCaseId, { id, madeAt }]));
  const agreed = Map.groupBy(agreements, (one) => one.useCaseId);
  return new Map(
    useCases.map((one) => {
      const criteria = inForce(agreed.get(one.id) ?? [], one).map(criterionOf);
      const proposal = proposed.get(one.id) ?? null;
      const unclosed = faulty.has(one.id) ? openCycleOf(one) : null;
      const closed = { cycles: cycles.get(one.id)!, unclosed };
      return [one.id, { ...heads(one), criteria, proposal, ...closed, ...happenings.get(one.id)! }];
    }),
  );
}

type Heads = Omit<Watched, 'criteria' | 'proposal' | 'cycles' | 'unclosed' | keyof Happenings>;

function heads(one: UseCase): Heads {
  return {
    ...deciding(one),
    state: one.state,
    stateSince: one.stateSince,
    timezone: one.timezone,
    period: one.period,
    currency: one.currency,
    ownerLeft: one.owner !== null && one.owner.accounts.length === 0,
    pilotUntil: one.pilotUntil,
    missing: stillNeeded(one),
    contextReviewDays: one.contextReviewDays,
    inputs: one.inputs,
  };
}

const deciding = (one: UseCase): Deciding => ({
  id: one.id,
  slug: one.slug,
  decisionClass: one.decisionClass,
  ownerId: one.owner?.id ?? null,
  team: one.team,
  contract: one.contractOf ?? one.id,
  prompts: one.prompts.length,
});
