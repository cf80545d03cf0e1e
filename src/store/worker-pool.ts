import { createRequire } from 'node:module';
import type { RunnerOptions } from 'graphile-worker';

type Pool = NonNullable<RunnerOptions['pgPool']>;
type Then = Parameters<Pool['connect']>[0];
type PoolOptions = { connectionString: string; max: number; connectionTimeoutMillis: number; keepAlive: boolean };

// The driver graphile-worker uses is a dependency of its own.
const { Pool } = createRequire(import.meta.resolve('graphile-worker'))('pg') as { Pool: new (o: PoolOptions) => Pool };

/**
 * Connections for graphile-worker. The pool it would make by itself forgets its error handlers before its connections
 * are closed, so that a server that shuts down in this moment ends the whole process; and it waits for connections for
 * ever.
 */
export function openWorkerPool(url: string, size: number): { pool: Pool; close(): void } {
  const pool = new Pool({ connectionString: url, max: size, connectionTimeoutMillis: 2_000, keepAlive: true });
  const clients = new Set<{ end(): Promise<void> }>();
  // Whoever uses a connection hears of its end by the query that fails.
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    clients.add(client as unknown as { end(): Promise<void> });
    client.on('error', () => {});
  });
  giveBackOnce(pool);
  pool.on('remove', (client) => clients.delete(client as unknown as { end(): Promise<void> }));
  return {
    pool,
    close: () => {
      void pool.end().catch(() => {});
      // Those in use too: the database at their other end may never answer.
      for (const client of clients) void client.end().catch(() => {});
    },
  };
}

/**
 * graphile-worker gives the connection it listens on back twice when that fails in the moment of the end, and the second
 * time is an error that nobody catches.
 */
function giveBackOnce(pool: Pool): void {
  const connect = pool.connect.bind(pool);
  pool.connect = ((then?: Then) => {
    if (!then) return connect();
    return connect((error, client, release?: (broken?: Error | boolean) => void) => {
      let given = false;
      // A pool that has ended gives neither a connection nor a way to give it back.
      const giveBack = (broken?: Error | boolean) => {
        if (!given) release?.(broken);
        given = true;
      };
      then(error, client, giveBack);
    });
  }) as Pool['connect'];
}
