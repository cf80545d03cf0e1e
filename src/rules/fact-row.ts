import { z } from 'zod';
import { fingerprint, moment, name, place, prompt, text, version } from './fact-fields.ts';
import { useCaseSlug } from './slug.ts';

const DAY = 'A day looks like 2026-11-21.';
const NO_DAY = 'There is no such day in the calendar.';
const isWritten = (text: unknown) => /^\d{4}-\d\d-\d\d$/.test(String(text));
const day = z.iso.date({ error: ({ input }) => (isWritten(input) ? NO_DAY : DAY) });
const useCase = useCaseSlug.meta({ description: 'The name of a use case', examples: ['refunds'] });
const MOMENT = 'A time looks like 2026-11-21T09:30:00Z, a day like 2026-11-21.';
const at = z
  .union([moment, day], { error: ({ input }) => (isWritten(input) ? NO_DAY : MOMENT) })
  .optional()
  .meta({ description: 'When it was, or on which day in the time zone of the use case; now, where it is left out' });
const minutes = (what: string) =>
  z
    .number(`${what} are a number.`)
    .min(0, `${what} are 0 or more.`)
    .max(1_000_000, `${what} are 1 000 000 at most.`)
    .optional();
const cost = z
  .number('The cost is a number in the currency of the use case, such as 1200 or 12.50.')
  .min(0, 'The cost is 0 or more.')
  .max(1_000_000_000, 'The cost is 1 000 000 000 at most.')
  .optional();

/** Who was enabled when, and who used it on which day. Without a user: nobody used it on that day. */
const usageRow = z
  .strictObject({
    usecase: useCase,
    user: name('A user', 200).optional().meta({
      description:
        'Who, by a name of your own; a pseudonym is fine, only a digest is kept. Without it: nobody used it on that day, which was counted all the same',
    }),
    enabled_on: day
      .optional()
      .meta({ description: 'The day from which on the user could use it; the earliest stands' }),
    day: day.optional().meta({ description: 'A day on which the user used it, in the time zone of the use case' }),
  })
  .refine((row) => row.day !== undefined || row.enabled_on !== undefined, {
    path: ['day'],
    error: 'Say on which day: give day, or enabled_on, or both.',
  })
  .refine((row) => row.user !== undefined || row.enabled_on === undefined, {
    path: ['user'],
    error: 'Say who was enabled.',
  })
  .meta({ id: 'UsageRow' });

/** What was decided with AI. Without a key: nothing was decided on that day. */
const decisionRow = z
  .strictObject({
    usecase: useCase,
    key: name('A key', 200).optional().meta({
      description: 'Your own key of this decision, by which it is reversed; a repeat with it changes nothing',
    }),
    day: day
      .optional()
      .meta({ description: 'In place of a key: a day on which nothing was decided, and that was counted' }),
    at,
    prompt: prompt.optional(),
    version,
    fingerprint,
    minutes: minutes('The minutes').meta({
      description: 'The minutes it saved, where somebody timed it: enough of these confirm the hours that are claimed',
    }),
    summary: text('The summary').optional().meta({ description: 'An excerpt of what was decided, for its card' }),
    post: z
      .boolean('post is true or false.')
      .optional()
      .meta({ description: 'Post it in the channel of the use case, with a button to reverse it' }),
    place: place('A channel in which it is posted with a button to reverse it'),
  })
  .refine((row) => (row.key === undefined) !== (row.day === undefined), {
    path: ['key'],
    error: 'Give the decision a key, or name a day on which nothing was decided.',
  })
  .refine((row) => row.prompt === undefined || (row.version === undefined) !== (row.fingerprint === undefined), {
    path: ['version'],
    error: 'Say which version decided: give either version or fingerprint.',
  })
  .refine((row) => row.prompt !== undefined || (row.version === undefined && row.fingerprint === undefined), {
    path: ['prompt'],
    error: 'Say of which prompt this is the version.',
  })
  .meta({ id: 'DecisionRow' });

/** That a decision was taken back. */
const reversalRow = z
  .strictObject({
    usecase: useCase,
    decision: name('A decision', 200).meta({ description: 'The key of a decision you reported' }),
    reason: text('The reason').min(1, 'Say why it was reversed, in a few words.'),
    minutes: minutes('The minutes').meta({ description: 'The minutes that people spent on it' }),
    cost: cost.meta({ description: 'What it cost, in the currency of the use case' }),
    at,
  })
  .meta({ id: 'ReversalRow' });

/** The kinds of facts of a use case, as their rows are read. */
export const factRows = { usage: usageRow, decisions: decisionRow, reversals: reversalRow } as const;
export type FactKind = keyof typeof factRows;
export const factKinds = Object.keys(factRows) as FactKind[];
export type FactRow<K extends FactKind> = z.infer<(typeof factRows)[K]>;
