import { dueSteps } from '../store/use-case-steps.ts';
import { getUseCase } from '../store/use-cases.ts';
import { privatePlace } from './kit/audience.ts';
import { clockCommand } from './kit/clock-command.ts';
import { refreshUseCase } from './kit/use-case-step.ts';

export const usecaseRemind = clockCommand({
  name: 'usecase-remind',
  summary: 'Remind of pauses and pilots whose time has run out',
  async run(ctx) {
    const due = await dueSteps(ctx.db, ctx.now);
    for (const { useCaseId, step } of due) {
      const useCase = await getUseCase(ctx.db, useCaseId);
      // Whoever decides is asked; where they cannot be written to, the owner, and else those whom everything is told.
      const seats = [useCase.stopAuthority, useCase.owner, useCase.deputy];
      const [first] = seats.flatMap((one) => (one ? privatePlace(one) : []));
      const places = first ? [first] : ctx.settings.announcePlaces;
      for (const place of places) ctx.tell({ subject: `usecase:${useCaseId}`, place, slot: `due-${step}` });
      await refreshUseCase(ctx, useCase);
    }
    return { due: due.map((one) => one.useCaseId) };
  },
  say: ({ due }) => ({ title: [`${due.length} due`], parts: [] }),
});
