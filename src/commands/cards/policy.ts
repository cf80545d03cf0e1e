import type { Policy } from '../../rules/policy.ts';
import type { Person } from '../../store/people.ts';
import type { PromptState } from '../../store/prompts.ts';
import { holders } from '../kit/standing.ts';

/** Those who must be among the ones who approve. */
export const required = (prompt: PromptState, policy: Policy): Person[] =>
  holders('decide', prompt).filter((one) => policy.required.includes(one.id));

/** A policy as programs see it. */
export const policyJson = (prompt: PromptState, policy: Policy) => ({
  approvals: policy.approvals,
  required: required(prompt, policy).map((one) => one.name),
  expiry_hours: policy.expiryHours,
});
