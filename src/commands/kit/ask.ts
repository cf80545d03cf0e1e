import type { z } from 'zod';
import { pendingChanges } from '../../store/change-list.ts';
import { getChanges } from '../../store/changes.ts';
import type { Db } from '../../store/open.ts';
import { slugs } from '../../store/prompts.ts';
import { useCaseSlugs } from '../../store/use-cases.ts';
import { isOptional } from './check.ts';
import type { Command } from './command.ts';
import type { Field, Form, Input } from './form.ts';

/** A form's field, derived from an argument's schema. `over` says what the schema cannot know. */
export function fieldOf(args: z.ZodObject, name: string, over: Partial<Field> = {}): Field {
  const schema = args.shape[name] as unknown as z.ZodType;
  const meta = metaOf(schema);
  const input: Input = meta.input ?? { kind: 'line' };
  return { name, label: meta.label ?? name, hint: meta.hint, optional: isOptional(schema), input, ...over };
}

// What an argument is called is said where it is defined; that it may be left out is wrapped around it later.
function metaOf(schema: z.ZodType): z.GlobalMeta {
  const inner = (schema.def as { innerType?: z.ZodType }).innerType;
  return { ...(inner && metaOf(inner)), ...schema.meta() };
}

/** What a form that is derived needs to know of a command. */
type Asking = Pick<Command, 'name' | 'summary' | 'args'>;

/** The form for what is missing, derived from the schema alone. */
export function askFor(command: Asking, given: Record<string, unknown>, missing: readonly string[]): Form {
  return {
    command: command.name,
    title: command.summary,
    submit: 'Go on',
    args: given,
    parts: [],
    fields: missing.map((name) => fieldOf(command.args, name)),
  };
}

// A select of a platform holds no more.
const MOST = 100;

/** Asks which prompt is meant. */
export async function askPrompt(db: Db, command: Asking, given: Record<string, unknown>): Promise<Form> {
  const form = askFor(command, given, ['prompt']);
  return { ...form, fields: [fieldOf(command.args, 'prompt', { input: await promptInput(db) })] };
}

/** Asks which use case is meant, as it is asked for a prompt. */
export async function askUseCase(db: Db, command: Asking, given: Record<string, unknown>): Promise<Form> {
  const form = askFor(command, given, ['usecase']);
  return { ...form, fields: [fieldOf(command.args, 'usecase', { input: await useCaseInput(db) })] };
}

/** How a prompt is asked for, and a use case. */
export const promptInput = async (db: Db): Promise<Input> => nameInput(await slugs(db));
export const useCaseInput = async (db: Db): Promise<Input> => nameInput(await useCaseSlugs(db));

// A list while there are few, else a line to type into.
const nameInput = (known: readonly string[]): Input =>
  known.length === 0 || known.length > MOST
    ? { kind: 'line' }
    : { kind: 'choice', choices: known.map((slug) => ({ value: slug, label: slug })) };

/** Asks which change is meant, of those that wait. */
export async function askChange(db: Db, command: Asking, given: Record<string, unknown>): Promise<Form> {
  const waiting = await getChanges(db, (await pendingChanges(db)).slice(0, MOST));
  const choices = waiting.map((one) => ({
    value: String(one.id),
    label: `#${one.id} ${one.slug} by ${one.author.name}`.slice(0, 75),
  }));
  const input: Input = choices.length > 0 ? { kind: 'choice', choices } : { kind: 'line' };
  const form = askFor(command, given, ['change']);
  return { ...form, fields: [fieldOf(command.args, 'change', { input })] };
}
