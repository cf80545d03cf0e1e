import { fileURLToPath } from 'node:url';
import { runMigrations } from 'graphile-worker';
import { drizzle, migrate, unheard } from './drizzle-driver.ts';
import { postgres } from './postgres.ts';

/** Sees every statement before it is sent; for measurements. */
type Tracer = (statement: string, params: readonly unknown[]) => void;

const connect = (url: string, size: number, limits: Record<string, number>, tracer?: Tracer) => {
  const client = postgres(url, {
    max: size,
    idle_timeout: 60,
    connect_timeout: 2,
    backoff: (retries) => Math.min(0.05 * 2 ** retries, 1),
    // Asked at connecting, outside of any query: should the database go away in that moment nobody would catch the
    // error, and the process would end. So arrays come as JSON here.
    fetch_types: false,
    onnotice: () => {},
    ...(tracer && { debug: (_connection, statement, params) => tracer(statement, params) }),
    connection: { application_name: 'countersign', ...limits },
  });
  return { client, db: drizzle(client, { casing: 'snake_case' }) };
};

export type Db = Pick<
  ReturnType<typeof connect>['db'],
  'select' | 'selectDistinct' | 'selectDistinctOn' | 'insert' | 'update' | 'delete' | 'execute'
>;

/** Postgres, opened. `url` is for those who need a connection of their own (listening, workers). */
export type Store = {
  url: string;
  /** For people who wait: statements and locks give up well before a platform does. */
  db: Db;
  /**
   * `last`: the same transaction for what is said at its end and answered with nothing. It goes out together with the
   * commit, and nothing is committed when it fails. So a lock that all of them take is held for no trip to us and back.
   */
  transaction<T>(work: (db: Db, last: Db) => Promise<T>): Promise<T>;
  /** For deliveries, which may wait longer than people. */
  background: { db: Db; transaction<T>(work: (db: Db) => Promise<T>): Promise<T> };
  close(): Promise<void>;
};

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
const MIGRATION_LOCK = 4_207_001;

/**
 * Brings the database to the present schema. Several processes may start at once: one migrates, the others wait.
 * @throws when Postgres is older than 15 or the migration fails
 */
export async function migrateStore(url: string): Promise<void> {
  const { client, db } = connect(url, 1, {});
  try {
    const [server] = await client<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
    if (server && server.version < 150_000) throw new Error('Countersign needs Postgres 15 or newer.');
    // drizzle's migrator takes no lock of its own.
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(db, { migrationsFolder: MIGRATIONS });
    await runMigrations({ connectionString: url });
  } finally {
    await client.end();
  }
}

/** How many connections serve people who wait. */
export const FRONT_CONNECTIONS = 20;

/** Opens a migrated database. Connections are made when they are needed and made again when they break. */
export function openStore(url: string, tracer?: Tracer): Store {
  const limits = { statement_timeout: 2_000, lock_timeout: 2_000, idle_in_transaction_session_timeout: 5_000 };
  const front = connect(url, FRONT_CONNECTIONS, limits, tracer);
  const back = connect(url, 12, { statement_timeout: 20_000, idle_in_transaction_session_timeout: 60_000 });
  return {
    url,
    db: front.db,
    transaction: async (work) => {
      let said: Promise<unknown>[] = [];
      const result = await front.db.transaction(async (tx) => {
        const { db, sent } = unheard(tx);
        said = sent;
        return work(tx, db as unknown as Db);
      });
      await Promise.all(said);
      return result;
    },
    background: { db: back.db, transaction: (work) => back.db.transaction(work) },
    close: async () => {
      await Promise.all([front.client.end({ timeout: 2 }), back.client.end({ timeout: 2 })]);
    },
  };
}
