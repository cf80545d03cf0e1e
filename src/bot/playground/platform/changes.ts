export type Changes<Change> = ReturnType<typeof createChanges<Change>>;

/** Who wants to know what happens on a platform; nothing is remembered here. */
export function createChanges<Change>() {
  const listeners = new Set<(change: Change) => void>();

  function emit(change: Change): void {
    for (const listener of [...listeners]) listener(change);
  }

  function subscribe(listener: (change: Change) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  function waitFor<T>(
    predicate: () => T | undefined | null | false,
    { timeout = 5_000, what = 'the awaited state' }: { timeout?: number; what?: string } = {},
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      const look = () => {
        try {
          const value = predicate();
          if (value === undefined || value === null || value === false) return;
          stop();
          resolve(value);
        } catch (error) {
          stop();
          reject(error);
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${what} did not come about within ${timeout} ms`));
      }, timeout);
      listeners.add(look);
      look();
    });
  }

  return { emit, subscribe, waitFor };
}
