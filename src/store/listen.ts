import { randomUUID } from 'node:crypto';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db, Store } from './open.ts';
import { lasting, postgres, type Sql } from './postgres.ts';

const CHANNEL = 'countersign_news';

/** What every process must learn at once: this prompt reads differently now, or this token ended. */
export type News = { about: 'prompt' | 'token'; id: number };

/** Tells every process, when the transaction commits, that these prompts read differently now. */
export async function announceMoves(db: Db, prompts: Iterable<number>): Promise<void> {
  for (const id of prompts) await announce(db, `prompt:${id}`);
}

/** Tells every process, when the transaction commits, that a token no longer works. */
export const announceToken = (db: Db, id: number): Promise<void> => announce(db, `token:${id}`);

async function announce(db: Db, payload: string): Promise<void> {
  await notify(db, { payload });
}

const notify = keptSql(sql`select pg_notify(${CHANNEL}, ${sql.placeholder('payload')})`);

export type Listener = {
  /**
   * Whether the line is known to be up. True promises that everything committed more than `LATE` ms ago was heard:
   * it takes an answered beat that is younger than that, so a connection that died without a word, or a process that
   * was suspended, is not trusted.
   */
  up(): boolean;
  stop(): Promise<void>;
};

type Log = Record<'info' | 'warn', (facts: Record<string, unknown>, message: string) => void>;

/** All in milliseconds. How often the line is asked whether it lives. */
const BEAT = 500;
/** How long an answer may take before the line counts as down. */
const LATE = 2_000;
/** How long after a failure it is connected again. */
const AGAIN = 100;

/**
 * Listens on a connection of its own. `reset` is called each time the line comes up, before it counts as up: what was
 * announced while it was down is lost, so everything remembered before may be wrong. Comes back by itself.
 */
export function listen(store: Store, on: { heard(news: News): void; reset(): void }, log: Log): Listener {
  let sound = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let silent = false;
  let client: Sql | undefined;
  let again: NodeJS.Timeout | undefined;

  const down = (why: unknown) => {
    sound = Number.NEGATIVE_INFINITY;
    const dying = client;
    client = undefined;
    void dying?.end({ timeout: 0 }).catch(() => {});
    if (stopped || again) return;
    if (!silent) log.warn({ why: reason(why) }, 'not listening: reads are answered from the database');
    silent = true;
    again = setTimeout(connect, AGAIN);
  };

  const connect = async () => {
    again = undefined;
    // Only somebody else's announcement proves that announcements arrive: behind a pooler that hands out connections
    // per transaction LISTEN succeeds, and nothing is ever heard.
    const hello = `hello:${randomUUID()}`;
    const greeted = Promise.withResolvers<void>();
    const options = {
      ...lasting,
      connection: { application_name: 'countersign listener' },
      onnotify: (_channel: string, payload: string) => {
        if (payload === hello) greeted.resolve();
        else if (mine === client) tell(payload, on.heard);
      },
      onclose: () => mine === client && down('the connection was closed'),
    };
    const mine: Sql = postgres(store.url, options);
    client = mine;
    try {
      await within(LATE, mine.unsafe(`listen ${CHANNEL}`), 'the database does not answer');
      const sent = performance.now();
      await within(LATE, announce(store.db, hello), 'the database does not answer');
      await within(LATE, greeted.promise, 'announcements do not arrive: a pooler that splits sessions cannot be used');
      if (mine !== client) return;
      on.reset();
      sound = sent;
      if (silent) log.info({}, 'listening again');
      silent = false;
      void beat(mine);
    } catch (error) {
      if (mine === client) down(error);
    }
  };

  const beat = async (mine: Sql) => {
    while (mine === client) {
      const sent = performance.now();
      try {
        await within(LATE, mine`select 1`, 'a beat was not answered');
      } catch (error) {
        if (mine === client) down(error);
        return;
      }
      if (mine === client) sound = sent;
      await new Promise((done) => setTimeout(done, BEAT).unref());
    }
  };

  void connect();
  return {
    up: () => performance.now() - sound < LATE,
    stop: async () => {
      stopped = true;
      clearTimeout(again);
      const last = client;
      down('stopped');
      await last?.end({ timeout: 0 });
    },
  };
}

function tell(payload: string, heard: (news: News) => void): void {
  const found = /^(prompt|token):(\d+)$/.exec(payload);
  if (found) heard({ about: found[1] as News['about'], id: Number(found[2]) });
}

// Whether a clock ran out is judged after the sockets were read once more: a busy process is not a dead line.
async function within<T>(ms: number, work: PromiseLike<T>, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, no) => {
    timer = setTimeout(() => setImmediate(no, new Error(late)), ms);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Why, in a few words and without anything that was sent to the database. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause ? String(cause.code) : cause.message;
}
