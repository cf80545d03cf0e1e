import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { commandsByName } from '../commands/index.ts';
import type { House } from '../commands/kit/invocation.ts';
import { type Config, readConfig, settingsOf } from '../config.ts';
import { joinEmbedded } from '../store/embedded/join.ts';
import { migrateStore, openStore } from '../store/open.ts';
import { sqlState } from '../store/sql-state.ts';

const NOT_THERE = '42P01'; // A table that does not exist.

/**
 * Runs something by hand on the bot's database: that of DATABASE_URL, else the bundled one, beside a running bot or by
 * itself. Sets the exit code to what `work` answers; what goes wrong is said in one line on the standard error.
 *
 * @param options.create whether there may be nothing yet: the database is then made and brought to the present schema.
 *   Without it nothing is written anywhere.
 */
export async function withHouse(
  options: { create: boolean },
  work: (house: House, config: Config) => Promise<number>,
): Promise<void> {
  // Without this the bundled server would be left behind, to be ended by the next start.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  try {
    process.exitCode = await inHouse(readConfig(), options.create, work);
  } catch (error) {
    complain(
      sqlState(error) === NOT_THERE ? 'This is not a database of Countersign, or it was never started.' : reason(error),
    );
    process.exitCode = 1;
  }
}

async function inHouse(config: Config, create: boolean, work: Parameters<typeof withHouse>[1]): Promise<number> {
  const { DATABASE_URL, DATA_DIR } = config;
  if (!DATABASE_URL && !create && !(await isThere(join(DATA_DIR, 'postgres'))))
    throw new Error(await nothingUnder(DATA_DIR));
  const database = DATABASE_URL ? null : await joinEmbedded({ dataDir: DATA_DIR });
  try {
    const url = DATABASE_URL ?? database!.url;
    if (create) await migrateStore(url);
    const store = openStore(url);
    try {
      return await work(houseOn(store, config), config);
    } finally {
      await store.close();
    }
  } finally {
    await database?.stop();
  }
}

async function nothingUnder(folder: string): Promise<string> {
  const playground = join(folder, 'playground');
  const played = (await isThere(join(playground, 'postgres'))) ? ` The playground's is under ${playground}.` : '';
  return `There is no database under ${folder}. Set DATABASE_URL, or DATA_DIR to the folder of the bot.${played}`;
}

const houseOn = (store: House['store'], config: Config): House => ({
  store,
  settings: {
    ...settingsOf(config),
    picture: () => null,
  },
  commands: commandsByName,
  clock: () => new Date(),
  log: {
    info: () => {},
    warn: (_facts, message) => complain(message),
    error: ({ err }, message) => complain(err === undefined ? message : `${message}: ${reason(err)}`),
  },
});

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

// A failed query's own message quotes what was sent, which may be somebody's words; its cause is what the server said.
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  return 'query' in error && error.cause instanceof Error ? reason(error.cause) : error.message;
}

/** Says something to whoever started this, without mixing it with the result. */
export const complain = (line: string): void => void process.stderr.write(`${line}\n`);
