import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';

/** A database of a test file's own; `url` is what DATABASE_URL would hold. */
export type FreshDatabase = { url: string; drop(): Promise<void> };

/**
 * Makes an empty database with a name nobody else uses, on the server that serves this test run. Migrations are the
 * caller's. `drop` also works while clients are still connected, and ends their sessions.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('databaseUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE template1`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropped(server, name) };
}

/** An autovacuum worker that is just in the database may not be ended by everybody, but leaves by itself. */
async function dropped(server: string, name: string): Promise<void> {
  const end = performance.now() + 10_000;
  for (;;) {
    try {
      return await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    } catch (error) {
      const busy = error instanceof postgres.PostgresError && ['42501', '55006'].includes(error.code);
      if (!busy || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
