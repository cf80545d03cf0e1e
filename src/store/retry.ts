import { z } from 'zod';
import { DAY } from '../rules/milliseconds.ts';

/** How often and since when (milliseconds since 1970) a job has been failing; it travels with the job. */
export type Retry = { tries: number; since: number };

const retryShape = z.object({ tries: z.number(), since: z.number() });

const SHORTEST = 400;
const LONGEST = 300_000;
const GIVE_UP = 3 * DAY;

/**
 * What becomes of a job that has failed just now. It waits a fifth of the time it has been failing, so that what half a
 * minute's outage held back arrives within seconds of its end, and a longer one does not wear anybody out.
 * @returns `ms` until the next try, null when it is given up after three days
 */
export function afterFailure(before: unknown, now: number): { retry: Retry; ms: number | null } {
  const known = retryShape.safeParse(before);
  const retry = known.success ? { ...known.data, tries: known.data.tries + 1 } : { tries: 1, since: now };
  const failing = now - retry.since;
  if (failing > GIVE_UP) return { retry, ms: null };
  return { retry, ms: Math.round(Math.min(Math.max(failing / 5, SHORTEST), LONGEST) * (0.8 + Math.random() * 0.4)) };
}

/**
 * A fault in one line for the log: the innermost cause, because a database error's outer message quotes what was
 * written, which may be somebody's text.
 */
export function faultOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (!(at instanceof Error)) return 'something that is no error was thrown';
  const code = 'code' in at && typeof at.code === 'string' ? ` ${at.code}` : '';
  return `${at.name}${code}: ${at.message.split('\n')[0]}`.slice(0, 200);
}
