import { z } from 'zod';
import { currency } from '../../rules/currency.ts';
import { timeZone } from '../../rules/time-zone.ts';
import type { UseCase, UseCaseSet } from '../../store/use-cases.ts';
import { arg } from '../kit/args.ts';
import { referenceTo } from '../kit/named.ts';
import { sectionNames } from './use-case-sections.ts';

/** Short enough that a form and the card of a use case hold all of them. */
const LONGEST = 1_000;
const text = (label: string, hint: string) =>
  arg
    .words(label, LONGEST)
    .optional()
    .meta({ label, hint, input: { kind: 'text' } });
const oneLine = (label: string, hint: string) =>
  arg
    .words(label, 200)
    .optional()
    .meta({ label, hint, input: { kind: 'line' } });
const DAYS = 'Give a number of days from 1 to 3650.';
const days = z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(3_650, DAYS);
const MINUTES = 'Give the minutes that one decision saves, from 0 to 10000.';

/** What may be said of a use case, by the names that forms, typed lines and programs use. */
export const useCaseArgs = z.strictObject({
  usecase: arg.useCase(),
  section: z.enum(sectionNames).optional(),
  owner: arg.person('Owner').optional(),
  deputy: arg.person('Deputy').optional(),
  context_owner: arg.person('Context owner').optional(),
  stop_authority: arg.person('Stop authority').optional(),
  decision: text('Decision', 'The decision it is responsible for, in one sentence'),
  limits: text('Decision limits', 'What it may not decide, promise or spend'),
  function: text('What the step does', 'For example: drafts an answer, sorts, extracts, decides'),
  input: text('Its input', 'What it works on'),
  output: text('Its output', 'What comes out, and who gets it'),
  failure_mode: text('How it fails', 'What it looks like when it is wrong'),
  error_reach: text('How far an error travels', 'Who is hit before somebody notices'),
  quality_standard: text('Quality standard', 'What is good enough, so that it can be checked'),
  escalation: text('Escalate when', 'What goes to a person instead'),
  failure_response: text('Failure response', 'What applications say while it is paused'),
  inputs: arg
    .words('Inputs', 3_000)
    .optional()
    .meta({
      label: 'Inputs',
      hint: 'One per line: name; source; owner (an e-mail address, or me); how many days old it may be',
      input: { kind: 'text' },
    }),
  review_days: days.optional().meta({ label: 'Review the context every … days', hint: 'For example 90' }),
  stop_criteria: text('Stop criteria', 'With which state of its context it must not go on'),
  minutes: z.coerce
    .number(MINUTES)
    .min(0, MINUTES)
    .max(10_000, MINUTES)
    .optional()
    .meta({ label: 'Minutes saved per decision', hint: 'Shown as claimed until a sample confirms it' }),
  method: text('How that is known', 'For example: ten cases timed by hand in March'),
  currency: currency.optional().meta({ label: 'Currency', hint: 'Three letters, such as EUR' }),
  timezone: timeZone.optional().meta({ label: 'Time zone', hint: 'Such as Europe/Berlin' }),
  cycle: z
    .enum(['week', 'month'], 'A cycle is a week or a month.')
    .optional()
    .meta({
      label: 'Judged by the',
      input: {
        kind: 'choice',
        choices: [
          { value: 'week', label: 'Week' },
          { value: 'month', label: 'Month' },
        ],
      },
    }),
  team: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ label: 'Team channel', hint: 'Gets what concerns the team; one channel', input: { kind: 'places' } }),
  decision_class: oneLine('Decision class', 'The same word wherever teams decide about the same thing'),
  /** `set` replaces a whole section, as its form does that shows all of it. */
  action: z.literal('set').optional(),
});
export type UseCaseArgs = z.infer<typeof useCaseArgs>;
export type FieldName = Exclude<keyof UseCaseArgs, 'usecase' | 'section' | 'action'>;

/** Fields that are kept as they were said. */
export const kept = {
  decision: 'decision',
  limits: 'limits',
  function: 'stepFunction',
  input: 'stepInput',
  output: 'stepOutput',
  failure_mode: 'failureMode',
  error_reach: 'errorReach',
  quality_standard: 'qualityStandard',
  escalation: 'escalation',
  failure_response: 'failureResponse',
  review_days: 'contextReviewDays',
  stop_criteria: 'contextStopCriteria',
  minutes: 'minutesPerDecision',
  method: 'hoursMethod',
  currency: 'currency',
  timezone: 'timezone',
  cycle: 'period',
  decision_class: 'decisionClass',
} as const satisfies Partial<Record<FieldName, keyof UseCaseSet & keyof UseCase>>;

/** Fields that name a person. */
export const named = {
  owner: 'owner',
  deputy: 'deputy',
  context_owner: 'contextOwner',
  stop_authority: 'stopAuthority',
} as const satisfies Partial<Record<FieldName, keyof UseCase>>;

/** Without these a use case could not be measured at all: they always have a value. */
export const always: readonly FieldName[] = ['currency', 'timezone', 'cycle'];

/** What a field holds now, as its form shows it. */
export function heldIn(useCase: UseCase, field: FieldName): string | string[] | undefined {
  if (field in named) {
    const person = useCase[named[field as keyof typeof named]];
    return person ? referenceTo(person) : undefined;
  }
  if (field === 'inputs') return useCase.inputs.map(inputLine).join('\n') || undefined;
  if (field === 'team') return useCase.team ? [useCase.team] : undefined;
  const value = useCase[kept[field as keyof typeof kept]];
  return value === null ? undefined : String(value);
}

const inputLine = ({ name, source, owner, freshnessDays }: UseCase['inputs'][number]): string =>
  [name, source, owner.email ?? owner.accounts[0] ?? owner.name, freshnessDays].join('; ');
