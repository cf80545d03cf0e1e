import { LEAST_TO_SHOW, type Share, wilson } from '../../rules/statistics.ts';
import { count } from '../kit/words.ts';

const percent = (share: number): string => (share * 100).toFixed(0);

/** "81 %, 74 to 87 (120 votes)": a rate never stands without its interval and its count, nor under twenty votes. */
export function rateWords(share: Share): string {
  if (share.of === 0) return 'no votes';
  if (share.of < LEAST_TO_SHOW) return `${count(share.of, 'vote')}, too few for a rate`;
  const { low, high } = wilson(share);
  return `${percent(share.up / share.of)} %, ${percent(low)} to ${percent(high)} (${count(share.of, 'vote')})`;
}

const inPercent = (share: number): number => Math.round(share * 1000) / 10;

/** In percent; null where a rate would say nothing. */
export const rateOf = ({ up, of }: Share): number | null => (of < LEAST_TO_SHOW ? null : inPercent(up / of));

/** Its 95 % interval, in percent too. */
export function intervalOf(share: Share): { low: number; high: number } | null {
  if (share.of < LEAST_TO_SHOW) return null;
  const { low, high } = wilson(share);
  return { low: inPercent(low), high: inPercent(high) };
}
