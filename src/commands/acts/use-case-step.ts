import { Refusal } from '../../refusal.ts';
import { can, type Step, stateWords, type UseCaseState } from '../../rules/use-case.ts';
import { pendingIn } from '../../store/change-list.ts';
import { addStops } from '../../store/moves.ts';
import { addStep } from '../../store/use-case-steps.ts';
import { lockPromptsOf, type UseCase, type UseCaseSet } from '../../store/use-cases.ts';
import { useCaseButton } from '../kit/buttons.ts';
import type { Ctx } from '../kit/command.ts';
import { utc } from '../kit/words.ts';
import { lapseProposals } from './settle-proposal.ts';

/** Refuses a step that is not possible now, and says who was faster. @throws Refusal `conflict` */
export function guardStep(useCase: UseCase, step: Step, to?: UseCaseState): void {
  if (can(step, useCase.state, to)) return;
  const { slug, state, stateBy, stateSince } = useCase;
  const by = stateBy && (state === 'paused' || state === 'closed') ? `: ${stateBy.name} did that` : '';
  const since = state === 'draft' ? '' : `, since ${utc(stateSince)}`;
  throw new Refusal('conflict', `The use case ${slug} ${stateWords[state]}${since}${by}. Nothing was changed by you.`, {
    offers: [useCaseButton(slug)],
  });
}

/** By which its readers notice: they are stopped, served again, or stopped for good. */
const noticed = { pause: 'pause', resume: 'resume', close: 'close' } as const;

/**
 * The one way a use case comes from state to state: its history, the audit row, its readers and every card that says how
 * it stands, in the command's transaction. The use case must be locked; its prompts are locked here. Guard first.
 * @returns the number of the step, by which it is announced
 */
export async function takeStep(
  ctx: Ctx,
  useCase: UseCase,
  made: { step: Step; to: UseCaseState; why: string | null; until?: Date; set?: UseCaseSet },
): Promise<number> {
  const { step, to, why, until = null } = made;
  if (step !== 'activate') {
    // Whoever reads or releases waits here until the use case has its state.
    const prompts = await lockPromptsOf(ctx.db, useCase.id);
    const by = { personId: ctx.actor.id, why: why ?? '', at: ctx.now };
    await addStops(ctx.db, { useCaseId: useCase.id, kind: noticed[step], ...by });
    for (const id of prompts) ctx.moved(id);
  }
  const id = await addStep(ctx.db, useCase, { ...made, why, until, personId: ctx.actor.id, at: ctx.now });
  ctx.record(step, `usecase:${useCase.slug}`, {
    from: useCase.state,
    to,
    ...(until && { until: until.toISOString() }),
  });
  if (to === 'paused' || to === 'closed') await lapseProposals(ctx, useCase);
  await refreshUseCase(ctx, useCase);
  return id;
}

/** Every card that says how a use case stands: its own, and those of what waits to be released. */
export async function refreshUseCase(ctx: Ctx, useCase: Pick<UseCase, 'id'>): Promise<void> {
  ctx.refresh(`usecase:${useCase.id}`);
  for (const change of await pendingIn(ctx.db, useCase.id)) ctx.refresh(`change:${change}`);
}
