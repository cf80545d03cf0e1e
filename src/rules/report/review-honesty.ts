/** One approval of a change. */
export type Approval = {
  changeId: number;
  personId: number;
  /** From the moment the change could be approved. */
  secondsFromOpening: number;
  diffOpened: boolean;
};

export type IndicatorKey = 'within_seconds' | 'diff_unopened' | 'same_person';

/** `of` approvals, `count` of which look as if nobody reviewed. `words` name nobody. */
type Indicator = { key: IndicatorKey; nominal: boolean; count: number; of: number; words: string };

/** Fewer approvals say nothing about how people review. */
export const LEAST_APPROVALS = 5;
/** Nobody reads a change and thinks about it in less. */
const SECONDS = 30;
/** From this share on, it is the habit and not the exception. */
const HABIT = 0.5;

const indicators: Record<IndicatorKey, { from: number; count: (all: readonly Approval[]) => number; words: string }> = {
  within_seconds: {
    from: HABIT,
    count: (all) => all.filter((one) => one.secondsFromOpening < SECONDS).length,
    words: `came within ${SECONDS} seconds of the opening of the change`,
  },
  diff_unopened: {
    from: HABIT,
    count: (all) => all.filter((one) => !one.diffOpened).length,
    words: 'came without the diff having been opened',
  },
  same_person: {
    from: 1,
    count: (all) => Math.max(...countsOf(all.map((one) => one.personId))),
    words: 'came from one and the same person',
  },
};

/**
 * Signs that the review of a use case is one in name only, for the owner to look at: none proves anything by itself.
 * Empty where there are too few approvals to say.
 */
export function reviewHonesty(approvals: readonly Approval[]): Indicator[] {
  if (approvals.length < LEAST_APPROVALS) return [];
  const of = approvals.length;
  return (Object.keys(indicators) as IndicatorKey[]).map((key) => {
    const { from, count, words } = indicators[key];
    const counted = count(approvals);
    return { key, nominal: counted >= from * of, count: counted, of, words: `${counted} of ${of} approvals ${words}` };
  });
}

function countsOf(ids: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts.values()];
}
