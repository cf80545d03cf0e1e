import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';

/** The system account Postgres runs under, and how a program is started as that account. */
export type Account = {
  uid: number;
  gid: number;
  /** Starts a program as this account, in a clean environment. */
  spawn(program: string, args: string[], options?: SpawnOptions): ChildProcess;
  /** Runs a program to its end; never throws for an exit code. */
  run(program: string, args: string[], input?: string): Promise<Ended>;
};

/** How a program ended: its exit code (null when killed or never started) and everything it printed. */
type Ended = { code: number | null; output: string };

type Ids = { uid: number; gid: number };

// The bot's own environment carries tokens, which another account could read from its process: the child gets none of it.
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

/**
 * Chooses the account Postgres runs as, and tries out that it gets to the programs and into the data folder.
 *
 * An ordinary user runs it himself. Postgres refuses root, so for root it is the owner of the data (so that one start with
 * sudo locks nobody out), else `postgres`, else `nobody`. No account is made, and no mode of a folder is changed: where
 * only root may pass (a checkout below /root, say), the account is given the capability to pass, which setpriv does.
 *
 * @returns the account, and the major version of the bundled Postgres
 * @throws Error with the ways out when no account gets there
 */
export async function chooseAccount(
  folder: string,
  { postgres, env }: Binaries,
): Promise<{ account: Account; version: number }> {
  const candidates = await accounts(folder, env);
  const said: string[] = [];
  for (const account of candidates) {
    const probe = await account.run('/bin/sh', ['-c', 'cd "$0" && exec "$1" --version', folder, postgres]);
    const version = /^postgres \(PostgreSQL\) (\d+)/m.exec(probe.output)?.[1];
    if (probe.code === 0 && version) return { account, version: Number(version) };
    said.push(probe.output.trim());
  }
  throw new Error(
    `The bundled Postgres cannot run: the system account ${candidates[0]?.uid} must be able to enter ${folder} and to run ${postgres}. Put both where every user may pass, start as an ordinary user, or set DATABASE_URL.\n${said[0]}`,
  );
}

async function accounts(folder: string, env: Record<string, string>): Promise<Account[]> {
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (own.uid !== 0) return [accountOf(own, env, [])];
  const ids = await forRoot(folder, accountOf(own, env, []));
  return [
    accountOf(ids, env, [], ids),
    // Reading is the narrower right, but containers usually have only the wider one to give.
    accountOf(ids, env, passing(ids, 'dac_read_search')),
    accountOf(ids, env, passing(ids, 'dac_override')),
  ];
}

async function forRoot(folder: string, root: Account): Promise<Ids> {
  const cluster = await stat(join(folder, 'postgres')).catch(() => undefined);
  if (cluster && cluster.uid !== 0) return cluster;
  // A new cluster needs an account with a name: initdb asks for it.
  const around = await stat(folder);
  if (around.uid !== 0 && (await root.run('id', ['-un', `${around.uid}`])).code === 0) return around;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([root.run('id', ['-u', name]), root.run('id', ['-g', name])]);
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new Error(
    'Postgres refuses to run as root, and this machine has neither a user "postgres" nor "nobody". Start as an ordinary user, or set DATABASE_URL.',
  );
}

function passing({ uid, gid }: Ids, capability: string): string[] {
  // Without the securebit access(2), by which Postgres looks for its own files, would leave the capability out of account.
  const ids = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups', '--securebits', '+no_setuid_fixup'];
  return ['setpriv', ...ids, '--inh-caps', `+${capability}`, '--ambient-caps', `+${capability}`, '--'];
}

function accountOf({ uid, gid }: Ids, env: Record<string, string>, prefix: string[], become?: Ids): Account {
  const start = (program: string, args: string[], options: SpawnOptions = {}) => {
    const [first = program, ...rest] = [...prefix, program, ...args];
    const ids = become ? { uid: become.uid, gid: become.gid } : {};
    return spawn(first, rest, { cwd: '/', ...options, ...ids, env: { PATH, LC_ALL: 'C', ...env } });
  };
  return { uid, gid, spawn: start, run: (program, args, input) => finished(start(program, args), input) };
}

function finished(child: ChildProcess, input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
    // A program that ends without reading its input is judged by its exit code, not by our broken pipe.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
