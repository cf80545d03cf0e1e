import { Refusal } from '../../refusal.ts';
import { isAgreed, standingAgreements } from '../../store/criteria.ts';
import type { UseCase, UseCaseSet } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';

/**
 * Who may stop a use case that is at work, and what its agreements are counted in, are not changed by those who are judged by
 * them: else a pause, or a criterion, could be undone by the way. Admins may, and where the stop authority has left, whoever
 * may change the use case.
 * @throws Refusal `forbidden` with who could
 */
export async function guardAgreed(
  { db, actor, admin, via }: Pick<Ctx, 'db' | 'actor' | 'admin' | 'via'>,
  useCase: UseCase,
  set: UseCaseSet,
): Promise<void> {
  const { id, slug, state, stopAuthority } = useCase;
  if (state === 'draft' || !stopAuthority || stopAuthority.accounts.length === 0) return;
  if (via.token === undefined && (admin || actor.id === stopAuthority.id)) return;
  const { name } = stopAuthority;
  if (set.stopAuthorityId && set.stopAuthorityId !== stopAuthority.id)
    throw no('stop_authority', `${name} may stop ${slug}. Who may instead is for the admins to say.`);
  const anotherCycle = set.period !== undefined && set.period !== useCase.period;
  const anotherCurrency = set.currency !== undefined && set.currency !== useCase.currency;
  const anotherClaim = set.minutesPerDecision !== undefined && set.minutesPerDecision !== useCase.minutesPerDecision;
  if (!anotherCycle && !anotherCurrency && !anotherClaim) return;
  const agreed = (await standingAgreements(db, [id])).filter(isAgreed);
  const way = `The admins can change that, or ${name} takes it away first: "usecase criteria ${slug}".`;
  if (anotherCycle && agreed.some(({ unit }) => unit === useCase.period))
    throw no('cycle', `It was agreed by the ${useCase.period} when ${slug} should be stopped. ${way}`);
  if (anotherCurrency && agreed.some(({ kpi }) => kpi === 'reversal_cost'))
    throw no('currency', `It was agreed in ${useCase.currency} when ${slug} should be stopped. ${way}`);
  if (anotherClaim && agreed.some(({ kpi }) => kpi === 'hours_saved'))
    throw no('minutes', `The hours that ${slug} saves decide whether it is stopped. ${way}`);
}

const no = (field: string, message: string) => new Refusal('forbidden', message, { fields: { [field]: message } });
