import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { takeTable } from '../commands/acts/take-facts.ts';
import { type FactKind, factKinds } from '../rules/fact-row.ts';
import { readTable } from '../rules/fact-table.ts';
import { openUseCaseFacts } from '../store/use-case-facts.ts';
import { onLine } from './on-line.ts';
import { complain, withHouse } from './with-house.ts';

const USAGE = `Takes in rows from a spreadsheet, for teams whose applications do not report by themselves.

  npm run import -- <usage | decisions | reversals> <file.csv>

  --usecase <name>        the use case of rows that name none
  --application <name>    whose decisions these are; default: import

The first line names the columns: usecase, user, enabled_on, day for usage; usecase, key, at, minutes for decisions; usecase,
decision, reason, minutes, cost for reversals. The same file again changes nothing.`;

/** Rows of one transaction. */
const AT_ONCE = 1_000;

type Asked = { kind: FactKind; file: string; usecase: string | undefined; application: string };

/** @throws Error when the line makes no sense */
function read(line: string[]): Asked | null {
  const { values, positionals } = parseArgs({
    args: line,
    allowPositionals: true,
    options: { usecase: { type: 'string' }, application: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [kind, file, more] = positionals;
  if (values.help || file === undefined || more !== undefined) return null;
  const known = factKinds.find((one) => one === kind);
  if (!known) throw new Error(`There are no rows called "${kind}": they are about ${factKinds.join(', ')}.\n`);
  return { kind: known, file, usecase: values.usecase, application: values.application ?? 'import' };
}

async function run({ kind, file, usecase, application }: Asked): Promise<void> {
  await withHouse({ create: false }, async ({ store, clock }) => {
    const rows = readTable(kind, await readFile(file, 'utf8'));
    const facts = openUseCaseFacts(store);
    const all = { taken: 0, unchanged: 0, late: 0, refused: 0 };
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const part = rows.slice(from, from + AT_ONCE);
      const done = await takeTable(facts, kind, { application, usecase, rows: part, now: clock() });
      for (const { line, field, message } of done.refused) complain(`Line ${line}${field && `, ${field}`}: ${message}`);
      all.taken += done.taken;
      all.unchanged += done.unchanged;
      all.late += done.late;
      all.refused += done.refused.length;
    }
    const { taken, unchanged, late, refused } = all;
    process.stdout.write(`${taken} new (${late} late), ${unchanged} known, ${refused} refused\n`);
    return refused > 0 ? 1 : 0;
  });
}

await onLine(USAGE, read, run);
