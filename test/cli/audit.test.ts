import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { startEmbedded } from '../../src/store/embedded/start.ts';
import { migrateStore } from '../../src/store/open.ts';
import { emptyDatabase } from '../database.ts';
import { processesNaming, query, scratch, startElsewhere } from '../store/embedded-world.ts';
import { createWorld, type World } from '../world.ts';
import { run } from './command-line.ts';

describe('the chain of a database', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    await world.prompt();
    await world.release('support-reply', 'Two');
    await query(world.url, 'create table kept as select * from audit');
  });

  afterAll(() => world?.close());

  /** Changes what nobody may change, as somebody who owns the database could. */
  const tamper = (statement: string) =>
    query(world.url, `alter table audit disable trigger all; ${statement}; alter table audit enable trigger all;`);
  const restore = () => tamper('delete from audit; insert into audit select * from kept');
  const last = async () => (await query(world.url, 'select id, hash from audit order by id desc limit 1'))[0]!;

  test('is counted and its head is named, and nothing is written by looking', async () => {
    const { id, hash } = await last();
    expect(Number(id)).toBeGreaterThan(4);
    expect(await run('audit', { DATABASE_URL: world.url })).toEqual({
      code: 0,
      out: `${id} rows, head ${hash}\n`,
      err: '',
    });
    expect(await last()).toEqual({ id, hash });
  });

  test('holds a head that was noted before, until rows are cut off its end', async () => {
    const { id, hash } = await last();
    await world.release('support-reply', 'Three');
    const known = await run('audit', { DATABASE_URL: world.url }, [String(hash)]);
    expect(known).toMatchObject({ code: 0, out: expect.stringContaining(`; the noted head is row ${id}\n`) });
    await tamper(`delete from audit where id >= ${id}`);
    expect((await verifyAudit(world.store.db)).broken).toBeNull();
    const { code, err } = await run('audit', { DATABASE_URL: world.url }, [String(hash)]);
    await restore();
    expect([code, err]).toEqual([1, expect.stringContaining(`${hash} is not in the chain: rows were cut off`)]);
  });

  test('is refused with the first broken link by name', async () => {
    await tamper("update audit set detail = '{}' where id in (3, 4)");
    const { code, out, err } = await run('audit', { DATABASE_URL: world.url });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^The chain is broken at row 3: its content was changed. Sound before it: 2 rows, head [0-9a-f]{64}.\n$/,
    );
    await restore();
    expect((await verifyAudit(world.store.db)).broken).toBeNull();
  });
});

describe('without anything to look at', () => {
  test('a database that was never started is an error, not an empty chain', async () => {
    const database = await emptyDatabase();
    const { code, err } = await run('audit', { DATABASE_URL: database.url });
    expect([code, err]).toEqual([1, 'This is not a database of Countersign, or it was never started.\n']);
    await database.drop();
  });

  test('a folder without a database is an error, and stays without one', async () => {
    const dataDir = join(inject('scratchDir'), 'nobody-was-here');
    const { code, err } = await run('audit', { DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(err).toContain(`There is no database under ${dataDir}.`);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('whoever has only played is told where the database of the playground is', async () => {
    const dataDir = join(inject('scratchDir'), 'only-played');
    const played = join(dataDir, 'playground');
    await mkdir(join(played, 'postgres'), { recursive: true });
    const { code, err } = await run('audit', { DATA_DIR: dataDir });
    expect([code, err.trim()]).toEqual([
      1,
      `There is no database under ${dataDir}. Set DATABASE_URL, or DATA_DIR to the folder of the bot. The playground's is under ${played}.`,
    ]);
  });

  test('a database that does not answer is an error in one line', async () => {
    const { code, err } = await run('audit', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(err).toMatch(/^.*ECONNREFUSED.*\n$/);
  });

  test('settings that are wrong are named', async () => {
    const { code, err } = await run('audit', { DATABASE_URL: 'mysql://x' });
    expect(code).toBe(1);
    expect(err).toContain('DATABASE_URL: looks like postgres://');
  });
});

// Each of them starts servers, which takes its time on a busy machine.
describe('the bundled database', { timeout: 90_000 }, () => {
  test('is joined while a bot runs it, started when none does, and left as it was found', async () => {
    const dataDir = await scratch();
    const owner = await startElsewhere(dataDir);
    await migrateStore(owner.url!);
    await query(owner.url, "insert into audit values (0, now(), 'a', 'cli', 'test', 'x:1', '{}', '', '')");
    const joined = await run('audit', { DATA_DIR: dataDir });
    expect(joined).toMatchObject({ code: 0, err: '' });
    expect(joined.out).toMatch(/^1 row, head [0-9a-f]{64}\n$/);
    expect(await query(owner.url, 'select 1 as still')).toEqual([{ still: 1 }]);

    owner.child.stdin?.end();
    await owner.exited;
    expect(await run('audit', { DATA_DIR: dataDir })).toEqual(joined);
    expect(await processesNaming(join(dataDir, 'postgres'))).toEqual([]);

    const again = await startEmbedded({ dataDir });
    await again.stop();
  });

  test('is found at the port of the present server after a bot was killed', async () => {
    const dataDir = await scratch();
    const first = await startElsewhere(dataDir);
    await migrateStore(first.url!);
    first.child.kill('SIGKILL');
    await first.exited;
    expect(await run('audit', { DATA_DIR: dataDir })).toMatchObject({ code: 0, out: '0 rows, head none yet\n' });
  });

  test('is waited for while its owner has only just begun', async () => {
    const dataDir = await scratch();
    const owner = startElsewhere(dataDir);
    // Long enough to own the folder, and much too short to have a server that answers.
    while (!existsSync(join(dataDir, 'postgres'))) await sleep(5);
    const { code, err } = await run('audit', { DATA_DIR: dataDir });
    expect([code, err]).toEqual([1, 'This is not a database of Countersign, or it was never started.\n']);
    const { child, exited } = await owner;
    child.stdin?.end();
    await exited;
  });
});
