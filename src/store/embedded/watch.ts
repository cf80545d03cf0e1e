import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedLog, Server } from './server.ts';

const PATIENCE = 30_000;
const LONGEST_PAUSE = 5_000;

/**
 * Keeps a server running: when it dies it is launched again, at once if it had been well for a minute, else after a pause
 * that doubles up to five seconds. It never gives up, since a database that is back after an hour still helps.
 *
 * @param first the server that runs now
 * @param again launches another one on the same port
 * @param stopping ends the watch; aborted by the returned function, and heard by the servers themselves
 * @returns shuts down whatever server there is at that moment, and resolves when it is gone; may be called again
 */
export function keepRunning(
  first: Server,
  again: () => Promise<Server>,
  stopping: AbortController,
  log: EmbeddedLog,
): () => Promise<void> {
  let server = first;

  const watch = async () => {
    for (;;) {
      const startedAt = Date.now();
      const lastLines = await server.ended;
      if (stopping.signal.aborted) return;
      log.error(`The database ended unexpectedly and is started again. Its last lines:\n${lastLines}`);
      const next = await retry(Date.now() - startedAt > 60_000 ? 0 : 100);
      if (!next) return;
      server = next;
      log.info('The database is running again.');
    }
  };

  const retry = async (firstPause: number): Promise<Server | undefined> => {
    for (let pause = firstPause; ; pause = Math.min(Math.max(pause * 2, 100), LONGEST_PAUSE)) {
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return undefined;
      try {
        return await again();
      } catch (error) {
        if (stopping.signal.aborted) return undefined;
        log.error(`The database could not be started again, and will be tried again. ${error}`);
      }
    }
  };

  const watching = watch();
  return async () => {
    stopping.abort();
    // A shutdown that takes too long is cut short; the next start then recovers from the log.
    const impatience = setTimeout(() => server.signal('SIGQUIT'), PATIENCE);
    await watching.finally(() => clearTimeout(impatience));
  };
}
