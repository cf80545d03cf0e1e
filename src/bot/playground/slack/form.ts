import { statefulElements, valueIn } from './element-state.ts';
import type { Block, Element, StateValues, TextObject } from './wire.ts';

const labelOf = (block: Block): string | undefined => block.label?.text ?? (block.text as TextObject | undefined)?.text;

/** The input a person means by its block_id, its action_id or its label. */
export function findInput(blocks: readonly Block[], wanted: string): { block: Block; element: Element } {
  const inputs = statefulElements(blocks);
  const by = (test: (input: { block: Block; element: Element }) => boolean) => inputs.filter(test);
  for (const found of [
    by(({ block }) => block.block_id === wanted),
    by(({ element }) => element.action_id === wanted),
    by(({ block }) => labelOf(block) === wanted),
  ]) {
    if (found.length === 1) return found[0] as { block: Block; element: Element };
    if (found.length > 1) throw new Error(`"${wanted}" is ambiguous in this form`);
  }
  const there = inputs.map(({ block, element }) => `${labelOf(block) ?? '?'} (${block.block_id}/${element.action_id})`);
  throw new Error(`there is no "${wanted}" in this form; there is ${there.join(', ') || 'nothing'}`);
}

function wrong(element: Element, value: unknown, optional: boolean): string | undefined {
  const empty = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) return optional ? undefined : 'Please complete this required field.';
  if (element.type === 'plain_text_input') {
    const { length } = String(value);
    const max = element.max_length ?? 3_000;
    if (length > max) return `This entry must be less than ${max + 1} characters.`;
    if (length < (element.min_length ?? 0))
      return `This entry must be more than ${(element.min_length ?? 0) - 1} characters.`;
    if (!element.multiline && /[\r\n]/.test(String(value))) return 'A single line cannot hold a line break.';
  }
  if (element.type === 'number_input') {
    const number = Number(value);
    if (!Number.isFinite(number)) return 'This entry must be a number.';
    if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'This entry must be a whole number.';
    if (element.min_value !== undefined && number < Number(element.min_value))
      return `This entry must be at least ${element.min_value}.`;
    if (element.max_value !== undefined && number > Number(element.max_value))
      return `This entry must be at most ${element.max_value}.`;
  }
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(String(value)))
    return 'Please enter an e-mail address.';
  if (element.type === 'url_text_input' && !URL.canParse(String(value))) return 'Please enter a URL.';
  if (Array.isArray(value) && element.max_selected_items !== undefined && value.length > element.max_selected_items) {
    return `No more than ${element.max_selected_items} can be chosen.`;
  }
  return undefined;
}

/** What Slack's own client would complain about before it sends the form: block_id → sentence. Empty: it may go. */
export function clientErrors(blocks: readonly Block[], values: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of statefulElements(blocks)) {
    if (block.type !== 'input') continue;
    const blockId = block.block_id as string;
    const state = values[blockId]?.[element.action_id as string];
    const complaint = wrong(element, state && valueIn(state), block.optional ?? false);
    if (complaint !== undefined) errors[blockId] = complaint;
  }
  return errors;
}
