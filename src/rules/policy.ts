import { z } from 'zod';

/** What a change of a prompt needs before it is released. It is copied onto a change when a review cycle opens. */
export const policySchema = z.object({
  approvals: z.number().int().min(0).max(5),
  /** Ids of people who must be among those who approve. */
  required: z.array(z.number().int()),
  /** Hours until an undecided change expires. */
  expiryHours: z.number().int().min(1).max(2160),
});

export type Policy = z.infer<typeof policySchema>;

export const defaultPolicy: Policy = { approvals: 1, required: [], expiryHours: 168 };

/** The same policy with those whom it requires under the ids they have today, each once. */
export const requiring = (policy: Policy, today: (id: number) => number): Policy =>
  policy.required.length === 0 ? policy : { ...policy, required: [...new Set(policy.required.map(today))] };

/** How far the approvals of one cycle have come against the policy copied onto the change. */
export type Progress = { approvals: number; needed: number; missing: number[]; complete: boolean };

/**
 * Counts distinct people, never votes, and nobody who wrote the change: of two who approved each other's words, and turn
 * out to be one, none counts.
 * @param approvers ids of the people who approved in the present cycle, in any order, repeats allowed
 * @param writers ids of those who wrote the change: they may not approve it, so nobody waits for them; the number of
 *   approvals stays the same
 */
export function progress(policy: Policy, approvers: readonly number[], writers: readonly number[]): Progress {
  const people = new Set(approvers.filter((id) => !writers.includes(id)));
  const missing = policy.required.filter((id) => !people.has(id) && !writers.includes(id));
  // Whoever must approve counts as one of the approvals, so "2 approvals, Ada required" needs two people in all.
  const needed = Math.max(policy.approvals, policy.required.length);
  return { approvals: people.size, needed, missing, complete: people.size >= needed && missing.length === 0 };
}
