import { pendingIn } from '../../store/change-list.ts';
import { settleChange } from '../../store/change-steps.ts';
import { getChanges } from '../../store/changes.ts';
import { getPrompt } from '../../store/prompts.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { tellNews } from './tell-news.ts';
import { announceStep } from './use-case-audience.ts';
import { guardStep, takeStep } from './use-case-step.ts';

/**
 * Stops the readers of a use case and tells everybody concerned, in the command's transaction. It must be locked.
 * @param until when somebody means to resume it; nothing resumes by itself
 * @throws Refusal `conflict` when it cannot be paused now, with who was faster
 */
export async function pauseUseCase(ctx: Ctx, useCase: UseCase, of: { why: string; until?: Date }): Promise<void> {
  guardStep(useCase, 'pause');
  const step = await takeStep(ctx, useCase, { step: 'pause', to: 'paused', ...of });
  await announceStep(ctx, useCase, `pause-${step}`);
}

/**
 * Retires the prompts of a use case for good and keeps its history; what waits is withdrawn, with a word to its authors.
 * It must be locked. @throws Refusal `conflict` when it is closed already
 */
export async function closeUseCase(ctx: Ctx, useCase: UseCase, why: string): Promise<void> {
  guardStep(useCase, 'close');
  const step = await takeStep(ctx, useCase, { step: 'close', to: 'closed', why });
  const decided = { by: ctx.actor, why: `The use case ${useCase.slug} was closed`, now: ctx.now };
  for (const change of await getChanges(ctx.db, await pendingIn(ctx.db, useCase.id))) {
    const application = change.kind === 'follow_up' ? undefined : 'dropped';
    const settled = await settleChange(ctx.db, change, { review: 'withdrawn', application, decided });
    ctx.record('withdraw', `change:${change.id}`, { cycle: change.cycle });
    tellNews(ctx, await getPrompt(ctx.db, change.promptId), settled, 'withdrawn');
  }
  await announceStep(ctx, useCase, `close-${step}`);
}
