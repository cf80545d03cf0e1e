import { missing, requiredFields, type UseCaseFields } from '../../rules/use-case.ts';
import type { UseCase } from '../../store/use-cases.ts';

/** A use case as the rules about what has to be known see it. */
export const fieldsOf = (useCase: UseCase): UseCaseFields => ({
  ...useCase,
  owner: useCase.owner?.id ?? null,
  deputy: useCase.deputy?.id ?? null,
  contextOwner: useCase.contextOwner?.id ?? null,
  stopAuthority: useCase.stopAuthority?.id ?? null,
  contextInputs: useCase.inputs.map((one) => ({ ...one, owner: one.owner.id })),
});

/** What a use case has not said of what it takes, in words; empty when all of it is known. */
export const lacking = (useCase: UseCase): string[] => missing(fieldsOf(useCase)).map((name) => requiredFields[name]);

/** Whether AI does not belong there, as it was assessed. Then nothing needs to be filled in either. */
export const ruledOut = ({ assessment }: Pick<UseCase, 'assessment'>): boolean =>
  assessment?.chosen === 'does_not_belong';

/** What is still to be filled in before production; nothing where AI does not belong. */
export const stillNeeded = (useCase: UseCase): string[] => (ruledOut(useCase) ? [] : lacking(useCase));
