import { defineReasonedVerdict } from './cards/reasoned-verdict.ts';

export const requestChanges = defineReasonedVerdict({
  name: 'request-changes',
  verdict: 'request_changes',
  summary: 'Ask the author to revise a change, with a reason',
  submit: 'Request changes',
  example: 'request-changes 12 Please name the opening hours.',
});
