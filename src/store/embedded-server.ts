import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import type { Account } from './embedded-account.ts';

/** Where the bundled Postgres says what it does; a pino logger fits. */
export type EmbeddedLog = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** One living server process. */
export type Server = {
  pid: number;
  /** Resolves with the last lines of its log when the process has ended, for whatever reason. */
  ended: Promise<string>;
  signal(name: NodeJS.Signals): void;
};

/** What a server is started with; `mark` goes into its command line and all titles, see `endLeftovers`. */
export type ServerPlan = {
  postgres: string;
  account: Account;
  directory: string;
  mark: string;
  durable: boolean;
  log: EmbeddedLog;
};

/** The server did not come up; `portTaken` tells that another port would have helped. */
export type LaunchFailure = Error & { portTaken: boolean };

/**
 * Starts a server on the port and resolves when it accepts connections, which after a crash takes as long as the recovery.
 *
 * @throws LaunchFailure with the last lines of its log
 */
export async function launch(plan: ServerPlan, port: number): Promise<Server> {
  const child = plan.account.spawn(plan.postgres, ['-D', plan.directory, '-p', `${port}`, ...settings(plan)], {
    // Its own session: Ctrl-C in a terminal reaches the bot, which stops the database after its last transaction.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lastLines: string[] = [];
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(lastLines.join('\n')));
  });
  const ready = new Promise<void>((resolve) => {
    if (!child.stderr) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > 15) lastLines.shift();
      if (/^(FATAL|PANIC):/.test(line)) plan.log.warn(`postgres: ${line}`);
      else plan.log.debug(`postgres: ${line}`);
      if (line.includes('database system is ready to accept connections')) resolve();
    });
  });
  const failed = await Promise.race([ready, ended]);
  if (failed !== undefined) {
    const failure = new Error(`The bundled Postgres did not start:\n${failed}`);
    throw Object.assign(failure, { portTaken: /could not (bind|create any TCP)/.test(failed) }) satisfies LaunchFailure;
  }
  return { pid: child.pid ?? 0, ended, signal: (name) => void child.kill(name) };
}

/**
 * A free port of the loopback interface, drawn below the range the kernel takes for outgoing connections: while the
 * database restarts, a client that keeps dialling a port of that range can be connected to itself and so occupy it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_240 + Math.floor(Math.random() * 22_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

/** Given at every start, so that they hold whatever postgresql.conf says; everything else may be tuned there. */
function settings({ mark, durable }: ServerPlan): string[] {
  const safe = durable ? 'on' : 'off';
  const values = {
    cluster_name: mark,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    fsync: safe,
    synchronous_commit: safe,
    full_page_writes: safe,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    // Nothing a client said may reach the log, because it may be the text of a prompt: errors go to the client alone.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_checkpoints: 'off',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
