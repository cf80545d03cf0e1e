import type { Reason } from './reasons.ts';

/** A low vote as it is looked at when one of them is chosen. `week`: how many weeks ago. */
export type LowVote = { id: number; rater: string; application: string; reason: Reason | null; week: number };

// One more vote of the same rater is worse than one more of the same reason, application and week together.
const LOUD = 4;

/**
 * Which low vote is looked at next, so that few of them show much: the one least like those that were looked at already,
 * in its rater, reason, application and week. Of equals the newest. Undefined when there is none.
 */
export function nextToDeal<Low extends LowVote>(waiting: readonly Low[], seen: readonly LowVote[]): Low | undefined {
  const raters = countsOf(seen, (one) => one.rater);
  const reasons = countsOf(seen, (one) => one.reason);
  const applications = countsOf(seen, (one) => one.application);
  const weeks = countsOf(seen, (one) => one.week);
  const likeness = (one: Low) =>
    LOUD * raters(one.rater) + reasons(one.reason) + applications(one.application) + weeks(one.week);
  let best: { one: Low; like: number } | undefined;
  for (const one of waiting) {
    const like = likeness(one);
    if (!best || like < best.like || (like === best.like && one.id > best.one.id)) best = { one, like };
  }
  return best?.one;
}

function countsOf<T, K>(all: readonly T[], key: (one: T) => K): (key: K) => number {
  const counts = new Map<K, number>();
  for (const one of all) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return (of) => counts.get(of) ?? 0;
}
