import { type Rate, teamsLimits } from '../../limits/teams.ts';
import type { Operation } from './connector/operation.ts';

/** Counts calls of one kind in sliding windows. */
function createWindow(rates: readonly Rate[], now: () => number) {
  const longest = Math.max(...rates.map(({ ms }) => ms));
  const calls = new Map<string, number[]>();

  /** The calls of that key that still count, oldest first. */
  function recent(key: string): number[] {
    const known = calls.get(key) ?? [];
    const first = known.findIndex((at) => at > now() - longest);
    const kept = first === -1 ? [] : known.slice(first);
    calls.set(key, kept);
    return kept;
  }

  return {
    /** Milliseconds until one more call may be made; 0: it may go. */
    wait(key: string): number {
      const made = recent(key);
      const waits = rates.map(({ ms, count }) => (made.at(-count) ?? Number.NEGATIVE_INFINITY) + ms - now());
      return Math.max(0, ...waits);
    },
    count: (key: string) => recent(key).push(now()),
  };
}

const kinds: Readonly<Record<Operation['rate'], readonly Rate[]>> = {
  send: teamsLimits.sends,
  create: teamsLimits.sends,
  look: teamsLimits.lookUps,
};

/** Teams' bounds on calls: for each conversation, and for the tenant as a whole. */
export function createRates(now: () => number) {
  const tenant = createWindow([teamsLimits.tenant], now);
  const windows = {
    send: createWindow(kinds.send, now),
    create: createWindow(kinds.create, now),
    look: createWindow(kinds.look, now),
  };

  /** Takes one call. Answers after how many whole seconds to come back, or 0. */
  return function take({ rate }: Operation, conversation: string): number {
    const wait = Math.max(tenant.wait(''), windows[rate].wait(conversation));
    if (wait > 0) return Math.ceil(wait / 1_000);
    tenant.count('');
    windows[rate].count(conversation);
    return 0;
  };
}
