import type { Block, Element, TextObject } from './wire.ts';

/** An element that can be pressed or changed, and how it was meant. */
export type Found = {
  block: Block;
  element: Element;
  /** Of `feedback_buttons`: which of the two. */
  side?: 'positive_button' | 'negative_button';
};

const label = (text: TextObject | string | undefined): string | undefined =>
  typeof text === 'string' ? text : text?.text;

function acting(block: Block): Element[] {
  if (block.type === 'actions' || block.type === 'context_actions') return block.elements ?? [];
  if (block.type === 'section') return block.accessory && block.accessory.type !== 'image' ? [block.accessory] : [];
  return block.type === 'input' && block.element ? [block.element] : [];
}

function matches(block: Block, element: Element, wanted: string, value: unknown): Omit<Found, 'block'> | undefined {
  for (const side of ['positive_button', 'negative_button'] as const) {
    const half = element[side];
    if (!half) continue;
    const named = half.text.text === wanted || half.value === wanted;
    if (named || (element.action_id === wanted && half.value === value)) return { element, side };
  }
  if (element.type === 'feedback_buttons') return undefined;
  const names = [element.action_id, label(element.text), label(element.placeholder), block.label?.text];
  return names.includes(wanted) ? { element } : undefined;
}

/** How elements are told apart when several have the same name; of two thumbs `value` says which. */
export type Which = { block_id?: string; elementValue?: string; value?: unknown };

/** Everything on a surface that a person could press, as `label (action_id)`. */
function pressable(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    acting(block).map(
      (element) => `${label(element.text) ?? block.label?.text ?? element.type} (${element.action_id})`,
    ),
  );
}

/**
 * The element a person means by its action_id or its label. Throws, and says what is there, when there is none (the
 * button is gone) or more than one.
 */
export function findElement(blocks: readonly Block[], wanted: string, which: Which = {}): Found {
  const found = blocks
    .filter((block) => which.block_id === undefined || block.block_id === which.block_id)
    .flatMap((block) =>
      acting(block).flatMap((element) => {
        const match = matches(block, element, wanted, which.value);
        return match ? [{ block, ...match }] : [];
      }),
    )
    .filter((match) => which.elementValue === undefined || match.element.value === which.elementValue);
  const [only] = found;
  if (only && found.length === 1) {
    const silent = only.block.type === 'input' && only.block.dispatch_action !== true;
    if (silent) throw new Error(`"${wanted}" is an input that does not dispatch: fill it`);
    return only;
  }
  const there = pressable(blocks).join(', ') || 'nothing';
  if (found.length === 0) throw new Error(`there is no "${wanted}" to press; there is ${there}`);
  throw new Error(`"${wanted}" is ambiguous, name the block or the value; there is ${there}`);
}
