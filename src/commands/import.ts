import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { name } from '../rules/fact-fields.ts';
import { type FactKind, factKinds } from '../rules/fact-row.ts';
import { readTable, type TableRow } from '../rules/fact-table.ts';
import { looseSlug } from '../rules/slug.ts';
import { useCaseFactsIn } from '../store/use-case-facts.ts';
import { type RefusedLine, takeTable } from './acts/take-facts.ts';
import { arg } from './kit/args.ts';
import { fieldOf } from './kit/ask.ts';
import { type Card, line, note, type Part } from './kit/card.ts';
import { defineCommand } from './kit/command.ts';
import type { Choice, Form } from './kit/form.ts';
import { count, strong, words } from './kit/words.ts';

/** What somebody pastes by hand; more of it goes through "npm run import" or POST /v1/…. */
const MOST = 1_000;
const SHOWN = 10;

const kinds: Record<FactKind, { label: string; columns: string }> = {
  usage: { label: 'Usage', columns: 'user, enabled_on, day' },
  decisions: { label: 'Decisions', columns: 'key, at, minutes' },
  reversals: { label: 'Reversals', columns: 'decision, at, reason, minutes, cost' },
};
const choices: Choice[] = factKinds.map((value) => ({ value, label: kinds[value].label }));

const args = z.strictObject({
  usecase: arg.useCase(),
  kind: z
    .enum(factKinds, `Rows are about ${factKinds.join(', ')}.`)
    .meta({ label: 'What the rows tell', input: { kind: 'choice', choices } }),
  rows: z
    .string()
    .max(1_000_000, 'This is more than can be pasted. Send it with "npm run import", or in parts.')
    .meta({
      label: 'Rows',
      hint: 'As copied from a spreadsheet; the first line names the columns',
      input: { kind: 'text', long: true },
    }),
  application: name('An application', 80).optional().meta({ label: 'Application', hint: 'Whose decisions these are' }),
});

export const importRows = defineCommand({
  name: 'import',
  summary: 'Paste rows of usage, decisions or reversals from a spreadsheet',
  about: 'usecase',
  right: 'manage',
  effect: 'write',
  args,
  typed: ['usecase', 'kind'],
  examples: ['import refunds usage'],
  async ask(ctx, { kind, rows, application }): Promise<Form> {
    return {
      command: 'import',
      title: 'Import rows',
      submit: 'Import',
      args: { usecase: ctx.useCase.slug },
      parts: [
        line(words`Into ${strong(ctx.useCase.slug)}. Columns are separated by tabs, commas or semicolons.`),
        ...Object.values(kinds).map((one) => note([`${one.label}: ${one.columns}`])),
      ],
      fields: [
        fieldOf(args, 'kind', { value: kind }),
        fieldOf(args, 'rows', { value: rows }),
        fieldOf(args, 'application', { value: application }),
      ],
    };
  },
  async run(ctx, { kind, rows: text, application = 'import' }) {
    const { slug: usecase } = ctx.useCase;
    const rows = readRows(kind, text, usecase);
    const { taken, unchanged, late, refused } = await takeTable(useCaseFactsIn(ctx.db), kind, {
      application,
      usecase,
      rows,
      now: ctx.now,
    });
    if (taken + unchanged === 0) throw wrong(`Nothing was kept. ${refused.slice(0, 3).map(sentence).join(' ')}`);
    if (taken > 0) ctx.record('import', `usecase:${usecase}`, { kind, application, taken });
    return { usecase, kind, taken, unchanged, late, refused };
  },
  say: ({ usecase, kind, taken, unchanged, late, refused }): Card => ({
    title: words`${count(taken, 'row')} of ${kind} imported into ${strong(usecase)}.`,
    parts: [
      ...(unchanged > 0 ? [line([`${count(unchanged, 'row was', 'rows were')} known already.`])] : []),
      ...(late > 0
        ? [
            line([
              `${count(late, 'row is', 'rows are')} of a closed cycle, and count${late === 1 ? 's' : ''} in the present one, as late.`,
            ]),
          ]
        : []),
      ...refusedParts(refused),
      note(['Importing the same rows again changes nothing.']),
    ],
  }),
});

/** @throws Refusal when it is no table, too long a one, or about another use case */
function readRows(kind: FactKind, text: string, usecase: string): TableRow[] {
  let rows: TableRow[];
  try {
    rows = readTable(kind, text);
  } catch (error) {
    throw error instanceof Refusal ? wrong(error.message) : error;
  }
  if (rows.length > MOST) {
    throw wrong(
      `These are ${rows.length} rows, and ${MOST} are the most. Paste them in parts, or use "npm run import".`,
    );
  }
  const other = rows.find(({ row }) => row?.usecase !== undefined && looseSlug(String(row.usecase)) !== usecase);
  if (other) {
    throw wrong(
      `Line ${other.line} is about ${other.row!.usecase}, and this import about ${usecase}. Nothing was kept.`,
    );
  }
  return rows;
}

const wrong = (message: string) => new Refusal('invalid', message, { fields: { rows: message } });
const sentence = ({ line, field, message }: RefusedLine) => `Line ${line}${field && `, ${field}`}: ${message}`;

function refusedParts(refused: readonly RefusedLine[]): Part[] {
  if (refused.length === 0) return [];
  const shown = refused.slice(0, SHOWN);
  const rest = refused.length - shown.length;
  return [
    line([`${count(refused.length, 'row was', 'rows were')} not kept:`]),
    ...shown.map((one) => line([sentence(one)])),
    ...(rest > 0
      ? [note([`Showing ${shown.length} of ${refused.length}. Put these right and import all of it again.`])]
      : []),
  ];
}
