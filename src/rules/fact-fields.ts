import { z } from 'zod';
import { promptSlug } from './slug.ts';
import { textProblem } from './text-problem.ts';

/** Characters of an excerpt or a comment. */
const LONGEST = 2_000;

const storable = (schema: z.ZodString) =>
  schema.check((of) => {
    const why = textProblem(of.value);
    if (why) of.issues.push({ code: 'custom', message: why, input: of.value });
  });

/** What an application calls something. */
export const name = (what: string, longest: number) =>
  storable(
    z
      .string(`${what} is a text of 1 to ${longest} characters.`)
      .min(1, `${what} is a text of 1 to ${longest} characters.`)
      .max(longest, `${what} is a text of 1 to ${longest} characters.`),
  );

export const text = (what: string) =>
  storable(
    z
      .string(`${what} is a text.`)
      .max(LONGEST, `${what} is longer than ${LONGEST} characters, the most that is kept. Send its beginning.`),
  );

export const prompt = promptSlug.meta({ description: 'The name of a prompt', examples: ['support-reply'] });
export const version = z
  .int('A version is a number, such as 8.')
  .min(1, 'Versions begin with 1.')
  .max(2_147_483_647, 'There is no version with such a number.')
  .optional()
  .meta({ description: 'The number of the version, as a read of the prompt gave it' });
export const fingerprint = z
  .string('A fingerprint is a text.')
  .regex(/^[0-9a-f]{64}$/, 'A fingerprint is given whole: 64 characters, as a read of the prompt gave it.')
  .optional()
  .meta({ description: 'In place of the version: its whole fingerprint' });
const MOMENT = 'A time looks like 2026-11-21T09:30:00Z.';
export const moment = z.iso.datetime({ offset: true, error: MOMENT });
export const place = (what: string) =>
  z
    .string('A place is a text.')
    .regex(/^[a-z]+:[^/\s,]{1,200}\/[^/\s,]{1,200}$/, 'A place looks like slack:T012AB3CD/C012AB3CD.')
    .optional()
    .meta({ description: what, examples: ['slack:T012AB3CD/C012AB3CD'] });
/** Whose facts these are. */
export const application = name('An application', 80)
  .optional()
  .meta({ description: 'Whose facts these are; the name of the token, where it is left out' });

/** Why one row of a batch was not kept: its place in the batch, counted from 0, and what is wrong with which field. */
export type Refused = { index: number; field: string; message: string };

/** Reads rows one by one: good ones with their place in the batch, and why the others are none. */
export function readRows<Row>(
  rows: readonly unknown[],
  schema: z.ZodType<Row>,
): { good: { index: number; row: Row }[]; refused: Refused[] } {
  const good: { index: number; row: Row }[] = [];
  const refused: Refused[] = [];
  for (const [index, given] of rows.entries()) {
    const read = schema.safeParse(given);
    if (read.success) good.push({ index, row: read.data });
    else refused.push({ index, ...rowProblem(read.error.issues[0]!) });
  }
  return { good, refused };
}

const rowProblem = (issue: z.core.$ZodIssue) =>
  issue.code === 'invalid_type' && issue.path.length === 0
    ? { field: '', message: 'A row is a JSON object.' }
    : problemOf(issue);

/** What is wrong with which field, in a sentence. */
export function problemOf(issue: z.core.$ZodIssue): { field: string; message: string } {
  if (issue.code !== 'unrecognized_keys') return { field: String(issue.path[0] ?? ''), message: issue.message };
  const [key = ''] = issue.keys;
  return { field: key.slice(0, 100), message: 'There is no such field. /openapi.json lists those there are.' };
}
