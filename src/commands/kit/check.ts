import type { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Command } from './command.ts';

/** Arguments as they came: an empty field of a form and an absent one are the same. */
export function present(args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

type Checked = { ok: true; args: Record<string, unknown> } | { ok: false; missing: string[] };

/**
 * Holds arguments against a command's schema.
 * @returns the arguments, or the names of those that are missing when nothing else is wrong
 * @throws Refusal `invalid` that names each argument that is wrong
 */
export function checkArgs(command: Command, given: Record<string, unknown>): Checked {
  const parsed = command.args.safeParse(given);
  if (parsed.success) return { ok: true, args: parsed.data };
  const missing: string[] = [];
  const wrong: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? '');
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) wrong[key] = `${command.name} does not know "${key}"`;
    } else if (given[name] === undefined) missing.push(name);
    else wrong[name] ??= issue.message;
  }
  const [first] = Object.entries(wrong);
  if (first) throw new Refusal('invalid', sentence(first[0], first[1]), { fields: wrong });
  return { ok: false, missing };
}

const sentence = (name: string, message: string) => (/[.!?]$/.test(message) ? message : `${name}: ${message}.`);

/** The refusal where no form can be opened. */
export function missingRefusal(command: Command, missing: readonly string[]): Refusal {
  const fields = Object.fromEntries(missing.map((name) => [name, 'This is needed.']));
  return new Refusal('invalid', `${command.name} needs ${missing.join(' and ')}. Example: ${command.examples[0]}`, {
    fields,
  });
}

/** Whether an argument of a schema may be left out. */
export const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

/** Thrown by a command that needs more than its schema can know: where forms exist its form opens, with `notice` in it. */
export class Incomplete extends Error {
  readonly fields: readonly string[];
  constructor(fields: readonly string[], notice = '') {
    super(notice);
    this.name = 'Incomplete';
    this.fields = fields;
  }
}
