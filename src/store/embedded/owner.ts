import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** Proof that this process, and no other, uses the folder; given back by `release` or by the end of the process. */
type Owner = { release(): void };

const FILE_IS_LOCKED = 5; // SQLITE_BUSY

/** Keeps the connections from being garbage collected: a collected connection is a released lock. */
const held = new Set<DatabaseSync>();

/**
 * Makes this process the one owner of a data folder.
 *
 * The mark is a kernel file lock, taken through an empty SQLite file because Node has no flock of its own. It is atomic
 * (of two at the same moment one gets it), it ends with the process however that dies, it cannot be mistaken about a
 * reused process id, and it also holds between containers that share the folder. The process id beside it only serves
 * the message.
 *
 * @throws Error in one line that names the other process when the folder is taken.
 */
export async function ownFolder(folder: string, shownAs = folder): Promise<Owner> {
  // Loaded here because older Node versions announce this module as experimental even when it is never used.
  const { DatabaseSync } = await import('node:sqlite');
  const lockFile = join(folder, 'owner.lock');
  const pidFile = join(folder, 'owner.pid');
  // SQLite takes this lock in several steps, and two that meet half way through both give up unless they may try again.
  const lock = new DatabaseSync(lockFile, { open: false, timeout: 300 });
  try {
    lock.open();
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // By path: opening and closing the file here would end the lock, as the kernel counts it per process.
    await chmod(lockFile, 0o600);
    await writeFile(pidFile, `${process.pid}\n`);
  } catch (cause) {
    if (lock.isOpen) lock.close();
    throw new Error(isBusy(cause) ? await taken(pidFile, shownAs) : await unusable(folder, shownAs, cause), { cause });
  }
  held.add(lock);
  return {
    release() {
      if (held.delete(lock)) lock.close();
    },
  };
}

/** Whether `ownFolder` failed because another process has the folder, and for no other reason. */
export const isTaken = (error: unknown): boolean => error instanceof Error && isBusy(error.cause);

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === FILE_IS_LOCKED;
}

async function taken(pidFile: string, shownAs: string): Promise<string> {
  const pid = await namedOwner(pidFile);
  const who = pid === undefined ? 'Another Countersign' : `Another Countersign (process ${pid})`;
  return `${who} is already using ${shownAs}. Stop it, or set DATA_DIR to another folder.`;
}

async function unusable(folder: string, shownAs: string, cause: unknown): Promise<string> {
  const { uid } = await stat(folder);
  return `The folder ${shownAs} cannot be used by user ${process.getuid?.()}; it belongs to user ${uid}. Start as that user, give the folder away with chown -R, or set DATA_DIR to another one. (${cause})`;
}

/** The winner writes its id just after it has the lock, so a loser of the same moment looks more than once. */
async function namedOwner(pidFile: string): Promise<number | undefined> {
  for (let look = 0; look < 10; look++) {
    const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
    if (pid > 0 && isAlive(pid)) return pid;
    await sleep(50);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
