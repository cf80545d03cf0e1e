import { type Rate, teamsLimits } from '../limits/teams.ts';

/** How soon something may be sent where so many sends are allowed within each of several windows. */
export type Pace = {
  /** Milliseconds to wait before sending to a conversation; 0 when it may be sent now, which is then counted. */
  wait(conversation: string): number;
  /** Something was sent that could not wait, and counts as well. */
  note(conversation: string): void;
};

const EVERYWHERE = '';
/** What is sent later may be on its way for less time: so much longer than its windows Teams is taken to count. */
const MARGIN = 50;
/** Conversations that are remembered, and for how long those that are quiet are when there are more. */
const MOST = 5_000;
const STALE = 3_700_000;

/**
 * Keeps below what Teams allows: per conversation and for the whole app. Each process counts its own; what several send
 * together is put right by the answer 429.
 * @param now milliseconds of a clock that never jumps
 */
export function createPace(
  limits: { conversation: readonly Rate[]; app: readonly Rate[] } = {
    conversation: teamsLimits.sends,
    app: [teamsLimits.tenant],
  },
  now: () => number = () => performance.now(),
): Pace {
  const sent = new Map<string, number[]>();

  /** What was sent within the longest window. */
  const recent = (name: string, windows: readonly Rate[], at: number): number[] => {
    const longest = Math.max(...windows.map((one) => one.ms)) + MARGIN;
    return (sent.get(name) ?? []).filter((time) => time > at - longest);
  };

  const waitIn = (name: string, windows: readonly Rate[], at: number): number => {
    const times = recent(name, windows, at);
    if (times.length === 0) sent.delete(name);
    const waits = windows.map(({ count, ms }) => {
      const oldest = times.at(-count);
      return oldest === undefined ? 0 : oldest + ms + MARGIN - at;
    });
    return Math.max(0, ...waits);
  };

  const count = (conversation: string, at: number) => {
    if (sent.size > MOST) for (const [name, times] of sent) if (times.at(-1)! < at - STALE) sent.delete(name);
    sent.set(conversation, [...recent(conversation, limits.conversation, at), at]);
    sent.set(EVERYWHERE, [...recent(EVERYWHERE, limits.app, at), at]);
  };

  return {
    wait(conversation) {
      const at = now();
      const ms = Math.max(waitIn(conversation, limits.conversation, at), waitIn(EVERYWHERE, limits.app, at));
      if (ms > 0) return Math.ceil(ms);
      count(conversation, at);
      return 0;
    },
    note: (conversation) => count(conversation, now()),
  };
}
