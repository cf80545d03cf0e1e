export type Review = 'open' | 'changes_requested' | 'approved' | 'declined' | 'withdrawn' | 'expired' | 'stale';
export type Application = 'pending' | 'applied' | 'dropped';
export type Step = 'approve' | 'request_changes' | 'decline' | 'comment' | 'withdraw' | 'revise';

// Read by the guard and by the buttons, so that a card never offers what would be refused.
const steps: Record<Review, readonly Step[]> = {
  open: ['approve', 'request_changes', 'decline', 'comment', 'withdraw', 'revise'],
  changes_requested: ['decline', 'comment', 'withdraw', 'revise'],
  stale: ['decline', 'comment', 'withdraw', 'revise'],
  approved: ['comment'],
  declined: ['comment'],
  withdrawn: ['comment'],
  expired: ['comment'],
};

// A follow-up looks at what has already happened: there is nothing to take back or to rewrite.
const notOnFollowUp: readonly Step[] = ['request_changes', 'withdraw', 'revise'];

/** Whether a step is possible in this state at all; who may take it is `rules/authority`. */
export function can(step: Step, change: { review: Review; kind: 'proposal' | 'follow_up' }): boolean {
  return steps[change.review].includes(step) && !(change.kind === 'follow_up' && notOnFollowUp.includes(step));
}

/** Whether somebody may still do something about it. */
export const isUndecided = (review: Review): boolean => steps[review].includes('decline');

/** The state in words, as the sentence part after "this change". */
export const stateWords: Record<Review, string> = {
  open: 'is waiting for a decision',
  changes_requested: 'waits for its author: changes were requested',
  approved: 'was approved',
  declined: 'was declined',
  withdrawn: 'was withdrawn',
  expired: 'expired before it was decided',
  stale: 'is stale: the label moved since it was opened',
};
