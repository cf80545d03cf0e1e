import { type Refused, readRows } from '../../rules/fact-fields.ts';
import { type FactKind, type FactRow, factRows } from '../../rules/fact-row.ts';
import type { TableRow } from '../../rules/fact-table.ts';
import type { TakenFacts } from '../../store/facts-about.ts';
import type { UseCaseFacts } from '../../store/use-case-facts.ts';
import { masked } from './masked.ts';

/**
 * Takes in rows as they were sent: good ones are kept, and bad ones named, each by its place with its field and why.
 * Secrets in texts are masked.
 */
export async function takeFacts(
  facts: UseCaseFacts,
  kind: FactKind,
  of: { application: string; rows: readonly unknown[]; now: Date },
): Promise<TakenFacts> {
  const { good, refused } = readRows<FactRow<FactKind>>(of.rows, factRows[kind]);
  const rows = await withoutSecrets(good.map((one) => one.row as FactRow<FactKind> & Texts));
  const taken = await facts[kind]({ application: of.application, now: of.now, rows: rows as never });
  const again = taken.refused.map(({ index, ...why }): Refused => ({ index: good[index]!.index, ...why }));
  return { ...taken, refused: [...refused, ...again].sort((a, b) => a.index - b.index) };
}

/** Why a row of a table was not kept: its place among the rows, and its line, with the first one for the columns. */
export type RefusedLine = Refused & { line: number };
type TakenTable = Omit<TakenFacts, 'refused'> & { refused: RefusedLine[] };

/** The same for rows of a table. `usecase`: what they are about where they do not say it themselves. */
export async function takeTable(
  facts: UseCaseFacts,
  kind: FactKind,
  of: { application: string; usecase?: string | undefined; rows: readonly TableRow[]; now: Date },
): Promise<TakenTable> {
  const { application, usecase, now, rows } = of;
  const given = rows.map(({ row }) => row && { ...(usecase !== undefined && { usecase }), ...row });
  const taken = await takeFacts(facts, kind, { application, now, rows: given });
  const refused = taken.refused.map(({ index, ...why }) => ({
    index,
    line: rows[index]!.line,
    ...(rows[index]!.row === null ? { field: '', message: UNEVEN } : why),
  }));
  return { ...taken, refused };
}

const UNEVEN = 'This line has more or fewer values than the first line has names.';

type Texts = { summary?: string | undefined; reason?: string };

async function withoutSecrets<Row extends Texts>(rows: readonly Row[]): Promise<Row[]> {
  const summaries = await masked(rows.map((row) => row.summary));
  const reasons = await masked(rows.map((row) => row.reason));
  return rows.map((row, i) => ({
    ...row,
    ...(row.summary && { summary: summaries[i]! }),
    ...(row.reason && { reason: reasons[i]! }),
  }));
}
