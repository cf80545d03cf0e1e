import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/store/embedded.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server all test databases are made on; its role may create databases. */
    databaseUrl: string;
  }
}

/**
 * One Postgres for the whole run: the one of TEST_DATABASE_URL, else a bundled one that forgets everything at the end.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    project.provide('databaseUrl', given);
    return undefined;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  await chmod(dataDir, 0o711);
  const server = await startEmbedded({ dataDir, durable: false });
  project.provide('databaseUrl', server.url);
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
