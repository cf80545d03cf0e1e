import postgres from 'postgres';
import { sql } from './drizzle.ts';
import type { Db } from './open.ts';

const CHANNEL = 'countersign_moves';

/** Tells every process, when the transaction commits, that these prompts read differently now. */
export async function announceMoves(db: Db, prompts: Iterable<number>): Promise<void> {
  for (const id of prompts) await db.execute(sql`select pg_notify(${CHANNEL}, ${String(id)})`);
}

export type Listener = {
  /** Whether the line to the database is known to be up; what was heard while it was down is lost. */
  up(): boolean;
  stop(): Promise<void>;
};

const BEAT = 2_000;

/**
 * Listens for moves on a connection of its own and calls `heard` with the prompt's id.
 * `reset` is called each time the line comes up (again): everything remembered before may be wrong.
 * The line counts as down from the moment the connection closes, or when a beat is not answered in time (a connection
 * can be dead without being closed).
 */
export function listenForMoves(url: string, on: { heard(promptId: number): void; reset(): void }): Listener {
  let up = false;
  let stopped = false;
  let client: postgres.Sql | undefined;
  let again: NodeJS.Timeout | undefined;

  const down = () => {
    up = false;
    const dying = client;
    client = undefined;
    void dying?.end({ timeout: 0 }).catch(() => {});
    if (!stopped && !again) again = setTimeout(connect, 100);
  };

  const connect = async () => {
    again = undefined;
    const options = {
      max: 1,
      idle_timeout: 0,
      max_lifetime: null,
      connect_timeout: 2,
      fetch_types: false,
      connection: { application_name: 'countersign listener' },
      onnotify: (_channel: string, payload: string) => on.heard(Number(payload)),
      onclose: () => mine === client && down(),
    };
    const mine = postgres(url, options);
    client = mine;
    try {
      await mine.unsafe(`listen ${CHANNEL}`);
      if (mine !== client) return;
      on.reset();
      up = true;
      void beat(mine);
    } catch {
      if (mine === client) down();
    }
  };

  const beat = async (mine: postgres.Sql) => {
    while (mine === client && !stopped) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((_, no) => {
        timer = setTimeout(() => no(new Error('no answer')), BEAT);
      });
      try {
        await Promise.race([mine`select 1`, late]);
      } catch {
        if (mine === client) down();
        return;
      } finally {
        clearTimeout(timer);
      }
      await new Promise((done) => setTimeout(done, BEAT).unref());
    }
  };

  void connect();
  return {
    up: () => up,
    stop: async () => {
      stopped = true;
      up = false;
      clearTimeout(again);
      await client?.end({ timeout: 1 });
    },
  };
}
