import { type Offer, Refusal } from '../../refusal.ts';
import { dayIn } from '../../rules/calendar.ts';
import { missing, requiredFields, type UseCaseFields } from '../../rules/use-case.ts';
import type { Db } from '../../store/open.ts';
import type { PromptState } from '../../store/prompts.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { inWords } from '../kit/words.ts';

/** A use case as the rules about what has to be known see it. */
export const fieldsOf = (useCase: UseCase): UseCaseFields => ({
  ...useCase,
  owner: useCase.owner?.id ?? null,
  deputy: useCase.deputy?.id ?? null,
  contextOwner: useCase.contextOwner?.id ?? null,
  stopAuthority: useCase.stopAuthority?.id ?? null,
  contextInputs: useCase.inputs.map((one) => ({ ...one, owner: one.owner.id })),
});

/** What is still to be filled in, in words; empty when all of it is known. */
export const lacking = (useCase: UseCase): string[] => missing(fieldsOf(useCase)).map((name) => requiredFields[name]);

/** Whether AI does not belong there, as it was assessed. Then nothing needs to be filled in either. */
export const ruledOut = ({ assessment }: Pick<UseCase, 'assessment'>): boolean =>
  assessment?.chosen === 'does_not_belong';

/** Why nothing new of a use case reaches production, and the way out. */
export type Obstacle = { message: string; button: Offer };

/** What keeps a use case from production; null when nothing does. A pause does not: its readers are stopped, not its people. */
export function obstacle(useCase: UseCase, now: Date): Obstacle | null {
  const { slug, state } = useCase;
  const args = { usecase: slug };
  const assess = (label: string): Offer => ({ label, command: 'usecase-assess', args, ask: true });
  const activate: Offer = { label: 'Activate it', command: 'usecase-activate', args, ask: true };
  if (ruledOut(useCase)) {
    const message = `The assessment of ${slug} says that AI does not belong here: ${useCase.assessment?.reason}`;
    return { message, button: assess('Assess it again') };
  }
  const empty = lacking(useCase);
  if (empty.length > 0) {
    const message = `Nothing of the use case ${slug} reaches production yet. It lacks ${inWords(empty)}.`;
    const fillIn: Offer = { label: 'Fill it in', command: 'usecase-edit', args, ask: true };
    // An assessment has a form of its own; it is the last to be asked for.
    const isLast = empty.length === 1 && useCase.assessment === null;
    return { message, button: isLast ? assess('Assess it') : fillIn };
  }
  if (state === 'draft')
    return { message: `The use case ${slug} is still a draft: activate it first.`, button: activate };
  const { pilotUntil } = useCase;
  if (state === 'pilot' && pilotUntil && pilotUntil < dayIn(useCase.timezone, now)) {
    const message = `The pilot of ${slug} ended on ${pilotUntil}: activate it, or give it a new last day.`;
    return { message, button: activate };
  }
  return null;
}

/** Refuses what would change a use case that was closed. @throws Refusal `conflict` */
export function guardOpen(useCase: UseCase): void {
  if (useCase.state !== 'closed') return;
  throw new Refusal('conflict', `The use case ${useCase.slug} is closed: its prompts are kept, and change no more.`, {
    offers: [{ label: `Show ${useCase.slug}`, command: 'usecase-show', args: { usecase: useCase.slug } }],
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
