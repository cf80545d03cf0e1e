import { errorFunction } from 'simple-statistics';

/** Votes that count: so many up, of so many. */
export type Share = { up: number; of: number };

/** Under so many votes a rate says nothing and is not shown. */
export const LEAST_TO_SHOW = 20;
/** So many votes each of two versions needs before they are compared. */
export const LEAST_TO_COMPARE = 30;

const SURE = 0.05;
// The 97.5th percentile of the standard normal distribution: 95 % lie between this and its negative.
const Z = 1.959963984540054;

/**
 * Between which bounds the true share lies, with 95 % confidence: the score interval of Wilson (1927) without continuity
 * correction, method 3 of Newcombe, Statistics in Medicine 17 (1998) 857–872. From 0 to 1 where there are no votes.
 */
export function wilson({ up, of }: Share): { low: number; high: number } {
  if (of === 0) return { low: 0, high: 1 };
  const middle = up + Z ** 2 / 2;
  const half = Z * Math.sqrt((up * (of - up)) / of + Z ** 2 / 4);
  const all = of + Z ** 2;
  // The bounds of none and all are 0 and 1; rounding would miss them.
  return { low: up === 0 ? 0 : (middle - half) / all, high: up === of ? 1 : (middle + half) / all };
}

/**
 * The two-sided z-test for the equality of two shares, with the pooled share under the hypothesis that they are equal
 * (Fleiss, Statistical Methods for Rates and Proportions, chapter 3). `z` is negative where the first share is lower; `p`
 * is the chance of a difference at least as large when there is none. Where nothing differs at all, `z` is 0 and `p` 1.
 */
export function twoProportion(one: Share, other: Share): { z: number; p: number } {
  const pooled = (one.up + other.up) / (one.of + other.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / one.of + 1 / other.of));
  if (!(error > 0) || !Number.isFinite(error)) return { z: 0, p: 1 };
  const z = (one.up / one.of - other.up / other.of) / error;
  // The library is exact to seven digits, so nothing may come out as slightly less than nothing.
  return { z, p: Math.min(1, 1 - errorFunction(Math.abs(z) / Math.SQRT2)) };
}

/** Whether the first is worse than the second, beyond what chance explains: both have 30 votes or more, and p < 0.05. */
export function isWorse(one: Share, other: Share): boolean {
  if (one.of < LEAST_TO_COMPARE || other.of < LEAST_TO_COMPARE) return false;
  const { z, p } = twoProportion(one, other);
  return z < 0 && p < SURE;
}
