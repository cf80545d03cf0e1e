import { WEEK } from '../../rules/milliseconds.ts';
import { getPrompt } from '../../store/prompts.ts';
import { consumersOf } from '../../store/readings.ts';
import { holdersOfUseCase, type UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { audience, privatePlace } from './audience.ts';

/**
 * Everybody who is told how a use case stands, each once: the announce places, its team, its people, the owners and
 * stakeholders of its prompts, and whose applications read them in the last week. Whoever did it knows already.
 */
async function useCaseAudience(ctx: Ctx, useCase: UseCase): Promise<string[]> {
  const places = new Set([...ctx.settings.announcePlaces, ...(useCase.team ? [useCase.team] : [])]);
  for (const { id } of useCase.prompts)
    for (const place of audience(ctx.settings, await getPrompt(ctx.db, id), [ctx.actor.id])) places.add(place);
  const consumers = await consumersOf(ctx.db, useCase.id, new Date(ctx.now.getTime() - WEEK));
  for (const person of [...holdersOfUseCase(useCase), ...consumers])
    if (person.id !== ctx.actor.id) for (const place of privatePlace(person)) places.add(place);
  return [...places];
}

/** Announces a step to all of them, once. */
export async function announceStep(ctx: Ctx, useCase: UseCase, slot: string): Promise<void> {
  for (const place of await useCaseAudience(ctx, useCase)) ctx.tell({ subject: `usecase:${useCase.id}`, place, slot });
}
