import { Refusal } from '../refusal.ts';

/** An input of a context contract as it was typed; `owner` is a reference to a person. */
type ContextLine = { name: string; source: string; owner: string; freshnessDays: number };

const MOST = 20;
const DECADE = 3_650;

/**
 * Reads the inputs of a context contract, one per line: "name; source; owner; days".
 * @throws Refusal `invalid` that names the line, in the field `inputs`
 */
export function readContextLines(text: string): ContextLine[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length > MOST) throw no(`A context contract has ${MOST} inputs at most; these are ${lines.length}.`);
  const read = lines.map(readLine);
  const names = new Set<string>();
  for (const { name } of read) {
    if (names.has(name.toLowerCase())) throw no(`Two inputs are called ${name}: give each a name of its own.`);
    names.add(name.toLowerCase());
  }
  return read;
}

function readLine(line: string, at: number): ContextLine {
  const parts = line.split(';').map((part) => part.trim());
  const [name = '', source = '', owner = '', days = ''] = parts;
  if (parts.length !== 4 || parts.some((part) => part === ''))
    throw no(`Line ${at + 1} of the inputs needs four parts, "name; source; owner; days": ${line}`);
  if (name.length > 100 || source.length > 300)
    throw no(`Line ${at + 1} of the inputs is too long: a name has 100 characters at most, a source 300.`);
  const [, number] = /^(\d{1,5})\s*(?:d|days?)?$/i.exec(days) ?? [];
  if (!number || Number(number) < 1 || Number(number) > DECADE)
    throw no(
      `Line ${at + 1} of the inputs ends with how old ${name} may be, in days from 1 to ${DECADE}, not "${days}".`,
    );
  return { name, source, owner, freshnessDays: Number(number) };
}

const no = (message: string) => new Refusal('invalid', message, { fields: { inputs: message } });
