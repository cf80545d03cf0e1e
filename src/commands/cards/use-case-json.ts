import { lacking } from '../acts/completeness.ts';
import type { UseCaseView } from './use-case.ts';

/** A use case as programs see it: people by name, moments as ISO instants. */
export function useCaseJson({ useCase, prompts }: UseCaseView) {
  const name = (person: { name: string } | null) => person?.name ?? null;
  return {
    usecase: useCase.slug,
    state: useCase.state,
    since: useCase.stateSince.toISOString(),
    why: useCase.stateWhy,
    until: useCase.state === 'pilot' ? useCase.pilotUntil : (useCase.pausedUntil?.toISOString() ?? null),
    missing: lacking(useCase),
    owner: name(useCase.owner),
    deputy: name(useCase.deputy),
    context_owner: name(useCase.contextOwner),
    stop_authority: name(useCase.stopAuthority),
    decision: useCase.decision,
    limits: useCase.limits,
    function: useCase.stepFunction,
    input: useCase.stepInput,
    output: useCase.stepOutput,
    failure_mode: useCase.failureMode,
    error_reach: useCase.errorReach,
    quality_standard: useCase.qualityStandard,
    escalation: useCase.escalation,
    failure_response: useCase.failureResponse,
    inputs: useCase.inputs.map((one) => ({
      name: one.name,
      source: one.source,
      owner: one.owner.name,
      days: one.freshnessDays,
      reviewed_at: one.reviewedAt?.toISOString() ?? null,
    })),
    review_days: useCase.contextReviewDays,
    stop_criteria: useCase.contextStopCriteria,
    assessment: useCase.assessment && {
      value: useCase.assessment.value,
      detection: useCase.assessment.detection,
      verifiability: useCase.assessment.verifiability,
      layer: useCase.assessment.chosen,
      reason: useCase.assessment.reason,
    },
    minutes: useCase.minutesPerDecision,
    method: useCase.hoursMethod,
    currency: useCase.currency,
    timezone: useCase.timezone,
    cycle: useCase.period,
    team: useCase.team,
    decision_class: useCase.decisionClass,
    prompts: prompts.map((one) => ({
      prompt: one.slug,
      production: one.production,
      readers: one.readers.filter((reader) => !reader.revoked).map((reader) => reader.token),
    })),
  };
}
