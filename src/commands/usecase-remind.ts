import { alive } from '../store/posts.ts';
import { dueSteps, noteTold } from '../store/use-case-steps.ts';
import { getUseCase, type UseCase } from '../store/use-cases.ts';
import { privatePlace } from './acts/audience.ts';
import { refreshUseCase } from './acts/use-case-step.ts';
import { clockCommand } from './kit/clock-command.ts';
import type { Ctx } from './kit/command.ts';

export const usecaseRemind = clockCommand({
  name: 'usecase-remind',
  summary: 'Remind of pauses and pilots whose time has run out',
  async run(ctx) {
    const told: number[] = [];
    for (const { useCaseId, step } of await dueSteps(ctx.db, ctx.now)) {
      const useCase = await getUseCase(ctx.db, useCaseId);
      const places = await placesFor(ctx, useCase);
      // Where there is nobody it waits until there is.
      if (places.length === 0 || !(await noteTold(ctx.db, useCaseId, step))) continue;
      for (const place of places) ctx.tell({ subject: `usecase:${useCaseId}`, place, slot: `due-${step}` });
      await refreshUseCase(ctx, useCase);
      told.push(useCaseId);
    }
    return { told };
  },
  say: ({ told }) => ({ title: [`${told.length} told`], parts: [] }),
});

/** Whoever decides is asked; where they cannot be written to, the owner or the deputy, and else those whom everything is told. */
async function placesFor({ db, settings }: Ctx, useCase: UseCase): Promise<string[]> {
  const seats = [useCase.stopAuthority, useCase.owner, useCase.deputy];
  const [first] = await alive(
    db,
    seats.flatMap((one) => (one ? privatePlace(one) : [])),
  );
  return first ? [first] : alive(db, settings.announcePlaces);
}
