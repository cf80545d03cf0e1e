import { unavailable } from './problem.ts';

/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 2_500;

/**
 * What the store answers, or a 503: callers over HTTP are not kept waiting for a database that is away.
 * @throws problem 503
 */
export async function fromStore<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, no) => {
    timer = setTimeout(() => no(new Error('no answer')), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    throw Object.assign(unavailable('The database does not answer at the moment. Nothing was done; try again.'), {
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}
