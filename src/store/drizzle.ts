import { createRequire } from 'node:module';
// Before drizzle loads it.
import './postgres.ts';

// drizzle's ESM build costs 400 ms and 300 MB at start, its CommonJS build 57 ms and 71 MB (measured):
// the one door to it is therefore here, and the types come along.
const load = createRequire(import.meta.url);
const orm = load('drizzle-orm') as typeof import('drizzle-orm');
const pg = load('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
const driver = load('drizzle-orm/postgres-js') as typeof import('drizzle-orm/postgres-js');
const migrator = load('drizzle-orm/postgres-js/migrator') as typeof import('drizzle-orm/postgres-js/migrator');

// Without a name drizzle has each statement parsed and planned anew, over two trips to the server. Here all are kept by
// the connection that first sent them, except those with so many parameters that their text hardly comes twice.
const KEPT = 40;
const session = driver.PostgresJsSession.prototype;
const { prepareQuery } = session;
session.prepareQuery = function prepared(query, fields, name, ...rest) {
  const kept = query.params.length > 0 && query.params.length <= KEPT;
  return prepareQuery.call(this, query, fields, name ?? (kept ? 'kept' : undefined), ...rest) as never;
};

type Transaction = InstanceType<typeof driver.PostgresJsTransaction>;
type Session = InstanceType<typeof driver.PostgresJsSession>;

/**
 * A view of a transaction whose statements are sent as they come and answered with nothing. What became of them is known
 * from `sent`; when one fails the transaction does too.
 */
export function unheard(tx: object): { db: Transaction; sent: Promise<unknown>[] } {
  const { dialect, session } = tx as { dialect: never; session: Session & { options: never } };
  const sent: Promise<unknown>[] = [];
  const unsafe = (...statement: Parameters<Session['client']['unsafe']>) => {
    const query = session.client.unsafe(...statement).execute();
    query.catch(() => {});
    sent.push(query);
    return Object.assign(Promise.resolve([]), { values: async () => [] });
  };
  const deaf = new driver.PostgresJsSession({ unsafe } as never, dialect, undefined, session.options);
  return { db: new driver.PostgresJsTransaction(dialect, deaf as never, undefined), sent };
}

export type SQL<T = unknown> = import('drizzle-orm').SQL<T>;
export const { and, asc, desc, eq, getTableColumns, gt, gte, inArray, isNull, lt, lte, ne, sql } = orm;
export const {
  alias,
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
} = pg;
export const { drizzle } = driver;
export const { migrate } = migrator;
