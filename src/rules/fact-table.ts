import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from '../refusal.ts';
import { isAmbiguous } from './amount.ts';
import { type FactKind, factRows } from './fact-row.ts';
import { nearest } from './nearest.ts';

/** A row of a table, and the line on which it ends, counted from 1; `row` null where it does not fit the columns. */
export type TableRow = { line: number; row: Record<string, unknown> | null };

/**
 * Reads rows of facts as people have them: out of a spreadsheet, separated by commas, semicolons or tabs, with the names of
 * the columns in the first line. Days may be written as 21.11.2026, numbers with a decimal comma. What a row must hold is
 * seen where it is taken in.
 * @throws Refusal when it is no such table
 */
export function readTable(kind: FactKind, text: string): TableRow[] {
  const known = Object.keys(factRows[kind].shape);
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      columns: (names: string[]) => once(names.map((name) => columnNamed(name, known))),
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 100_000,
      relax_column_count: true,
    }) as unknown as { info: { lines: number; error?: unknown }; record: Record<string, string> }[];
    if (records.length === 0) throw new Refusal('invalid', 'There are no rows below the names of the columns.');
    return records.map(({ info, record }) => ({ line: info.lines, row: info.error ? null : cellsOf(record) }));
  } catch (error) {
    if (error instanceof CsvError) throw new Refusal('invalid', whyNot(error));
    throw error;
  }
}

// A decimal comma is no separator where the first line has another one.
function delimiterOf(text: string): string {
  const first = text.slice(0, 10_000).split(/\r?\n/, 1)[0]!;
  return ['\t', ';'].find((one) => first.includes(one)) ?? ',';
}

function columnNamed(raw: string, known: readonly string[]): string {
  const name = raw
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  if (known.includes(name)) return name;
  const near = nearest(name, known);
  const message = `There is no column "${raw.slice(0, 100)}".${near ? ` Did you mean ${near}?` : ''} The first line names the columns: ${known.join(', ')}.`;
  throw new Refusal('invalid', message);
}

function once(names: string[]): string[] {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return names;
  throw new Refusal('invalid', `The column "${twice}" is there twice. Leave one of them out.`);
}

const numbers = new Set(['minutes', 'cost', 'version']);
const days = new Set(['day', 'enabled_on', 'at']);
const words: Record<string, boolean> = { true: true, yes: true, '1': true, false: false, no: false, '0': false };

/** What is written in the cells of a row; an empty one says nothing. */
const cellsOf = (record: Record<string, string>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, cell]) => (cell === '' ? [] : [[name, cellOf(name, cell)]])),
  );

function cellOf(name: string, cell: string): unknown {
  // A cost of a thousand is not taken for one.
  if (name === 'cost' && isAmbiguous(cell)) return cell;
  if (numbers.has(name)) return numberIn(cell);
  if (days.has(name)) return cell.replace(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, isoDay);
  if (name === 'post') return words[cell.toLowerCase()] ?? cell;
  return cell;
}

const isoDay = (_: string, day: string, month: string, year: string) =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function numberIn(cell: string): number | string {
  const plain = cell.replace(/^v(?=\d)/i, '').replace(/,(?=\d{1,2}$)/, '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : cell;
}

function whyNot(error: CsvError): string {
  const { lines } = error as unknown as { lines?: number };
  const where = lines === undefined ? '' : ` Look at line ${lines}.`;
  const sentences: Partial<Record<CsvError['code'], string>> = {
    CSV_QUOTE_NOT_CLOSED: 'A quotation mark is opened and never closed.',
    CSV_INVALID_CLOSING_QUOTE: 'After a closing quotation mark more is written.',
    INVALID_OPENING_QUOTE:
      'A quotation mark stands in the middle of a value: put the value into quotation marks, and write two for one in it.',
    CSV_MAX_RECORD_SIZE: 'A line is longer than 100 000 characters.',
  };
  return `${sentences[error.code] ?? 'This is not a table.'}${where} Nothing was kept.`;
}
