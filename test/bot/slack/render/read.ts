import type { Button, KnownBlock } from '@slack/types';

/** Every text that is displayed, in its order; the questions of buttons are left out. */
export function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'confirm') return [];
    return key === 'text' && typeof value === 'string' ? [value] : textsIn(value);
  });
}

export const buttonsIn = (blocks: readonly KnownBlock[]): Button[] =>
  blocks.flatMap((block) => (block.type === 'actions' ? block.elements.filter((one) => one.type === 'button') : []));
