import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdtemp, open, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { killProgramsOn } from './leftovers.ts';

/** The role and the database of the bot: it owns the database, and it is no superuser. */
export const NAME = 'countersign';

/** Where the bot's database is reached while the server runs. */
export const addressOf = (password: string, port: number): string =>
  `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;

const WORKSHOP = 'postgres.new-';
/** In the data folder, readable by its owner alone. */
export const PASSWORD_FILE = 'postgres-password';

/** What making or opening a cluster needs; `version` is the major version of the programs, `shownAs` the folder as configured. */
type ClusterPlan = {
  folder: string;
  shownAs: string;
  binaries: Binaries;
  account: Account;
  version: number;
  durable: boolean;
};

/**
 * Sees to it that `<folder>/postgres` is a whole cluster of our version that the account may use. A new one is made in a
 * folder beside it and moved into place when it is complete, so an interrupted first start leaves nothing that a later
 * one could take for a cluster.
 *
 * @returns the data directory
 * @throws Error with the way out for another version or a foreign folder, or with what initdb said
 */
export async function openCluster(plan: ClusterPlan): Promise<string> {
  const directory = join(plan.folder, 'postgres');
  await sweep(plan);
  if (await isCluster(directory, plan)) await handOver(directory, plan);
  else await create(plan, directory);
  return directory;
}

/**
 * The password of the bot's role. A lost one is replaced, in the cluster first: whatever interrupts this, the file never
 * holds a password that does not open the cluster. No server may be running.
 */
export async function openPassword(plan: ClusterPlan, directory: string): Promise<string> {
  const known = await readIfThere(join(plan.folder, PASSWORD_FILE));
  return known ?? setPassword(plan, directory, 'ALTER');
}

async function setPassword(plan: ClusterPlan, directory: string, how: 'CREATE' | 'ALTER'): Promise<string> {
  const password = randomBytes(32).toString('base64url');
  await singleUser(plan, directory, [`${how} ROLE ${NAME} LOGIN CREATEDB PASSWORD '${password}'`]);
  await writeDurably(join(plan.folder, PASSWORD_FILE), password, plan.folder);
  return password;
}

async function isCluster(directory: string, plan: ClusterPlan): Promise<boolean> {
  const entries = await readdir(directory).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (entries === undefined) return false;
  const found = await readIfThere(join(directory, 'PG_VERSION'));
  const shown = join(plan.shownAs, 'postgres');
  if (found === undefined) {
    if (entries.length === 0) return false;
    throw new Error(`${shown} is not empty and is not a Postgres folder. Move it away, or set DATA_DIR.`);
  }
  if (Number.parseInt(found, 10) !== plan.version) {
    throw new Error(
      `${shown} was made by Postgres ${found}, and this Countersign brings Postgres ${plan.version}. Run a Postgres ${found} on that folder and set DATABASE_URL to it, or move the data with pg_dump into a new DATA_DIR.`,
    );
  }
  return true;
}

/** A folder that root restored or copied belongs to root with any mode; Postgres insists on its own account and 0700. */
async function handOver(directory: string, plan: ClusterPlan): Promise<void> {
  const { uid, mode } = await stat(directory);
  if (uid !== plan.account.uid) await give(directory, plan.account);
  if ((mode & 0o777) !== 0o700) await chmod(directory, 0o700);
}

async function give(path: string, { uid, gid }: Account): Promise<void> {
  for (const entry of await readdir(path, { recursive: true })) await chown(join(path, entry), uid, gid);
  await chown(path, uid, gid);
}

async function create(plan: ClusterPlan, directory: string): Promise<void> {
  const { account, binaries } = plan;
  const workshop = await mkdtemp(join(plan.folder, WORKSHOP));
  const cluster = join(workshop, 'cluster');
  try {
    if (process.getuid?.() === 0) await chown(workshop, account.uid, account.gid);
    const made = await account.run(binaries.initdb, [
      ...['-D', cluster, '--username=postgres', '--auth=reject', '--encoding=UTF8', '--data-checksums'],
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'],
      ...(plan.durable ? [] : ['--no-sync']),
    ]);
    if (made.code !== 0) throw new Error(`The bundled Postgres could not set up its data:\n${tail(made.output)}`);
    // Only the bot's role may log in, only by password: the superuser is reachable by the owner of the files alone.
    await writeFile(join(cluster, 'pg_hba.conf'), `host all ${NAME} 127.0.0.1/32 scram-sha-256\n`);
    await setPassword(plan, cluster, 'CREATE');
    await singleUser(plan, cluster, [`CREATE DATABASE ${NAME} OWNER ${NAME}`]);
    await rename(cluster, directory);
    await syncFolder(plan.folder);
    await rmdir(workshop);
  } catch (error) {
    await rm(workshop, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
    throw error;
  }
}

/** Single-user mode needs no login and leaves nothing running: one statement a line, the first error ends it. */
async function singleUser({ account, binaries }: ClusterPlan, directory: string, statements: string[]): Promise<void> {
  const settings = ['exit_on_error=on', 'log_min_messages=fatal', 'log_min_error_statement=panic'];
  const args = ['--single', '-D', directory, ...settings.flatMap((one) => ['-c', one]), 'postgres'];
  const ended = await account.run(binaries.postgres, args, `${statements.join('\n')}\n`);
  if (ended.code !== 0) throw new Error(`The bundled Postgres could not set up its role:\n${tail(ended.output)}`);
}

/** What a start that was killed half way through left behind, with the initdb that may still be writing there. */
async function sweep({ folder, account }: ClusterPlan): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(WORKSHOP)) continue;
    const path = join(folder, name);
    await killProgramsOn(path, account.uid);
    await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function writeDurably(path: string, content: string, folder: string): Promise<void> {
  const { uid, gid } = await stat(folder);
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(content);
  // Beside the data of an ordinary user, root leaves nothing that this user could not read the next time.
  if (process.getuid?.() === 0) await file.chown(uid, gid);
  await file.sync();
  await file.close();
  await rename(`${path}.new`, path);
  await syncFolder(folder);
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}

function tail(output: string): string {
  return output.trim().split('\n').slice(-15).join('\n');
}
