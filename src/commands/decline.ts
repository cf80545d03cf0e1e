import { defineReasonedVerdict } from './cards/reasoned-verdict.ts';

export const decline = defineReasonedVerdict({
  name: 'decline',
  verdict: 'decline',
  summary: 'Decline a change, with a reason',
  submit: 'Decline',
  submitFollowUp: 'It was wrong',
  example: 'decline 12 It promises refunds that we do not give.',
});
