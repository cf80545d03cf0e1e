import type { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { nearest } from '../../rules/nearest.ts';
import { textProblem } from '../../rules/text-problem.ts';
import type { Command } from './command.ts';
import { capital, inWords } from './words.ts';

/** Arguments as they came: an empty field of a form and an absent one are the same. */
export function present(args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

type Checked = { args: Record<string, unknown> } & ({ ok: true } | { ok: false; missing: string[] });

/**
 * Holds arguments against a command's schema.
 * @returns the arguments as the command reads them; with the names of those that are missing when nothing else is wrong
 * @throws Refusal `invalid` that names each argument that is wrong
 */
export function checkArgs(command: Command, given: Record<string, unknown>): Checked {
  const parsed = command.args.safeParse(given, { error: plainly });
  const missing: string[] = [];
  const wrong: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) wrong[key] = unknownArgument(command, key);
    } else if (given[name] === undefined) missing.push(name);
    else wrong[name] ??= issue.message;
  }
  // What cannot be stored is wrong in whichever argument it stands.
  for (const [name, value] of Object.entries(given)) {
    const problem = [value].flat().map((one) => (typeof one === 'string' ? textProblem(one) : undefined));
    const [found] = problem.filter((one) => one !== undefined);
    if (found) wrong[name] ??= found;
  }
  const [first] = Object.entries(wrong);
  if (first) throw new Refusal('invalid', sentence(first[0], first[1]), { fields: wrong });
  if (parsed.success) return { ok: true, args: parsed.data };
  return { ok: false, missing, args: eachParsed(command, given) };
}

/** What zod says of a choice is meant for programmers; whoever chooses reads what there is. */
const plainly: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'invalid_value'
    ? `${capital(String(issue.path?.[0] ?? 'it'))} is one of ${issue.values.join(', ')}.`
    : undefined;

const eachParsed = (command: Command, given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, command.args.shape[name]!.parse(value)]));

function unknownArgument(command: Command, key: string): string {
  const near = nearest(key, Object.keys(command.args.shape));
  return `${command.name} does not know "${key}".${near ? ` Did you mean ${near}?` : ''}`;
}

const sentence = (name: string, message: string) => (/[.!?]$/.test(message) ? message : `${name}: ${message}.`);

/** The refusal where no form can be opened. */
export function missingRefusal(command: Command, missing: readonly string[]): Refusal {
  return new Refusal('invalid', `${command.name} needs ${inWords(missing)}. Example: ${command.examples[0]}`, {
    fields: needed(missing),
  });
}

/** A sentence for each field that was left out. */
export const needed = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'This is needed.']));

/** Whether an argument of a schema may be left out. */
export const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

/**
 * Thrown by a command that needs more than its schema can know: where forms exist its form opens, with the message above
 * its fields; elsewhere it is refused, with `refusal` if what is said there differs.
 */
export class Incomplete extends Error {
  readonly fields: readonly string[];
  readonly refusal: Refusal | undefined;
  constructor(fields: readonly string[], message = '', refusal?: Refusal) {
    super(message);
    this.name = 'Incomplete';
    this.fields = fields;
    this.refusal =
      refusal ?? (message === '' ? undefined : new Refusal('invalid', message, { fields: needed(fields) }));
  }
}
