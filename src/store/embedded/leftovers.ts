import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A process as everybody may see it: what it was started as (or the title it gave itself), and all of its command line. */
type Process = { pid: number; uid: number; program: string; args: string };

/**
 * Ends what an earlier run left on this cluster, and returns when nothing of it is alive: a server whose bot was killed is
 * shut down in order, sessions whose server was killed are ended. Only the owner of the folder may call this.
 *
 * Processes are recognised by the mark that every server of ours carries in its command line and in the title of each of
 * its sessions. It is made of the data directory's device and inode, so neither a reused process id nor a copied folder
 * can lead to somebody else's server; and it is readable where the other facts about a process are not (as root in a
 * container).
 *
 * @throws Error when something survives even SIGKILL
 */
export async function endLeftovers(
  directory: string,
  mark: string,
  uid: number,
  tell: (line: string) => void,
): Promise<void> {
  const found = await programsWith(mark, uid);
  if (found.length > 0) {
    tell(`Ending a Postgres that an earlier run left behind (process ${found.map(({ pid }) => pid).join(', ')}).`);
    const steps = [
      { server: 'SIGINT', session: undefined, patience: 30_000 },
      { server: 'SIGQUIT', session: 'SIGTERM', patience: 5_000 },
      { server: 'SIGKILL', session: 'SIGKILL', patience: 10_000 },
    ] as const;
    // Without a server there is nobody to shut the sessions down; they notice by themselves only when they are idle.
    for (const { server, session, patience } of steps.slice(found.some(isServer) ? 0 : 1)) {
      for (const one of await programsWith(mark, uid)) signal(one.pid, isServer(one) ? server : session);
      if (await goneWithin(patience, mark, uid)) break;
    }
    const [survivor] = await programsWith(mark, uid);
    if (survivor) throw new Error(`A Postgres of an earlier run does not end: process ${survivor.pid}.`);
  }
  await removeStalePidFile(directory, mark);
}

/** Kills the Postgres programs of the account whose command line names this path, and waits until they are gone. */
export async function killProgramsOn(path: string, uid: number): Promise<void> {
  for (const { pid } of await programsWith(path, uid)) signal(pid, 'SIGKILL');
  await goneWithin(5_000, path, uid);
}

/**
 * Postgres refuses to start while any process has the id in its pid file, even one that merely got the same number after
 * a reboot. A Postgres that somebody runs on this folder by hand is left for Postgres itself to report.
 */
async function removeStalePidFile(directory: string, mark: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  const holder = (await processes()).find((one) => one.pid === pid);
  const byHand = holder && isPostgres(holder) && holder.args.includes(directory) && !holder.args.includes(mark);
  if (!byHand) await rm(pidFile, { force: true });
}

async function programsWith(text: string, uid: number): Promise<Process[]> {
  return (await processes()).filter((one) => one.uid === uid && isPostgres(one) && one.args.includes(text));
}

function isPostgres({ program }: Process): boolean {
  return program.startsWith('postgres: ') || ['postgres', 'initdb'].includes(basename(program));
}

function isServer({ program }: Process): boolean {
  return !program.startsWith('postgres: ');
}

function signal(pid: number, name: NodeJS.Signals | undefined): void {
  try {
    if (name) process.kill(pid, name);
  } catch {
    // Gone since it was listed.
  }
}

async function goneWithin(milliseconds: number, text: string, uid: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(20)) {
    if ((await programsWith(text, uid)).length === 0) return true;
  }
  return false;
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
    return { pid: Number(name), uid, program: args.split('\0')[0] ?? '', args: args.replaceAll('\0', ' ') };
  } catch {
    return undefined; // It ended while it was read.
  }
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'pid=,uid=,command=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, uid, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    const program = args?.split(' -D ')[0];
    return args && program ? [{ pid: Number(pid), uid: Number(uid), program, args }] : [];
  });
}
