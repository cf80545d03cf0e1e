import { createRequire } from 'node:module';
// Before drizzle loads it.
import './postgres.ts';

const load = createRequire(import.meta.url);
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

export const { drizzle } = driver;
export const { migrate } = migrator;
