import { DAY } from './milliseconds.ts';

/** What may be answered to a proposal, and the state to which that brings it. */
export const answers = {
  pause: { label: 'Pause', needsReason: false, leadsTo: 'paused' },
  close: { label: 'Close', needsReason: false, leadsTo: 'closed' },
  keep_running: { label: 'Keep running', needsReason: true, leadsTo: 'kept' },
  snooze: { label: 'Snooze one cycle', needsReason: false, leadsTo: 'snoozed' },
} as const;

export type Answer = keyof typeof answers;
export const answerNames = Object.keys(answers) as Answer[];

/** What would follow from an answer, for whoever is about to give it. */
export const consequences: Record<Answer, string> = {
  pause: 'Its readers get the failure response from the same second on.',
  close: 'Its prompts are retired for good. The history is kept.',
  keep_running: 'Your reason is told to those who answer for it. If the next cycle breaks it again, this comes back.',
  snooze: 'The close of the present cycle proposes nothing. That is possible once.',
};

/** What follows from an answer, as the person reads it who gave it. */
export const answerWords: Record<Answer, string> = {
  pause: 'It is paused: readers get its failure response from now on.',
  close: 'It is closed for good: its prompts are retired and their history is kept.',
  keep_running: 'It keeps running. The proposal comes back next cycle if what was agreed is broken again.',
  snooze:
    'It is snoozed: this cycle makes no proposal. If the one after it breaks it again, the proposal comes back, and cannot be snoozed again.',
};

/** What became of a proposal. `lapsed`: its use case was stopped without it. */
export type SettledState = (typeof answers)[Answer]['leadsTo'] | 'lapsed';
export type ProposalState = 'open' | SettledState;

/** A settled proposal in words: how its use case stands, and what somebody did; `briefly` for whoever was slower. */
export const settledWords: Record<SettledState, { stands: string; did: string; briefly: string }> = {
  paused: { stands: 'is paused', did: 'paused it', briefly: 'paused it' },
  closed: { stands: 'is closed', did: 'closed it', briefly: 'closed it' },
  kept: { stands: 'keeps running', did: 'let it keep running', briefly: 'let it keep running' },
  snoozed: { stands: 'is snoozed', did: 'put it off for one cycle', briefly: 'snoozed it' },
  lapsed: { stands: 'was stopped already', did: 'stopped it before this was answered', briefly: 'stopped it' },
};

/** What happens with a proposal that nobody answers, by the days since it was made. After that it is brought up once a week. */
export const escalation = [
  { days: 3, step: 'remind', words: 'The stop authority is reminded' },
  { days: 7, step: 'deputy', words: 'The deputy is asked to decide' },
  { days: 14, step: 'admins', words: 'The admins are asked to decide' },
] as const;

/** `week-3`: it is brought up again after three weeks. */
export type EscalationStep = (typeof escalation)[number]['step'] | `week-${number}`;

/** Who is asked beside the stop authority by a step, because nobody has answered. */
export function asksToo(step: EscalationStep | null): 'deputy' | 'admins' | null {
  if (step === null || step === 'remind') return null;
  return step === 'deputy' ? 'deputy' : 'admins';
}

const WEEK_DAYS = 7;

/**
 * The step that is due for an unanswered proposal, null when there is none. After a downtime only the furthest is taken:
 * whoever asks the admins need not remind first. A step is due from the full day on, and once.
 */
export function escalationDue(madeAt: Date, last: EscalationStep | null, at: Date): EscalationStep | null {
  const reached = stepAfter((at.getTime() - madeAt.getTime()) / DAY);
  return reached !== null && dayOf(reached) > (last === null ? 0 : dayOf(last)) ? reached : null;
}

function stepAfter(days: number): EscalationStep | null {
  if (days >= escalation.at(-1)!.days + WEEK_DAYS) return `week-${Math.floor(days / WEEK_DAYS)}`;
  return escalation.findLast((one) => days >= one.days)?.step ?? null;
}

const dayOf = (step: EscalationStep): number =>
  escalation.find((one) => one.step === step)?.days ?? WEEK_DAYS * Number(step.slice('week-'.length));
