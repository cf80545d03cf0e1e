import { fairShares, mostOf } from './fit.ts';

/** A part with less room than this says nothing. */
const LEAST = 120;

/**
 * Renders the items within `bytes` in all: the long ones are shortened first, each by itself, and when that leaves too
 * little for each, the last ones are `dropped`.
 */
export function shareOut<T, R>(
  items: readonly T[],
  bytes: number,
  of: { render: (item: T, bytes: number) => R; sizeOf: (rendered: R) => number },
): { shown: R[]; dropped: number } {
  const full = items.map((item) => of.render(item, bytes));
  const sizes = full.map(of.sizeOf);
  const kept = mostOf(items.length, (count) => !tooNarrow(sizes.slice(0, count), bytes));
  const shares = fairShares(sizes.slice(0, kept), bytes);
  const shown = shares.map((share, at) => (share < sizes[at]! ? of.render(items[at]!, share) : full[at]!));
  return { shown, dropped: items.length - kept };
}

const tooNarrow = (sizes: readonly number[], bytes: number) =>
  fairShares(sizes, bytes).some((share, at) => share < Math.min(LEAST, sizes[at]!));
