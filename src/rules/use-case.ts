export type UseCaseState = 'draft' | 'pilot' | 'active' | 'paused' | 'closed';

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
