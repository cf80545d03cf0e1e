import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a call. `hang`: nothing is applied and nothing answered; `applyThenHang`: it takes effect, unanswered. */
export type FaultPlan =
  | { status: number; retryAfter?: number; body?: string }
  | { error: string }
  | { hang: true }
  | { applyThenHang: true }
  | { reset: true }
  | { applyThenReset: true }
  | { delayMs: number };

/** A plan by which the platform answers that it failed. */
export type Failure = Extract<FaultPlan, { status: number } | { error: string }>;

export type FaultMatch = string | ((call: { method: string; args: Readonly<Record<string, unknown>> }) => boolean);

export type Fault = {
  /** How many calls it hit so far. */
  readonly hits: number;
  clear(): void;
};

export type Faults = ReturnType<typeof createFaults>;

/** The faults that wait for their call. The first that matches is taken, in the order they were set. */
export function createFaults() {
  type Waiting = { match: FaultMatch; plan: FaultPlan; left: number; hits: number };
  const waiting = new Set<Waiting>();

  function set(
    match: FaultMatch,
    { times = Number.POSITIVE_INFINITY, ...plan }: FaultPlan & { times?: number },
  ): Fault {
    const fault: Waiting = { match, plan, left: times, hits: 0 };
    waiting.add(fault);
    return {
      get hits() {
        return fault.hits;
      },
      clear: () => waiting.delete(fault),
    };
  }

  function take(method: string, args: Readonly<Record<string, unknown>>): FaultPlan | undefined {
    for (const fault of waiting) {
      const matches = typeof fault.match === 'string' ? fault.match === method : fault.match({ method, args });
      if (!matches) continue;
      fault.hits += 1;
      fault.left -= 1;
      if (fault.left <= 0) waiting.delete(fault);
      return fault.plan;
    }
    return undefined;
  }

  return { set, take, clear: () => waiting.clear() };
}

/** What comes of a call under a plan: an answer, which `fail` makes where the plan says what went wrong, or silence. */
export async function underFault<Answer>(
  plan: FaultPlan | undefined,
  perform: () => Answer,
  fail: (plan: Failure) => Answer,
): Promise<Answer | 'hang' | 'reset'> {
  if (plan === undefined) return perform();
  if ('hang' in plan) return 'hang';
  if ('reset' in plan) return 'reset';
  if ('applyThenHang' in plan || 'applyThenReset' in plan) {
    perform();
    return 'applyThenHang' in plan ? 'hang' : 'reset';
  }
  if (!('delayMs' in plan)) return fail(plan);
  await sleep(plan.delayMs);
  return perform();
}
