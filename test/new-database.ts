import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** A database of a test's own; `url` is what DATABASE_URL would hold. */
export type FreshDatabase = { name: string; url: string; drop(): Promise<void> };

/**
 * Copies a database of a server to a name nobody else uses. `drop` also works while clients are still connected, and ends
 * their sessions.
 */
export async function newDatabase(server: string, template: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Page by page through the log of what is written, as is usual, takes twice as long.
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => dropped(server, name) };
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
