import { DAY } from './milliseconds.ts';

export const states = ['draft', 'pilot', 'active', 'paused', 'closed'] as const;
export type UseCaseState = (typeof states)[number];
export type Step = 'activate' | 'pause' | 'resume' | 'close';

// Where each step leads from each state; read by the guard and by the buttons, so that a card never offers what would be refused.
const steps: Record<UseCaseState, Partial<Record<Step, readonly UseCaseState[]>>> = {
  draft: { activate: ['pilot', 'active'], close: ['closed'] },
  // A pilot that is activated as a pilot again has a new expiry date.
  pilot: { activate: ['pilot', 'active'], pause: ['paused'], close: ['closed'] },
  active: { pause: ['paused'], close: ['closed'] },
  // It goes on as what it was before the pause.
  paused: { resume: ['pilot', 'active'], close: ['closed'] },
  closed: {},
};

/** The states that a step leads to from here; none where it is not possible. Who may take it is `rules/authority`. */
export const leadsTo = (step: Step, from: UseCaseState): readonly UseCaseState[] => steps[from][step] ?? [];

/** Whether a step is possible in this state, and leads where it shall. */
export const can = (step: Step, from: UseCaseState, to?: UseCaseState): boolean =>
  to ? leadsTo(step, from).includes(to) : leadsTo(step, from).length > 0;

/** The state in words, as the sentence part after "this use case". */
export const stateWords: Record<UseCaseState, string> = {
  draft: 'is a draft: nothing new of it reaches production',
  pilot: 'is a pilot',
  active: 'is active',
  paused: 'is paused',
  closed: 'is closed for good',
};

/** What is to be known of a use case before anything of it reaches production; people by their ids, null: not known. */
export type UseCaseFields = {
  decision: string | null;
  limits: string | null;
  owner: number | null;
  deputy: number | null;
  contextOwner: number | null;
  stopAuthority: number | null;
  stepFunction: string | null;
  stepInput: string | null;
  stepOutput: string | null;
  failureMode: string | null;
  errorReach: string | null;
  qualityStandard: string | null;
  escalation: string | null;
  failureResponse: string | null;
  contextInputs: readonly {
    name: string;
    source: string;
    owner: number;
    freshnessDays: number;
    reviewedAt: Date | null;
  }[];
  contextReviewDays: number | null;
  contextStopCriteria: string | null;
  assessment: unknown;
};

/** What people call each field, in the order in which they are asked for it. */
export const requiredFields: Readonly<Record<keyof UseCaseFields, string>> = {
  decision: 'the decision it is responsible for',
  limits: 'its decision limits',
  owner: 'an owner',
  deputy: 'a deputy',
  contextOwner: 'a context owner',
  stopAuthority: 'a stop authority',
  stepFunction: 'the step’s function',
  stepInput: 'the step’s input',
  stepOutput: 'the step’s output',
  failureMode: 'how it fails',
  errorReach: 'how far an error travels',
  qualityStandard: 'a quality standard',
  escalation: 'when to escalate',
  failureResponse: 'a failure response',
  contextInputs: 'the inputs of the context contract',
  contextReviewDays: 'how often the context is reviewed',
  contextStopCriteria: 'the stop criteria of the context',
  assessment: 'an assessment',
};

/** The fields that are empty, in the order of the list. */
export function missing(fields: UseCaseFields): (keyof UseCaseFields)[] {
  return (Object.keys(requiredFields) as (keyof UseCaseFields)[]).filter((name) => {
    const value = fields[name];
    if (Array.isArray(value)) return value.length === 0;
    return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
  });
}

/**
 * The inputs whose review is overdue, the longest waiting first. What was never reviewed is overdue too, comes before all
 * others and has waited for nobody knows how long: null.
 */
export function overdueReviews<Input extends { reviewedAt: Date | null }>(
  inputs: readonly Input[],
  everyDays: number,
  at: Date,
): { input: Input; overdueDays: number | null }[] {
  return inputs
    .map((input) => ({ input, due: input.reviewedAt && input.reviewedAt.getTime() + everyDays * DAY }))
    .filter(({ due }) => due === null || due < at.getTime())
    .sort((one, other) => (one.due ?? 0) - (other.due ?? 0))
    .map(({ input, due }) => ({ input, overdueDays: due === null ? null : Math.floor((at.getTime() - due) / DAY) }));
}
