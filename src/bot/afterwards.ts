import type { Log } from '../commands/kit/command.ts';

/**
 * What follows an answer nobody waits for, except a process that is stopping.
 * @param failed what the log says of one that did not work
 */
export function afterwards(log: Log, failed: string) {
  const open = new Set<Promise<unknown>>();
  return {
    later(work: Promise<unknown>): void {
      const told = work.catch((error: unknown) => log.warn({ err: error }, failed)).finally(() => open.delete(told));
      open.add(told);
    },
    /** Resolves when everything that was promised to people has been sent. */
    settled: async (): Promise<void> => void (await Promise.allSettled(open)),
  };
}
