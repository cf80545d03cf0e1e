import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, inject, vi } from 'vitest';

/** What another process said about its start, and the process. */
export type Other = { url?: string; error?: string; child: ChildProcess; exited: Promise<unknown> };

/** A folder of the test file's own that every account may pass; removed at the end. */
export async function scratch(): Promise<string> {
  const path = await mkdtemp(join(inject('scratchDir'), 'embedded-'));
  await chmod(path, 0o711);
  afterAll(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

/** Starts the bundled Postgres in another process, optionally as another user or from another checkout. */
export async function startElsewhere(dataDir: string, how: { uid?: number; program?: string } = {}): Promise<Other> {
  const child = launchElsewhere(dataDir, how);
  const exited = once(child, 'exit');
  const [line] = await Promise.race([once(createInterface({ input: child.stdout ?? process.stdin }), 'line'), exited]);
  return { ...JSON.parse(typeof line === 'string' ? line : '{"error":"it ended without a word"}'), child, exited };
}

/** The same without waiting for what it says. */
export function launchElsewhere(dataDir: string, how: { uid?: number; program?: string } = {}): ChildProcess {
  const program = how.program ?? fileURLToPath(new URL('./embedded-child.ts', import.meta.url));
  const ids = how.uid === undefined ? {} : { uid: how.uid, gid: how.uid };
  return spawn(process.execPath, [program, dataDir], { ...ids, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'] });
}

/** Runs one statement over a connection of its own. */
export async function query(url: string | undefined, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url ?? '', { max: 1, onnotice: () => {}, connect_timeout: 5, fetch_types: false });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Waits until the statement succeeds, for a database that is on its way back. */
export async function eventually(url: string | undefined, statement: string): Promise<Record<string, unknown>[]> {
  return vi.waitFor(() => query(url, statement), { timeout: 15_000, interval: 50 });
}

/** The process id of the server on this folder, as it wrote it down itself. */
export async function serverPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** Every process with this text in its command line or title. */
export async function processesNaming(text: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== `${process.pid}`);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(text)).map((line) => line.replaceAll('\0', ' '));
}

/** The name every process of the server carries, asked from the server itself. */
export async function markOf(url: string | undefined): Promise<string> {
  return String((await query(url, 'show cluster_name'))[0]?.cluster_name);
}

/** Resolves when the process has no life left in it (a zombie counts as dead). */
export async function gone(pid: number): Promise<void> {
  await vi.waitFor(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tX');
    if (!/^State:\t[XZ]/m.test(status)) throw new Error(`process ${pid} is alive`);
  });
}
