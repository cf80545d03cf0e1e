import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** The system account Postgres runs under, and how a program is started as that account. */
export type Account = {
  uid: number;
  gid: number;
  /** Starts a program as this account with the given environment and nothing of our own. */
  spawn(program: string, args: string[], options?: SpawnOptions): ChildProcess;
  /** Runs a program to its end; never throws for an exit code. */
  run(program: string, args: string[], input?: string): Promise<Ended>;
};

/** How a program ended: its exit code (null when killed or never started) and everything it printed. */
export type Ended = { code: number | null; output: string };

// The bot's own environment carries tokens, and another account could read it from the child: it gets a clean one.
const PATH = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

/**
 * Chooses the account Postgres runs as. An ordinary user runs it as himself. Postgres refuses root, so as root it is the
 * owner of the data (so that one start with sudo locks nobody out), else `postgres`, else `nobody`. No account is created.
 *
 * @param cluster the data directory, or its parent while it does not exist yet
 * @param env what every program started this way needs to find its libraries
 */
export async function chooseAccount(cluster: string, parent: string, env: Record<string, string>): Promise<Account> {
  const [ownUid, ownGid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (ownUid !== 0) return accountOf(ownUid, ownGid, env, { ids: false, prefix: [] });
  const owner = await stat(cluster).catch(() => stat(parent));
  const { uid, gid } = owner.uid === 0 ? await systemAccount(env) : owner;
  return accountOf(uid, gid, env, { ids: true, prefix: [] });
}

/**
 * The same account, allowed to pass through folders that only root may enter (a checkout or a data folder under /root,
 * for example), by one capability and setpriv. The narrower capability is tried first; containers often lack it.
 */
export function withPassage(account: Account, env: Record<string, string>): Account[] {
  return ['dac_read_search', 'dac_override'].map((capability) =>
    accountOf(account.uid, account.gid, env, {
      ids: false,
      prefix: [
        ...['setpriv', '--reuid', `${account.uid}`, '--regid', `${account.gid}`, '--clear-groups'],
        ...['--inh-caps', `+${capability}`, '--ambient-caps', `+${capability}`, '--'],
      ],
    }),
  );
}

function accountOf(
  uid: number,
  gid: number,
  env: Record<string, string>,
  how: { ids: boolean; prefix: string[] },
): Account {
  const start = (program: string, args: string[], options: SpawnOptions = {}) => {
    const [first = program, ...rest] = [...how.prefix, program, ...args];
    const ids = how.ids ? { uid, gid } : {};
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

async function systemAccount(env: Record<string, string>): Promise<{ uid: number; gid: number }> {
  const self = accountOf(0, 0, env, { ids: false, prefix: [] });
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([self.run('id', ['-u', name]), self.run('id', ['-g', name])]);
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new Error(
    'Postgres refuses to run as root, and this machine has neither a user "postgres" nor "nobody". Start as an ordinary user, or set DATABASE_URL.',
  );
}
