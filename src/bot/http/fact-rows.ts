import { z } from 'zod';
import { application, fingerprint, moment, name, place, prompt, text, version } from '../../rules/fact-fields.ts';
import { reasons } from '../../rules/reasons.ts';
import { documented, errorResponses, secured } from './documented.ts';
import { MOST } from './fact-batch.ts';

const at = moment.optional().meta({ description: 'When it was; now, where it is left out' });

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
    place: place('A channel in which it is posted with thumbs'),
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
    version: 2,
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
