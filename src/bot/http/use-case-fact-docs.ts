import { z } from 'zod';
import { application } from '../../rules/fact-fields.ts';
import { type FactKind, factRows } from '../../rules/fact-row.ts';
import { useCaseSlug } from '../../rules/slug.ts';
import { documented, errorResponses, secured } from './documented.ts';
import { MOST } from './fact-batch.ts';

/** What a table cannot say itself. */
export const tableQuery = z.object({
  application: application.meta({ description: 'With a table: whose facts these are; else the name of the token' }),
  usecase: useCaseSlug.optional().meta({ description: 'With a table: the use case of rows that name none' }),
});

const taken = z
  .object({
    taken: z.int().meta({ description: 'Rows that are new, or a new last word' }),
    unchanged: z.int().meta({ description: 'Rows that were known, or overtaken by a later word' }),
    late: z.int().meta({ description: 'Of those taken, rows of a closed cycle: they count in the present one' }),
    refused: z
      .array(z.object({ index: z.int(), line: z.int().optional(), field: z.string(), message: z.string() }))
      .meta({
        description: 'Rows that were not kept, by their place in the batch, counted from 0; in a table also by line',
      }),
  })
  .meta({ id: 'TakenFacts' });

const docs = (
  kind: FactKind,
  of: { summary: string; description: string; example: Record<string, unknown>; csv: string },
) =>
  documented({
    operationId: `report-${kind}`,
    summary: of.summary,
    description: `${of.description} Send a batch again as often as you like. Takes a table too (text/csv, with commas, semicolons or tabs), whose first line names the columns. Needs the scope facts.`,
    tags: ['facts'],
    security: secured,
    querystring: tableQuery,
    body: z
      .strictObject({ application, [kind]: z.array(factRows[kind]).min(1).max(MOST) })
      .meta({ examples: [{ application: 'help-desk', [kind]: [of.example] }] }),
    csv: of.csv,
    response: {
      200: taken.meta({ description: 'What became of the rows; good ones are kept, whatever the others are' }),
      ...errorResponses(400, 401, 403, 413, 415, 422, 429, 503),
    },
  });

export const useCaseFactDocs = {
  usage: docs('usage', {
    summary: 'Report who was enabled when, and who used it on which day',
    description:
      'A user counts once a day, from whichever day on they were enabled first. A row without a user says that nobody used it on that day: such days are known to be without use, others are unknown.',
    example: { usecase: 'refunds', user: 'u-81', enabled_on: '2026-10-01', day: '2026-11-02' },
    csv: 'usecase,user,enabled_on,day\nrefunds,u-81,2026-10-01,2026-11-02\n',
  }),
  decisions: docs('decisions', {
    summary: 'Report what was decided with AI',
    description:
      'Each counts once, by your own key. One that is posted has a button to reverse it. A row with a day in place of a key says that nothing was decided on that day.',
    example: {
      usecase: 'refunds',
      key: 'refund-4711',
      at: '2026-11-02T09:30:00Z',
      prompt: 'refund-decision',
      version: 1,
      minutes: 6,
      summary: 'Refund 40 EUR for a late parcel',
    },
    csv: 'usecase,key,at,minutes\nrefunds,refund-4711,2026-11-02,6\n',
  }),
  reversals: docs('reversals', {
    summary: 'Report which decisions were reversed',
    description:
      'The last word on a decision counts: the one with the latest time. Minutes and cost may be told later, also after the cycle has closed; what they change counts then.',
    example: { usecase: 'refunds', decision: 'refund-4711', reason: 'Paid twice', minutes: 25, cost: 40 },
    csv: 'usecase,decision,reason,minutes,cost\nrefunds,refund-4711,Paid twice,25,40\n',
  }),
} satisfies Record<FactKind, unknown>;
