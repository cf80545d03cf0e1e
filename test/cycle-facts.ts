import type { CycleFacts } from '../src/rules/cycle.ts';
import type { Reported } from '../src/rules/measure.ts';

/** The facts of a cycle in which nothing was reported, but for what is said otherwise. */
export function cycleFactsOf(over: Partial<CycleFacts> = {}, reported: Reported = { on: 7, of: 7 }): CycleFacts {
  return {
    adoption: { enabled: 0, using: 0, reported },
    adoption_decay: Array.from({ length: 8 }, (_, at) => ({ week: at + 1, enabled: 0, using: 0, reported })),
    concentration: { histogram: [], reported },
    reversal_rate: { decisions: 0, reversals: 0, reported },
    reversal_cost: { reversals: 0, priced: 0, cost: 0, reported },
    reversal_minutes: { reversals: 0, timed: 0, minutes: 0, reported },
    hours_saved: {
      claim: null,
      sample: { decisions: 0, minutes: 0 },
      decisions: 0,
      reversals: 0,
      timed: 0,
      reversalMinutes: 0,
      reported,
    },
    satisfaction: { up: 0, votes: 0, reported },
    review_time: { hours: [], reported },
    release_time: { hours: [], reported },
    late: 0,
    ...over,
  };
}
