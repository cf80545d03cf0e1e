import { setTimeout as sleep } from 'node:timers/promises';

/** In milliseconds. */
const PATIENCE = 45_000;
const PERSISTENCE = 60_000;

/** The same promise, failing after `ms`: a platform that never answers must not keep a worker for ever. */
export async function bounded<T>(work: Promise<T>, ms = PATIENCE): Promise<T> {
  const ending = new AbortController();
  const late = sleep(ms, undefined, { ref: false, signal: ending.signal }).then(() => {
    throw new Error(`no answer within ${ms / 1000} s`);
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => ending.abort());
}

/** Does it again and again until it succeeds, for `ms` at most. @throws what it threw last */
export async function persistently(work: () => Promise<void>, ms = PERSISTENCE): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(300);
    }
  }
}
