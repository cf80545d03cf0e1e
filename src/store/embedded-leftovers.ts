import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process of this machine as far as anybody may see it; `args` is its command line or the title it gave itself. */
type Process = { pid: number; uid: number; args: string };

/**
 * Ends what an earlier run left on this cluster, and returns when nothing of it is alive: a server whose bot was killed is
 * shut down in order, sessions whose server was killed are ended. Only the owner of the folder may call this.
 *
 * Processes are recognised by the mark every server of ours carries in its command line and in the title of each of its
 * sessions: it is made of the data directory's device and inode, so neither a reused process id nor a copied folder
 * can lead to somebody else's server.
 *
 * @throws Error when something survives even SIGKILL
 */
export async function endLeftovers(directory: string, mark: string, uid: number, tell: (line: string) => void) {
  const found = await processesWith(mark, uid);
  if (found.length > 0) {
    const hasServer = found.some(isServer);
    tell(`Ending a Postgres that an earlier run left behind (process ${found.map(({ pid }) => pid).join(', ')}).`);
    // Sessions without a server end by themselves as soon as they notice, unless they are busy.
    const steps = [
      { server: 'SIGINT', session: undefined, patience: hasServer ? 30_000 : 1_000 },
      { server: 'SIGQUIT', session: 'SIGTERM', patience: 5_000 },
      { server: 'SIGKILL', session: 'SIGKILL', patience: 10_000 },
    ] as const;
    for (const { server, session, patience } of steps) {
      for (const one of await processesWith(mark, uid)) signal(one.pid, isServer(one) ? server : session);
      if (await goneWithin(patience, mark, uid)) break;
    }
    const left = await processesWith(mark, uid);
    if (left.length > 0) throw new Error(`A Postgres of an earlier run does not end: process ${left[0]?.pid}.`);
  }
  await removeStalePidFile(directory);
}

/** Kills every process of the account whose command line names this path, and waits until they are gone. */
export async function endProcessesOf(path: string, uid: number): Promise<void> {
  for (const { pid } of await processesWith(path, uid)) signal(pid, 'SIGKILL');
  await goneWithin(5_000, path, uid);
}

/**
 * Postgres refuses to start while any process has the id in its pid file, even one that merely got the same number after
 * a reboot. A living Postgres without our mark (started by hand on this folder) is left for Postgres itself to report.
 */
async function removeStalePidFile(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  const holder = (await processes()).find((one) => one.pid === pid);
  if (holder && looksLikePostgres(holder) && holder.args.includes(directory)) return;
  await rm(pidFile, { force: true });
}

function isServer({ args }: Process): boolean {
  return !args.startsWith('postgres: ');
}

function looksLikePostgres({ args }: Process): boolean {
  return /^postgres:|^(postgres|postmaster)$/.test(basename(args.split(' ')[0] ?? ''));
}

function signal(pid: number, name: NodeJS.Signals | undefined): void {
  try {
    if (name) process.kill(pid, name);
  } catch {
    // Gone since it was listed.
  }
}

async function goneWithin(milliseconds: number, mark: string, uid: number): Promise<boolean> {
  const end = Date.now() + milliseconds;
  for (;;) {
    if ((await processesWith(mark, uid)).length === 0) return true;
    if (Date.now() > end) return false;
    await sleep(20);
  }
}

async function processesWith(mark: string, uid: number): Promise<Process[]> {
  return (await processes()).filter((one) => one.uid === uid && one.pid !== process.pid && one.args.includes(mark));
}

/** From /proc where there is one, because slim containers have no `ps`. A zombie has no command line and counts as gone. */
async function processes(): Promise<Process[]> {
  const listed = await readdir('/proc').catch((): string[] => []);
  if (!listed.includes('self')) return fromPs();
  const seen = await Promise.all(listed.filter((name) => /^\d+$/.test(name)).map(fromProc));
  return seen.filter((one) => one !== undefined);
}

async function fromProc(name: string): Promise<Process | undefined> {
  try {
    const [status, args] = await Promise.all([
      readFile(`/proc/${name}/status`, 'utf8'),
      readFile(`/proc/${name}/cmdline`, 'utf8'),
    ]);
    const uid = Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
    return { pid: Number(name), uid, args: args.replaceAll('\0', ' ').trim() };
  } catch {
    return undefined; // It ended while it was read.
  }
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,uid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, uid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && uid && args ? [{ pid: Number(pid), uid: Number(uid), args }] : [];
  });
}
