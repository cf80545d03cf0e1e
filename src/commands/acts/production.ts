import { type Offer, Refusal } from '../../refusal.ts';
import { dayIn } from '../../rules/calendar.ts';
import type { Db } from '../../store/open.ts';
import type { PromptState } from '../../store/prompts.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import { activateButton, assessButton, editButton, useCaseButton } from '../kit/buttons.ts';
import type { Ctx } from '../kit/command.ts';
import { inWords } from '../kit/words.ts';
import { lacking, ruledOut } from './completeness.ts';

/** Why nothing new of a use case reaches production, and the way out. */
type Obstacle = { message: string; button: Offer };

/** What keeps a use case from production; null when nothing does. A pause does not: its readers are stopped, not its people. */
export function obstacle(useCase: UseCase, now: Date): Obstacle | null {
  const { slug, state } = useCase;
  if (ruledOut(useCase)) {
    const message = `The assessment of ${slug} says that AI does not belong here: ${useCase.assessment?.reason}`;
    return { message, button: assessButton(slug, 'Assess it again') };
  }
  const empty = lacking(useCase);
  if (empty.length > 0) {
    const message = `Nothing of the use case ${slug} reaches production yet. It lacks ${inWords(empty)}.`;
    // An assessment has a form of its own; it is the last to be asked for.
    const isLast = empty.length === 1 && useCase.assessment === null;
    return { message, button: isLast ? assessButton(slug, 'Assess it') : editButton(slug, 'Fill it in') };
  }
  if (state === 'draft')
    return {
      message: `The use case ${slug} is still a draft: activate it first.`,
      button: activateButton(slug, 'Activate it'),
    };
  const { pilotUntil } = useCase;
  if (state === 'pilot' && pilotUntil && pilotUntil < dayIn(useCase.timezone, now)) {
    const message = `The pilot of ${slug} ended on ${pilotUntil}: activate it, or give it a new last day.`;
    return { message, button: activateButton(slug, 'Activate it') };
  }
  return null;
}

/** Refuses what would change a use case that was closed. @throws Refusal `conflict` */
export function guardOpen(useCase: UseCase): void {
  if (useCase.state !== 'closed') return;
  throw new Refusal('conflict', `The use case ${useCase.slug} is closed: its prompts are kept, and change no more.`, {
    offers: [useCaseButton(useCase.slug)],
  });
}

/** The same for the use case of a prompt. @throws Refusal `conflict` */
export const guardPromptOpen = async (db: Db, prompt: PromptState): Promise<void> =>
  guardOpen(await getUseCase(db, prompt.useCaseId));

/**
 * Nothing of a use case reaches production before it is known who answers for it and what happens when it fails.
 * @throws Refusal `conflict` with the way out
 */
export async function guardProduction(ctx: Pick<Ctx, 'db' | 'now'>, prompt: PromptState): Promise<void> {
  const useCase = await getUseCase(ctx.db, prompt.useCaseId);
  guardOpen(useCase);
  guardReady(useCase, ctx.now);
}

/** @throws Refusal `conflict` with the way out */
export function guardReady(useCase: UseCase, now: Date): void {
  const found = obstacle(useCase, now);
  if (!found) return;
  throw new Refusal('conflict', found.message, { offers: [found.button] });
}
