import { setTimeout as sleep } from 'node:timers/promises';
import { lasting, postgres, type Sql } from './postgres.ts';

/** The seed of every lock that is taken by name: whoever asks for the same name means the same lock. */
export const LOCK_SEED = 7;

/**
 * A connection of its own that holds locks by name. They last until they are given back or the connection ends,
 * whichever comes first, so they say who is alive.
 */
export type Line = {
  /** Aborted when the connection is gone, and with it every lock that was taken on it. */
  lost: AbortSignal;
  /** True when the lock is ours now. One line may take a lock only once. @throws when the line is lost */
  take(name: string): Promise<boolean>;
  /** Gives a lock back; nothing happens when the line is lost. */
  give(name: string): Promise<void>;
  close(): Promise<void>;
};

/** How often the line is asked whether it lives, and how long its answer may take; in milliseconds. */
const BEAT = 1_500;
const PATIENCE = 2_000;

/** Opens a line. @throws when the database cannot be reached */
export async function openLine(url: string): Promise<Line> {
  const ended = new AbortController();
  const client = postgres(url, {
    ...lasting,
    onclose: () => end(),
    // A machine that vanished without a word must not keep its locks for hours.
    connection: {
      application_name: 'countersign line',
      tcp_keepalives_idle: 5,
      tcp_keepalives_interval: 2,
      tcp_keepalives_count: 3,
    },
  });
  // The driver would connect again by itself, without the locks.
  const end = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    void client.end({ timeout: 0 }).catch(() => {});
  };
  const alive = () => {
    if (ended.signal.aborted) throw new Error('The line that holds the locks is lost.');
  };

  try {
    await client`select 1`;
    alive();
  } catch (error) {
    end();
    throw error;
  }
  void beat(client, ended.signal).then(end);

  return {
    lost: ended.signal,
    take: async (name) => {
      alive();
      const [row] = await client<
        { mine: boolean }[]
      >`select pg_try_advisory_lock(hashtextextended(${name}, ${LOCK_SEED})) as mine`;
      alive();
      return row?.mine === true;
    },
    give: async (name) => {
      if (ended.signal.aborted) return;
      await client`select pg_advisory_unlock(hashtextextended(${name}, ${LOCK_SEED}))`.catch(end);
    },
    close: async () => {
      end();
      await client.end({ timeout: 1 }).catch(() => {});
    },
  };
}

/** Resolves when the database stops answering: a connection can be dead without being closed. */
async function beat(client: Sql, lost: AbortSignal): Promise<void> {
  while (!lost.aborted) {
    let answered = false;
    const answer = client`select 1`.then(
      () => {
        answered = true;
      },
      () => {},
    );
    await Promise.race([answer, sleep(PATIENCE, undefined, { ref: false })]);
    // When this process itself stood still, the answer lies unread behind the timer that has just fired.
    if (!answered) await Promise.race([answer, sleep(200, undefined, { ref: false })]);
    if (!answered) return;
    await sleep(BEAT, undefined, { ref: false, signal: lost }).catch(() => {});
  }
}
