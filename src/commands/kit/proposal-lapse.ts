import { openProposals } from '../../store/proposals.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx } from './command.ts';
import { settle } from './settle-proposal.ts';

/** A use case that was stopped needs no answer any more: what was proposed about it lapses. */
export async function lapseProposals(ctx: Ctx, useCase: Pick<UseCase, 'id'>): Promise<void> {
  for (const { id } of await openProposals(ctx.db, [useCase.id]))
    await settle(ctx, id, { state: 'lapsed', by: ctx.actor.id, why: null, now: ctx.now });
}
