import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

/** Where the bundled Postgres says what it does; a pino logger fits. */
export type EmbeddedLog = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** What a server is started with; `mark` goes into its command line and all its titles, see `endLeftovers`. */
export type ServerPlan = {
  postgres: string;
  account: Account;
  directory: string;
  mark: string;
  durable: boolean;
  log: EmbeddedLog;
};

/** One server process; `ended` resolves with the last lines of its log when it has exited, for whatever reason. */
export type Server = { ended: Promise<string>; signal(name: NodeJS.Signals): void };

/** The server did not come up. `portTaken`: another port helps. `inUse`: somebody is still working on the folder. */
export type LaunchFailure = Error & { portTaken: boolean; inUse: boolean };

/**
 * Starts a server on the port and resolves when it accepts connections, which after a crash takes as long as the recovery.
 * It is shut down when `stopping` is aborted, at whatever point it is, and when this process exits without a `kill -9`.
 *
 * @throws LaunchFailure with the last lines of its log
 */
export async function launch(plan: ServerPlan, port: number, stopping: AbortSignal): Promise<Server> {
  stopping.throwIfAborted();
  const child = plan.account.spawn(plan.postgres, ['-D', plan.directory, '-p', `${port}`, ...settings(plan)], {
    // Its own session: Ctrl-C in a terminal reaches the bot, which stops the database after its last transaction.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const shutDown = () => void child.kill('SIGINT');
  stopping.addEventListener('abort', shutDown);
  process.on('exit', shutDown);

  const lastLines: string[] = [];
  const ready = new Promise<void>((resolve) => {
    if (!child.stderr) return;
    let hidden = false;
    createInterface({ input: child.stderr }).on('line', (line) => {
      // The one case in which Postgres quotes a statement is a panic; a statement may be the text of a prompt.
      hidden = line.startsWith('STATEMENT:') || (hidden && line.startsWith('\t'));
      if (hidden) return;
      lastLines.push(line);
      if (lastLines.length > 15) lastLines.shift();
      plan.log[line.startsWith('PANIC:') ? 'warn' : 'debug'](`postgres: ${line}`);
      if (line.includes('database system is ready to accept connections')) resolve();
    });
  });
  const ended = new Promise<string>((resolve) => {
    const settle = async (lastWord?: string) => {
      stopping.removeEventListener('abort', shutDown);
      process.off('exit', shutDown);
      // Its sessions write to the same pipe and may outlive it: the rest is read, but not waited for.
      if (lastWord === undefined) await Promise.race([once(child, 'close'), sleep(300)]);
      resolve(lastWord ?? lastLines.join('\n'));
    };
    child.on('error', (error) => settle(error.message));
    child.on('exit', () => settle());
  });

  const failed = await Promise.race([ready, ended]);
  if (failed !== undefined) {
    throw Object.assign(new Error(`The bundled Postgres did not start:\n${failed}`), {
      portTaken: /could not (bind|create any TCP)/.test(failed),
      inUse: /lock file ".*" already exists|is still in use/.test(failed),
    }) satisfies LaunchFailure;
  }
  return { ended, signal: (name) => void child.kill(name) };
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
    update_process_title: 'on',
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
