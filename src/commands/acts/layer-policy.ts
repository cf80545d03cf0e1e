import { policyOf } from '../../rules/assessment.ts';
import type { Policy } from '../../rules/policy.ts';
import { addMembers, getPrompt, updatePrompt } from '../../store/prompts.ts';
import type { UseCase } from '../../store/use-cases.ts';
import type { Ctx } from '../kit/command.ts';
import { holders } from '../kit/standing.ts';

/** The approval policy that the assessment of a use case asks for; null while there is none, or AI does not belong here. */
function layerPolicy({ assessment, owner, contextOwner }: UseCase): Policy | null {
  if (!assessment || assessment.chosen === 'does_not_belong') return null;
  return policyOf(assessment.chosen, { owner: owner?.id ?? null, contextOwner: contextOwner?.id ?? null });
}

/**
 * Gives the policy of the assessment to these prompts. Whom it requires becomes a reviewer where they could not decide yet.
 * The prompts must be locked; changes that are open keep the policy they were opened with.
 */
export async function applyLayer(ctx: Ctx, useCase: UseCase, promptIds: readonly number[]): Promise<void> {
  const policy = layerPolicy(useCase);
  if (!policy) return;
  for (const id of promptIds) {
    const prompt = await getPrompt(ctx.db, id);
    const may = holders('decide', prompt).map((one) => one.id);
    if (isSame(policy, prompt.policy)) continue;
    const people = policy.required.filter((one) => !may.includes(one));
    if (people.length > 0) await addMembers(ctx.db, id, 'reviewer', { people });
    await updatePrompt(ctx.db, id, { policy });
    ctx.record('policy', `prompt:${prompt.slug}`, { from: prompt.policy, to: policy, reviewers: people });
  }
}

const isSame = (one: Policy, other: Policy): boolean =>
  one.approvals === other.approvals &&
  one.expiryHours === other.expiryHours &&
  [...one.required].sort().join() === [...other.required].sort().join();

/** Whether a policy asks for less than the assessment does. */
export function isLess(policy: Policy, useCase: UseCase): boolean {
  const asked = layerPolicy(useCase);
  if (!asked) return false;
  return policy.approvals < asked.approvals || asked.required.some((id) => !policy.required.includes(id));
}
