import { clipped } from '../render/fit.ts';
import { carriedBy } from './render/carried.ts';
import { blockIdOf, INPUT } from './render/field.ts';

/** What one input holds, as Slack sends it. */
type Answer = {
  value?: string | null | undefined;
  selected_option?: { value?: string | undefined } | null | undefined;
  selected_options?: { value?: string | undefined }[] | null | undefined;
  selected_user?: string | null | undefined;
  selected_users?: string[] | null | undefined;
  selected_conversations?: string[] | null | undefined;
};

/** The part of a submitted view that is read here. */
export type Submitted = {
  private_metadata: string;
  blocks: readonly { type: string; block_id?: string | undefined }[];
  state: { values: Record<string, Record<string, Answer>> };
};

/** The command a form was for, where it was asked for, and its arguments: the settled ones and what was answered. */
type Answers = { command: string; place: string | null; args: Record<string, unknown> };

/**
 * Reads a submitted form. Texts are put together byte for byte, people are `@slack:T1/U1` and channels `#slack:T1/C1`, and
 * what was left empty or emptied is absent.
 * @throws Error when the view is not a form of ours
 */
export function answersOf(view: Submitted, workspace: string): Answers {
  const { c: command, a: settled, p: place, k: kept = {} } = carriedBy(view.private_metadata);
  const args: Record<string, unknown> = { ...settled };
  for (const [field, blocks] of fieldsOf(view)) {
    const answers = blocks.map((block) => view.state.values[block]?.[INPUT] ?? {});
    const answer = answers.length > 1 ? joined(answers) : chosen(answers[0]!, workspace);
    const all = Array.isArray(answer) || kept[field] ? [...(answer ?? []), ...(kept[field] ?? [])] : answer;
    if (all === null || all.length === 0) delete args[field];
    else args[field] = all;
  }
  return { command, place, args };
}

/** The blocks of each field, the pieces of a text in their order. */
function fieldsOf(view: Submitted): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { type, block_id: id } of view.blocks) {
    const field = type === 'input' ? /^f:([^:]+)(?::\d+)?$/.exec(id ?? '')?.[1] : undefined;
    if (field !== undefined) fields.set(field, [...(fields.get(field) ?? []), id!]);
  }
  return fields;
}

const joined = (answers: readonly Answer[]): string => answers.map((answer) => answer.value ?? '').join('');

function chosen(answer: Answer, workspace: string): string | string[] | null {
  const person = (id: string) => `@slack:${workspace}/${id}`;
  if (answer.selected_option) return answer.selected_option.value ?? null;
  if (answer.selected_options) return answer.selected_options.flatMap((option) => option.value ?? []);
  if (answer.selected_user) return person(answer.selected_user);
  if (answer.selected_users) return answer.selected_users.map(person);
  if (answer.selected_conversations) return answer.selected_conversations.map((id) => `#slack:${workspace}/${id}`);
  return answer.value ?? null;
}

/** What a sentence at a field may take before nobody reads it. */
const LONGEST = 300;

/**
 * A refusal as Slack shows it in a form: what is wrong at the block of its field, the first of a long text. What names no
 * field of this form stands at the last one, so that the form stays open with what was typed.
 * @returns null when the form has no field at all
 */
export function errorsFor(
  view: Pick<Submitted, 'blocks'>,
  refusal: { message: string; fields: Readonly<Record<string, string>> },
): Record<string, string> | null {
  const inputs = view.blocks.filter((block) => block.type === 'input').flatMap((block) => block.block_id ?? []);
  const last = inputs.at(-1);
  if (last === undefined) return null;
  const errors: Record<string, string> = {};
  for (const [field, message] of Object.entries(refusal.fields)) {
    const block = [blockIdOf(field), blockIdOf(field, 1)].find((id) => inputs.includes(id));
    if (block !== undefined && message !== '') errors[block] = clipped(message, LONGEST);
  }
  if (Object.keys(errors).length > 0) return errors;
  return { [last]: clipped(refusal.message || 'This was refused.', LONGEST) };
}
