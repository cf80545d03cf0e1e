import type { Call, Finding, SentRequest, SlackMessage, SlackView } from './records.ts';

/** Something happened in the workspace. */
export type Change =
  | { kind: 'message.posted' | 'message.edited' | 'message.deleted'; message: SlackMessage }
  | { kind: 'ephemeral.shown' | 'ephemeral.replaced' | 'ephemeral.removed'; message: SlackMessage }
  | { kind: 'view.opened' | 'view.pushed' | 'view.updated' | 'view.closed'; view: SlackView }
  | { kind: 'home.published'; view: SlackView }
  | { kind: 'call'; call: Call }
  | { kind: 'request'; request: SentRequest }
  | { kind: 'socket.opened' | 'socket.closed' }
  | { kind: 'finding'; finding: Finding }
  | { kind: 'user.changed' | 'channel.changed'; id: string };

export type Changes = ReturnType<typeof createChanges>;

/** Who wants to know what happens in the workspace; nothing is remembered here. */
export function createChanges() {
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
