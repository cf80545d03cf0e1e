import { type Offer, Refusal } from '../../refusal.ts';
import { missing, requiredFields, type UseCaseFields } from '../../rules/use-case.ts';
import type { PromptState } from '../../store/prompts.ts';
import { getUseCase, type UseCase } from '../../store/use-cases.ts';
import type { Ctx } from './command.ts';
import { inWords } from './words.ts';

/** A use case as the rules about what has to be known see it. */
export const fieldsOf = (useCase: UseCase): UseCaseFields => ({
  ...useCase,
  owner: useCase.owner?.id ?? null,
  deputy: useCase.deputy?.id ?? null,
  contextOwner: useCase.contextOwner?.id ?? null,
  stopAuthority: useCase.stopAuthority?.id ?? null,
  contextInputs: useCase.inputs.map((one) => ({ ...one, owner: one.owner.id })),
});

/** Refuses what would change a use case that was closed. @throws Refusal `conflict` */
export function guardOpen(useCase: UseCase): void {
  if (useCase.state !== 'closed') return;
  throw new Refusal('conflict', `The use case ${useCase.slug} is closed: its prompts are kept, and change no more.`, {
    offers: [{ label: `Show ${useCase.slug}`, command: 'usecase-show', args: { usecase: useCase.slug } }],
  });
}

/** Nothing of a use case reaches production before it is known who answers for it and what happens when it fails. */
export async function guardProduction(ctx: Ctx, prompt: PromptState): Promise<void> {
  const useCase = await getUseCase(ctx.db, prompt.useCaseId);
  guardOpen(useCase);
  const empty = missing(fieldsOf(useCase));
  const { slug } = useCase;
  if (empty.length > 0) {
    const what = inWords(empty.map((name) => requiredFields[name]));
    throw notYet(
      `Nothing of the use case ${slug} reaches production yet. It lacks ${what}.`,
      'Fill it in',
      'usecase-edit',
    );
  }
  if (useCase.state === 'draft')
    throw notYet(`The use case ${slug} is still a draft: activate it first.`, 'Activate it', 'usecase-activate');

  function notYet(message: string, label: string, command: string): Refusal {
    const offer: Offer = { label, command, args: { usecase: slug }, ask: true };
    return new Refusal('conflict', message, { offers: [offer] });
  }
}
