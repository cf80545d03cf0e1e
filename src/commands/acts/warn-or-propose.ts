import type { Breaches } from '../../rules/cycle.ts';
import type { Due, Streak } from '../../rules/kill-switch.ts';
import { noteWarning, openProposal } from '../../store/proposals.ts';
import { getUseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { privatePlace } from './audience.ts';
import { askAround, copyOf, lineFor } from './proposal-line.ts';

const breachesOf = (streaks: readonly Streak[]): Breaches[] =>
  streaks.map(({ criterion, breaches }) => ({ criterion: criterion.id, cycles: breaches }));

/** Acts on what the close of a cycle found: warns, or proposes. */
export async function warnOrPropose(ctx: Ctx, useCaseId: number, cycleId: number, due: Due): Promise<void> {
  if (due.kind === 'nothing') return;
  if (due.warnings.length > 0) await warn(ctx, useCaseId, cycleId, breachesOf(due.warnings));
  if (due.kind === 'proposal') await propose(ctx, useCaseId, cycleId, breachesOf(due.proposed), due.maySnooze);
}

// The owner; in their absence the deputy.
async function warn(ctx: Ctx, useCaseId: number, cycleId: number, breaches: Breaches[]): Promise<void> {
  const useCase = await getUseCase(ctx.db, useCaseId);
  const told = [useCase.owner, useCase.deputy].find((one) => one && one.accounts.length > 0) ?? null;
  await noteWarning(ctx.db, { cycleId, personId: told?.id ?? null, breaches, at: ctx.now });
  for (const place of told ? privatePlace(told) : [])
    ctx.tell({ subject: `warning:${cycleId}`, place, slot: 'dm:warning' });
  ctx.record('warn', `usecase:${useCase.slug}`, { cycle: cycleId, criteria: breaches.map((one) => one.criterion) });
}

async function propose(
  ctx: Ctx,
  useCaseId: number,
  cycleId: number,
  breaches: Breaches[],
  maySnooze: boolean,
): Promise<void> {
  const useCase = await getUseCase(ctx.db, useCaseId);
  const id = await openProposal(ctx.db, { useCaseId, cycleId, breaches, maySnooze, madeAt: ctx.now });
  const line = await lineFor(ctx.db, ctx.settings, useCase, null);
  const asked = await askAround(ctx, { id, asked: [], announced: false }, line, null);
  // The owner knows what is asked about their use case; the answer is not theirs to give.
  const { owner } = useCase;
  if (owner && !asked.includes(owner.id))
    for (const place of privatePlace(owner)) ctx.tell({ subject: `proposal:${id}`, place, slot: copyOf(owner.id) });
  ctx.record('propose', `usecase:${useCase.slug}`, {
    proposal: id,
    cycle: cycleId,
    criteria: breaches.map((one) => one.criterion),
    asked,
  });
}
