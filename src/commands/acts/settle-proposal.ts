import { openProposals, settleProposal } from '../../store/proposals.ts';
import { reportsListing } from '../../store/reports.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';

/**
 * Settles a proposal, and has every message brought up to date that shows it as open: its own, and the reports that list it.
 * @returns false when somebody was faster, and nothing was done
 */
export async function settle(ctx: Ctx, id: number, decided: Parameters<typeof settleProposal>[2]): Promise<boolean> {
  if (!(await settleProposal(ctx.db, id, decided))) return false;
  ctx.refresh(`proposal:${id}`);
  for (const report of await reportsListing(ctx.db, id)) ctx.refresh(`report:${report}`);
  return true;
}

/** A use case that was stopped needs no answer any more: what was proposed about it lapses. */
export async function lapseProposals(ctx: Ctx, useCase: Pick<UseCase, 'id'>): Promise<void> {
  for (const { id } of await openProposals(ctx.db, [useCase.id]))
    await settle(ctx, id, { state: 'lapsed', by: ctx.actor.id, why: null, now: ctx.now });
}
