import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chooseAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { addressOf, NAME, openCluster, openPassword } from './cluster.ts';
import { endLeftovers } from './leftovers.ts';
import { ownFolder } from './owner.ts';
import { type EmbeddedLog, freePort, type LaunchFailure, launch, type ServerPlan } from './server.ts';
import { keepRunning } from './watch.ts';

const QUIET: EmbeddedLog = { debug() {}, info() {}, warn() {}, error() {} };

/** A running bundled Postgres. */
export type Embedded = {
  /** What DATABASE_URL would hold: role, password, 127.0.0.1, port, database. The same until `stop`. */
  url: string;
  /** Shuts the server down (open transactions are rolled back) and gives the folder free. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts the bundled Postgres on `<dataDir>/postgres`, making it at the first start, and keeps it running: if the server
 * dies, it is started again behind the same URL. Whatever an earlier run left behind is ended first. If this process
 * exits without `stop`, the server is told to shut down.
 *
 * As root the server runs under the account that owns the data, else `postgres`, else `nobody`. The password lies in
 * `<dataDir>/postgres-password`; when that file is deleted, the next start makes a new one.
 *
 * @param options.dataDir a folder of ours alone; made when absent
 * @param options.durable false only for databases that nobody would miss: a crash may destroy them
 * @throws Error, for people to read, when the folder is in use by another process or cannot be used, when there is no
 *   bundled Postgres for this platform, or when the server does not come up (with the last lines of its log)
 */
export async function startEmbedded(options: {
  dataDir: string;
  log?: EmbeddedLog;
  durable?: boolean;
}): Promise<Embedded> {
  const { dataDir, log = QUIET, durable = true } = options;
  const folder = resolve(dataDir);
  await makeFolder(folder, dataDir);
  const owner = await ownFolder(folder, dataDir);
  try {
    const binaries = await findBinaries(join(folder, 'postgres-libraries'));
    const { account, version } = await chooseAccount(folder, binaries);
    const clusterPlan = { folder, shownAs: dataDir, binaries, account, version, durable };
    const directory = await openCluster(clusterPlan);
    const { dev, ino } = await stat(directory);
    const mark = `${NAME}-${dev.toString(36)}-${ino.toString(36)}`;
    const plan = { postgres: binaries.postgres, account, directory, mark, durable, log };
    const cleared = () => endLeftovers(directory, mark, account.uid, (line) => log.warn(line));

    await cleared();
    const password = await openPassword(clusterPlan, directory);
    const stopping = new AbortController();
    const { server, port } = await firstLaunch(plan, stopping.signal, cleared);
    const again = () => cleared().then(() => launch(plan, port, stopping.signal));
    const stop = keepRunning(server, again, stopping, log);
    return {
      url: addressOf(password, port),
      stop: () => stop().finally(() => owner.release()),
    };
  } catch (error) {
    owner.release();
    throw error;
  }
}

/** Passable for the account of the server when that is another one; what lies inside is 0600 and 0700. */
async function makeFolder(folder: string, shownAs: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (cause) {
    throw new Error(`The folder ${shownAs} cannot be made. Make it, or set DATA_DIR to another one. (${cause})`, {
      cause,
    });
  }
}

async function firstLaunch(plan: ServerPlan, stopping: AbortSignal, cleared: () => Promise<void>) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { server: await launch(plan, port, stopping), port };
    } catch (error) {
      const { portTaken, inUse } = error as LaunchFailure;
      // Somebody took the port between finding it free and listening on it, or a killed bot's server had only just begun
      // to exist when it was looked for.
      if (attempt === 10 || !(portTaken || inUse)) throw error;
      if (inUse) await cleared();
    }
  }
}
