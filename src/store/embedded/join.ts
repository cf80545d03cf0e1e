import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, PASSWORD_FILE } from './cluster.ts';
import { isTaken } from './owner.ts';
import { type Embedded, startEmbedded } from './start.ts';

const PATIENCE = 10_000;

/**
 * The bundled Postgres of a folder, for what runs beside the bot: the one that the owner of the folder has running, else
 * one of our own for as long as we need it. Whether there is an owner is asked of the kernel's lock, so what a killed bot
 * left behind misleads nobody. `stop` leaves somebody else's server running.
 *
 * Only who may read the data folder finds the way: the port stands in the server's own notes, the password in a file that
 * only the folder's owner and root can read.
 *
 * @throws Error, for people to read, as `startEmbedded` does; or when the owner's server cannot be reached
 */
export async function joinEmbedded(options: { dataDir: string }): Promise<Embedded> {
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return { url: await addressOfOwners(options.dataDir), stop: async () => {} };
  }
}

// An owner that has just begun, or whose server is being started again, has nothing to join for a moment.
async function addressOfOwners(dataDir: string): Promise<string> {
  const folder = resolve(dataDir);
  for (const end = Date.now() + PATIENCE; ; await sleep(100)) {
    try {
      const notes = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n');
      const password = await readFile(join(folder, PASSWORD_FILE), 'utf8');
      const [port, status] = [Number(notes[3]), notes[7]?.trim()];
      if (port > 0 && status === 'ready') return addressOf(password.trim(), port);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT')
        throw new Error(`The database of ${dataDir} belongs to another user. (${cause})`, { cause });
    }
    if (Date.now() > end)
      throw new Error(`Countersign is using ${dataDir}, but its database does not run at the moment.`);
  }
}
