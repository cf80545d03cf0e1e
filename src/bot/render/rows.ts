import { fairShares } from './fit.ts';

/** Something that is shown in one line and can be told with fewer words: `size` is what it takes in full. */
export type Row<T> = { size: number; render: (bytes: number) => T };

/** Less than this says nothing any more; as much is kept for saying how many rows are left out. */
const LEAST = 80;

/**
 * The rows within `bytes`: long ones are shortened so that none hides another, and when even that leaves too little for
 * each, the last ones are `left` out.
 */
export function rowsWithin<T>(rows: readonly Row<T>[], bytes: number): { shown: T[]; left: number } {
  const kept = rows.slice(0, Math.max(1, Math.floor((bytes - LEAST) / LEAST)));
  const left = rows.length - kept.length;
  const shares = fairShares(
    kept.map((row) => row.size),
    bytes - (left > 0 ? LEAST : 0),
  );
  return { shown: kept.map((row, at) => row.render(shares[at]!)), left };
}
