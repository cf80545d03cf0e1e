import { Refusal } from '../../refusal.ts';
import type { PromptState } from '../../store/prompts.ts';
import { holders } from '../kit/standing.ts';

/**
 * Refuses a change of roles after which somebody whom the policy requires could no longer decide: what waits for them
 * could never be released. @throws Refusal `conflict`
 */
export function guardRequired(
  prompt: PromptState,
  next: Partial<Pick<PromptState, 'owner' | 'deputy' | 'reviewers'>>,
  field: string,
): void {
  const may = new Set(holders('decide', { ...prompt, ...next }).map((one) => one.id));
  const lost = holders('decide', prompt).filter((one) => prompt.policy.required.includes(one.id) && !may.has(one.id));
  if (lost.length === 0) return;
  const message = `The policy requires the approval of ${lost.map((one) => one.name).join(' and ')}. Change the policy first: policy ${prompt.slug}`;
  throw new Refusal('conflict', message, { fields: { [field]: message } });
}
