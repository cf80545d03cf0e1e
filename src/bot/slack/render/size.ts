import { bytesOf } from '../../render/fit.ts';

const ELEMENT = 8;

/**
 * What a piece of a message costs: all its texts and addresses, and every object that has a type. Slack measures the whole
 * of a message in a way it does not document; what users measured fits bytes of UTF-8 best, plus a little for every element.
 */
export function sizeOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (node === null || typeof node !== 'object') return 0;
  let sum = 'type' in node ? ELEMENT : 0;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'string') sum += sizeOf(value);
    else if (key === 'text' || key === 'url' || key === 'fallback') sum += bytesOf(value);
  }
  return sum;
}
