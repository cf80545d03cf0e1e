import { z } from 'zod';
import { reasons } from '../../rules/reasons.ts';
import { promptSlug } from '../../rules/slug.ts';
import { textProblem } from '../../rules/text-problem.ts';
import { documented, errorResponses, secured } from './documented.ts';

/** The most rows of one batch. */
const MOST = 1_000;
/** Characters of an excerpt or a comment. */
const LONGEST = 2_000;

const storable = (schema: z.ZodString) =>
  schema.check((of) => {
    const why = textProblem(of.value);
    if (why) of.issues.push({ code: 'custom', message: why, input: of.value });
  });

const name = (what: string, longest: number) =>
  storable(
    z
      .string(`${what} is a text of 1 to ${longest} characters.`)
      .min(1, `${what} is a text of 1 to ${longest} characters.`)
      .max(longest, `${what} is a text of 1 to ${longest} characters.`),
  );

const text = (what: string) =>
  storable(
    z
      .string(`${what} is a text.`)
      .max(LONGEST, `${what} is longer than ${LONGEST} characters, the most that is kept. Send its beginning.`),
  );

const prompt = promptSlug.meta({ description: 'The name of a prompt', examples: ['support-reply'] });
const version = z
  .int('A version is a number, such as 8.')
  .min(1, 'Versions begin with 1.')
  .max(2_147_483_647, 'There is no version with such a number.')
  .optional()
  .meta({ description: 'The number of the version, as a read of the prompt gave it' });
const fingerprint = z
  .string('A fingerprint is a text.')
  .regex(/^[0-9a-f]{64}$/, 'A fingerprint is given whole: 64 characters, as a read of the prompt gave it.')
  .optional()
  .meta({ description: 'In place of the version: its whole fingerprint' });
const at = z.iso
  .datetime({ offset: true, error: 'A time looks like 2026-11-21T09:30:00Z.' })
  .optional()
  .meta({ description: 'When it was; now, where it is left out' });

export const outputRow = z
  .strictObject({
    prompt,
    version,
    fingerprint,
    reference: name('A reference', 200).meta({
      description: 'Your own name for this output, by which votes find it; a repeat with it changes nothing',
    }),
    input: text('The input').optional().meta({ description: 'An excerpt of what was asked' }),
    output: text('The output').optional().meta({ description: 'An excerpt of what was answered' }),
    at,
    place: z
      .string('A place is a text.')
      .regex(/^[a-z]+:[^/\s,]{1,200}\/[^/\s,]{1,200}$/, 'A place looks like slack:T012AB3CD/C012AB3CD.')
      .optional()
      .meta({ description: 'A channel in which it is posted with thumbs', examples: ['slack:T012AB3CD/C012AB3CD'] }),
    message: z
      .string('A message is a text.')
      .regex(/^[\w.:-]{1,100}$/, 'A message is named as its platform names it, in Slack by its ts.')
      .optional()
      .meta({
        description: 'Your own message in that place: thumbs alone are posted below it',
        examples: ['1795269930.000100'],
      }),
  })
  .refine((row) => (row.version === undefined) !== (row.fingerprint === undefined), {
    path: ['version'],
    error: 'Say which version wrote it: give either version or fingerprint.',
  })
  .refine((row) => row.message === undefined || row.place !== undefined, {
    path: ['place'],
    error: 'Say in which place the message stands.',
  })
  .meta({ id: 'OutputRow' });

export const voteRow = z
  .strictObject({
    key: name('A key', 200).meta({ description: 'Your own key of this row: a repeat with it changes nothing' }),
    prompt,
    output: name('An output', 200).optional().meta({ description: 'The reference of an output you reported' }),
    version,
    fingerprint,
    user: name('A user', 200).meta({ description: 'Who votes, by a name of your own; a pseudonym is fine' }),
    vote: z.enum(['up', 'down'], 'A vote is up or down.'),
    reasons: z
      .array(z.enum(reasons, `Reasons are ${reasons.join(', ')}.`), `Reasons are a list.`)
      .max(reasons.length, 'Each reason can be given once.')
      .optional(),
    comment: text('The comment').optional(),
    at,
  })
  .refine((row) => [row.output, row.version, row.fingerprint].filter((one) => one !== undefined).length === 1, {
    path: ['output'],
    error: 'Say what it is about: give either output, or version, or fingerprint.',
  })
  .refine((row) => row.vote === 'down' || !row.reasons?.length, {
    path: ['reasons'],
    error: 'Reasons go with a vote down.',
  })
  .meta({ id: 'VoteRow' });

const application = name('An application', 80)
  .optional()
  .meta({ description: 'Whose outputs these are; the name of the token, where it is left out' });

const taken = z
  .object({
    taken: z.int().meta({ description: 'Rows that are new, or a change of mind' }),
    unchanged: z.int().meta({ description: 'Rows that were known, or overtaken by a later word' }),
    refused: z
      .array(z.object({ index: z.int(), field: z.string(), message: z.string() }))
      .meta({ description: 'Rows that were not kept, by their place in the batch, counted from 0' }),
  })
  .meta({ id: 'Taken' });

const body = (rows: 'outputs' | 'votes', row: z.ZodType, example: Record<string, unknown>) =>
  z
    .strictObject({ application, [rows]: z.array(row).min(1).max(MOST) })
    .meta({ examples: [{ application: 'help-desk', [rows]: [example] }] });

const docs = (of: { operationId: string; summary: string; description: string; body: z.ZodType }) =>
  documented({
    ...of,
    tags: ['facts'],
    security: secured,
    response: {
      200: taken.meta({ description: 'What became of the rows; good ones are kept, whatever the others are' }),
      ...errorResponses(400, 401, 403, 413, 415, 422, 429, 503),
    },
  });

export const outputDocs = docs({
  operationId: 'report-outputs',
  summary: 'Report what an application answered',
  description:
    'Secrets in excerpts are masked at the door; excerpts are erased when their time has run out. Needs the scope facts.',
  body: body('outputs', outputRow, {
    prompt: 'support-reply',
    version: 8,
    reference: 'answer-4711',
    input: 'When do you open?',
    output: 'We open at nine.',
  }),
});

export const voteDocs = docs({
  operationId: 'send-votes',
  summary: 'Send thumbs from an application',
  description:
    'Each is the last word of a user on an output, or on a version where no output is named: the one with the latest time counts, once. Send a batch again as often as you like. Needs the scope facts.',
  body: body('votes', voteRow, {
    key: 'click-90210',
    prompt: 'support-reply',
    output: 'answer-4711',
    user: 'u-81',
    vote: 'down',
    reasons: ['outdated_context'],
    comment: 'You have opened at eight since May.',
  }),
});

/** The body of a batch, whose rows are read one by one. */
export const batch = (rows: 'outputs' | 'votes') =>
  z.strictObject(
    {
      application,
      [rows]: z
        .array(z.unknown(), `${rows} is a list of 1 to ${MOST} rows.`)
        .min(1, `${rows} is a list of 1 to ${MOST} rows; this one is empty.`)
        .max(MOST, `${rows} is a list of 1 to ${MOST} rows. Send the others in a batch of their own.`),
    },
    `The body is a JSON object with a list called ${rows}.`,
  );
