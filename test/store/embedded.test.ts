import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../src/store/embedded/start.ts';
import {
  gone,
  launchElsewhere,
  markOf,
  processesNaming,
  query,
  scratch,
  serverPid,
  startElsewhere,
} from './embedded-world.ts';

const root = await scratch();

describe('a running bundled Postgres', () => {
  const dataDir = join(root, 'running');
  let database: Embedded;
  beforeAll(async () => {
    database = await startEmbedded({ dataDir });
  });
  afterAll(() => database.stop());

  test('keeps what it was told: safe settings, UTF-8, UTC, checksums, 200 connections', async () => {
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'max_connections', 'timezone'];
    const [seen] = await query(
      database.url,
      `select ${names.map((name) => `current_setting('${name}') as ${name}`)}, current_setting('server_version_num')::int / 10000 as major,
         pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale as locale, version() as version
       from pg_database where datname = current_database()`,
    );
    expect(seen).toMatchObject({
      ...{
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        data_checksums: 'on',
        max_connections: '200',
      },
      ...{ timezone: 'UTC', major: 18, encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' },
    });
  });

  test('listens on 127.0.0.1 alone and on no socket', async () => {
    const { port } = new URL(database.url);
    const places = [tmpdir(), '/tmp', '/var/run/postgresql', '/run/postgresql', dataDir, join(dataDir, 'postgres')];
    const files = await Promise.all(places.map((place) => readdir(place).catch((): string[] => [])));
    expect(files.flat().filter((name) => name.includes(`PGSQL.${port}`))).toEqual([]);
    const elsewhere = connect(Number(port), '127.0.0.2');
    await expect(once(elsewhere, 'connect')).rejects.toThrow('ECONNREFUSED');
  });

  test('lets in the role of the bot by its password and nobody else', async () => {
    const wrong = new URL(database.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    const superuser = new URL(database.url);
    superuser.username = 'postgres';
    await expect(query(superuser.href, 'select 1')).rejects.toThrow('no pg_hba.conf entry');
    const [role] = await query(database.url, 'select rolsuper from pg_roles where rolname = current_user');
    expect(role).toEqual({ rolsuper: false });
  });

  test('shows its files to nobody else', async () => {
    const modes = await Promise.all(
      ['postgres', 'postgres-password', 'owner.lock'].map(
        async (name) => (await stat(join(dataDir, name))).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test('refuses a second process and a second call, naming the first in one line', async () => {
    const line = `Another Countersign (process ${process.pid}) is already using ${dataDir}. Stop it, or set DATA_DIR to another folder.`;
    expect((await startElsewhere(dataDir)).error).toBe(line);
    await expect(startEmbedded({ dataDir })).rejects.toThrow(line);
    expect((await startElsewhere(dataDir)).error).toBe(line);
    expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('a later start', () => {
  const dataDir = join(root, 'later');

  test('finds the same rows and password, and stopping twice leaves no process', async () => {
    const first = await startEmbedded({ dataDir });
    await query(first.url, 'create table kept as select 7 as n');
    const mark = await markOf(first.url);
    await Promise.all([first.stop(), first.stop()]);
    await first.stop();
    expect(await processesNaming(mark)).toEqual([]);

    const second = await startEmbedded({ dataDir });
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.stop();
  });

  test('replaces a password that was lost', async () => {
    const before = await readFile(join(dataDir, 'postgres-password'), 'utf8');
    await rm(join(dataDir, 'postgres-password'));
    const database = await startEmbedded({ dataDir });
    expect(new URL(database.url).password).not.toBe(before);
    expect(await query(database.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await database.stop();
  });

  test('is not fooled by process ids that now belong to somebody else', async () => {
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    const stranger = spawn('sleep', ['60'], { uid, gid, stdio: 'ignore' });
    await once(stranger, 'spawn');
    await writeFile(join(dataDir, 'owner.pid'), `${stranger.pid}\n`);
    const stale = [stranger.pid, join(dataDir, 'postgres'), '1700000000', '15432', '', '127.0.0.1', '0 0', 'ready   '];
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${stale.join('\n')}\n`, { mode: 0o600 });
    const database = await startEmbedded({ dataDir });
    expect(await query(database.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await database.stop();
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test('refuses the data of another Postgres version and a folder that is none, with the way out', async () => {
    const versionFile = join(dataDir, 'postgres', 'PG_VERSION');
    await writeFile(versionFile, '15\n');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(
      /postgres was made by Postgres 15, and this Countersign brings Postgres 18\. .*DATABASE_URL/,
    );
    await writeFile(versionFile, '18\n');
    const strange = join(root, 'strange');
    await mkdir(join(strange, 'postgres', 'holiday'), { recursive: true });
    await expect(startEmbedded({ dataDir: strange })).rejects.toThrow('is not empty and is not a Postgres folder');
    expect(await readdir(join(strange, 'postgres'))).toEqual(['holiday']);
  });
});

test('of eight processes that start at the same moment exactly one gets the folder', async () => {
  for (let round = 0; round < 3; round++) {
    const dataDir = join(root, 'race');
    const all = await Promise.all(Array.from({ length: 8 }, () => startElsewhere(dataDir)));
    const [winner, ...more] = all.filter(({ url }) => url);
    expect(more).toEqual([]);
    const refusals = all.filter(({ error }) => error?.includes(`(process ${winner?.child.pid}) is already using`));
    expect(refusals).toHaveLength(7);
    winner?.child.kill('SIGKILL');
    await winner?.exited;
  }
  const database = await startEmbedded({ dataDir: join(root, 'race') });
  await database.stop();
});

test('a first start that is killed half way through leaves nothing that stops the next one', async () => {
  let halfMade = 0;
  for (const delay of [0, 60, 180, 300, 420]) {
    const dataDir = join(root, `killed-after-${delay}`);
    const child = launchElsewhere(dataDir);
    while (!(await readdir(dataDir).catch((): string[] => [])).some((name) => name.startsWith('postgres')))
      await sleep(2);
    await sleep(delay);
    child.kill('SIGKILL');
    await once(child, 'exit');
    if ((await readdir(dataDir)).some((name) => name.startsWith('postgres.new-'))) halfMade++;
    const database = await startEmbedded({ dataDir });
    expect((await query(database.url, 'select current_database() as name'))[0]).toEqual({ name: 'countersign' });
    await database.stop();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.'))).toEqual([]);
    expect(await processesNaming(dataDir)).toEqual([]);
  }
  expect(halfMade).toBeGreaterThan(1);
}, 60_000);

test.each([['exit'], ['throw']])('a process that ends by %s takes its database with it', async (word) => {
  const dataDir = join(root, 'ending');
  const other = await startElsewhere(dataDir);
  const pid = await serverPid(dataDir);
  other.child.stdin?.write(`${word}\n`);
  await other.exited;
  await gone(pid);
});

test('SIGTERM is answered by an orderly stop', async () => {
  const dataDir = join(root, 'ending');
  const other = await startElsewhere(dataDir);
  const pid = await serverPid(dataDir);
  other.child.kill('SIGTERM');
  expect(await other.exited).toEqual([0, null]);
  await expect(stat(`/proc/${pid}`)).rejects.toThrow('ENOENT');
});
