import { chmod, mkdtemp, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../src/store/embedded/start.ts';
import { migrateStore } from '../src/store/open.ts';
import { type FreshDatabase, newDatabase } from './new-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server all test databases are made on; its role may create databases. */
    databaseUrl: string;
    /** The database on it that is as the program makes it, and is copied; nobody may be connected to it. */
    migratedDatabase: string;
    /** A folder of this run that every account may pass; it is removed at the end with all that is in it. */
    scratchDir: string;
  }
}

const PREFIX = 'countersign-test-';
/** Linux keeps what is written here in memory. */
const MEMORY = '/dev/shm';
const ROOM = 4 * 1024 ** 3;

/**
 * One Postgres for the whole run: the one of TEST_DATABASE_URL, else a bundled one that forgets everything at the end.
 * An interrupted run takes its database with it; what a killed one left is swept by the next.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const dir of [tmpdir(), MEMORY]) await sweep(dir);
  const scratchDir = await mkdtemp(join(await quickDir(), `${PREFIX}${process.pid}-`));
  await chmod(scratchDir, 0o711);
  project.provide('scratchDir', scratchDir);
  // What browsers and the programs of tests leave behind goes with the run as well.
  process.env.TMPDIR = scratchDir;

  const removed = () => rm(scratchDir, { recursive: true, force: true, maxRetries: 5 });

  const given = process.env.TEST_DATABASE_URL;
  const server = given ? null : await startEmbedded({ dataDir: join(scratchDir, 'server'), durable: false });
  const url = given ?? server!.url;
  project.provide('databaseUrl', url);
  const migrated = await migratedDatabase(url);
  project.provide('migratedDatabase', migrated.name);
  return async () => {
    await migrated.drop();
    await server?.stop();
    await removed();
  };
}

/** Migrated once, for it takes longer than all else that a test file begins with. */
async function migratedDatabase(server: string): Promise<FreshDatabase> {
  const database = await newDatabase(server, 'template1');
  await migrateStore(database.url);
  return database;
}

/** Each database is a thousand small files that are gone a moment later: a disk takes half of a test's time for them. */
async function quickDir(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= ROOM ? MEMORY : tmpdir();
}

/** Folders of runs whose process is gone, and the servers that still work in them. Others' folders stay as they are. */
async function sweep(dir: string): Promise<void> {
  for (const name of await readdir(dir).catch((): string[] => [])) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    if (!name.startsWith(PREFIX) || !(pid > 0) || isAlive(pid)) continue;
    const path = join(dir, name);
    if (await endServersIn(path)) await sleep(500);
    await rm(path, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
  }
}

async function endServersIn(path: string): Promise<boolean> {
  let found = false;
  for (const pid of await readdir('/proc').catch((): string[] => [])) {
    const [program = '', ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (!program.endsWith('/postgres') || !args.some((arg) => arg.startsWith(`${path}/`))) continue;
    found = attempt(() => process.kill(Number(pid), 'SIGQUIT')) || found;
  }
  return found;
}

function isAlive(pid: number): boolean {
  return attempt(() => process.kill(pid, 0));
}

function attempt(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
