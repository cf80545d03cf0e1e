import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, chooseAccount, withPassage } from './embedded-account.ts';
import { type Binaries, findBinaries } from './embedded-binaries.ts';
import { NAME, openCluster } from './embedded-cluster.ts';
import { endLeftovers } from './embedded-leftovers.ts';
import { ownFolder } from './embedded-owner.ts';
import {
  type EmbeddedLog,
  freePort,
  type LaunchFailure,
  launch,
  type Server,
  type ServerPlan,
} from './embedded-server.ts';

const QUIET: EmbeddedLog = { debug() {}, info() {}, warn() {}, error() {} };

/** A running bundled Postgres. */
export type Embedded = {
  /** What DATABASE_URL would hold: role, password, 127.0.0.1, port, database. The same until `stop`. */
  url: string;
  /** Shuts the server down (open transactions are rolled back), gives the folder free. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts the bundled Postgres on `<dataDir>/postgres`, making it at the first start, and keeps it running: if the server
 * dies, it is started again behind the same URL. Whatever an earlier run left behind is ended first. If this process exits
 * without `stop`, the server is told to shut down.
 *
 * As root the server runs under the account that owns the data, else `postgres`, else `nobody`.
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
  // Passable for the account of the server when that is another one; what lies inside is 0600 and 0700.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const owner = await ownFolder(folder, dataDir);
  try {
    const binaries = await findBinaries(join(folder, 'postgres-libraries'));
    const { account, version } = await reach(folder, binaries);
    const plan = { folder, shownAs: dataDir, binaries, account, version, durable };
    const { directory, password } = await openCluster(plan);
    const { dev, ino } = await stat(directory);
    const mark = `${NAME}-${dev.toString(36)}-${ino.toString(36)}`;
    const serverPlan = { postgres: binaries.postgres, account, directory, mark, durable, log };
    await endLeftovers(directory, mark, account.uid, log.warn.bind(log));
    const { port, server } = await firstLaunch(serverPlan);
    const stop = keepRunning(serverPlan, server, port, log);
    return {
      url: `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`,
      stop: () => stop().finally(() => owner.release()),
    };
  } catch (error) {
    owner.release();
    throw error;
  }
}

/** Tries out that the account gets to the programs and into the data folder, before anything is written. */
async function reach(folder: string, binaries: Binaries): Promise<{ account: Account; version: number }> {
  const own = await chooseAccount(join(folder, 'postgres'), folder, binaries.env);
  const candidates = own.uid === process.getuid?.() ? [own] : [own, ...withPassage(own, binaries.env)];
  const outputs: string[] = [];
  for (const account of candidates) {
    const probe = await account.run('/bin/sh', ['-c', 'cd "$0" && "$1" --version', folder, binaries.postgres]);
    const version = /^postgres \(PostgreSQL\) (\d+)/m.exec(probe.output)?.[1];
    if (probe.code === 0 && version) return { account, version: Number(version) };
    outputs.push(probe.output.trim());
  }
  throw new Error(
    `The bundled Postgres cannot run: the system account ${own.uid} must be able to enter ${folder} and to run ${binaries.postgres}. Put them where every user may pass (not below /root), start as an ordinary user, or set DATABASE_URL.\n${outputs[0]}`,
  );
}

async function firstLaunch(plan: ServerPlan): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      return { server: await launch(plan, port), port };
    } catch (error) {
      // Somebody took the port in the moment between finding it free and listening on it.
      if (!(error as LaunchFailure).portTaken || attempt === 10) throw error;
    }
  }
}

/** Watches the server and starts it again when it dies; returns the function that ends both. */
function keepRunning(plan: ServerPlan, first: Server, port: number, log: EmbeddedLog): () => Promise<void> {
  const stopping = new AbortController();
  let server: Server | undefined = first;
  const onExit = () => server?.signal('SIGINT');
  process.on('exit', onExit);

  const watch = async () => {
    while (server) {
      const startedAt = Date.now();
      const lastLines = await server.ended;
      server = undefined;
      if (stopping.signal.aborted) return;
      log.error(`The database died and is started again. Its last lines:\n${lastLines}`);
      let pause = Date.now() - startedAt > 60_000 ? 0 : 200;
      while (!server && !stopping.signal.aborted) {
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        pause = Math.min(Math.max(pause * 2, 200), 5_000);
        server = await again().catch((error) => {
          log.error(`The database could not be started again; the next attempt follows. ${error.message}`);
          return undefined;
        });
      }
      log.info('The database is running again.');
    }
  };
  const again = async () => {
    await endLeftovers(plan.directory, plan.mark, plan.account.uid, log.warn.bind(log));
    return launch(plan, port);
  };
  const watching = watch();

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    const patience = setTimeout(() => server?.signal('SIGQUIT'), 30_000);
    // A server that is just starting again is stopped as well as soon as it is there.
    while (server) {
      server.signal('SIGINT');
      await server.ended;
    }
    await watching;
    clearTimeout(patience);
    process.off('exit', onExit);
  };
  return () => {
    stopped ??= stop();
    return stopped;
  };
}
