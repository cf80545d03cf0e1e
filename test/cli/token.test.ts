import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateStore, openStore } from '../../src/store/open.ts';
import { findToken, hashToken } from '../../src/store/tokens.ts';
import { emptyDatabase } from '../database.ts';
import { query, scratch, startElsewhere } from '../store/embedded-world.ts';
import { createWorld, type World } from '../world.ts';
import { run } from './command-line.ts';

describe('a token made on the command line', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
  });

  afterAll(() => world?.close());

  const token = (args: string[], env: Record<string, string> = { ADMINS: 'root@example.com, ada@example.com' }) =>
    run('token', { DATABASE_URL: world.url, ...env }, args);
  const behind = (secret: string) => findToken(world.store.db, hashToken(secret.trim()));

  test('works, acts for the first admin, and is the only thing on the standard output', async () => {
    const { code, out, err } = await token(['help-desk']);
    expect(code).toBe(0);
    expect(out).toMatch(/^cs_[\w-]{32}\n$/);
    expect(err).toContain('"help-desk" (read) acts for root@example.com. It is shown this once');
    const found = await behind(out);
    expect(found).toMatchObject({ name: 'help-desk', scopes: ['read'] });
    expect(await query(world.url, `select email from person where id = ${found!.personId}`)).toEqual([
      { email: 'root@example.com' },
    ]);
  });

  test('is written into the trail, by whom and from where, and without the secret', async () => {
    const { out } = await token(['crawler', 'read,facts']);
    const [row] = await query(world.url, 'select * from audit order by id desc limit 1');
    const found = await behind(out);
    expect(row).toMatchObject({
      actor: `person:${found!.personId}`,
      via: 'cli',
      action: 'token',
      subject: `token:${found!.id}`,
      detail: JSON.stringify({ name: 'crawler', scopes: ['read', 'facts'] }),
    });
    expect(JSON.stringify(await query(world.url, 'select * from token, audit'))).not.toContain(out.trim());
    expect(await run('audit', { DATABASE_URL: world.url })).toMatchObject({ code: 0 });
  });

  test('takes its scopes as a list and as several words', async () => {
    const { out } = await token(['desk', 'READ,commands', 'facts']);
    expect((await behind(out))?.scopes).toEqual(['read', 'commands', 'facts']);
  });

  test('acts for another admin when asked, however the address is written', async () => {
    const { out } = await token(['mine', '--as', 'Ada@Example.com']);
    const [person] = await query(world.url, `select email from person where id = ${(await behind(out))!.personId}`);
    expect(person).toEqual({ email: 'ada@example.com' });
  });

  test('acts for an admin who is named by an account, and belongs to them when they speak to the bot', async () => {
    const { out } = await token(['by-account'], { ADMINS: 'slack:T1/UOLU' });
    const made = await behind(out);
    expect(await world.person('olu')).toBe(made!.personId);
  });

  test('is revoked by its number or its name, and listed until then', async () => {
    const { out } = await token(['short-lived']);
    expect((await token(['--list'])).out).toMatch(/^\d+\tshort-lived\tread\t\S+/m);
    expect(await token(['--revoke', 'short-lived'])).toMatchObject({
      code: 0,
      err: 'Token "short-lived" is revoked.\n',
    });
    expect(await behind(out)).toBeNull();
    expect((await token(['--list'])).out).not.toContain('short-lived');
  });

  test.each([
    ['somebody who is no admin', ['x', '--as', 'grace@example.com'], 'You may not do this.'],
    ['somebody nobody knows', ['x', '--as', 'eve@example.com'], 'I do not know "eve@example.com"'],
    ['a scope that does not exist', ['x', 'everything'], 'There is no scope "everything"'],
    ['an option that does not exist', ['--everything'], "Unknown option '--everything'"],
    ['nothing at all', [], 'npm run token -- <name> [scopes]'],
    ['a token that is not there', ['--revoke', 'nothing'], 'There is no living token "nothing"'],
  ])('is refused for %s', async (_who, args, said) => {
    await world.person('grace');
    const before = await query(world.url, 'select count(*) from token');
    const { code, out, err } = await token(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(said);
    expect(err).not.toMatch(/\n {4}at /);
    expect(await query(world.url, 'select count(*) from token')).toEqual(before);
  });

  test('needs somebody to act for', async () => {
    const { code, err } = await token(['x'], {});
    expect([code, err]).toEqual([
      1,
      'ADMINS is not set: name at least one e-mail address in it, because a token acts for a person.\n',
    ]);
  });
});

test('a database that was never started is made ready for it', async () => {
  const database = await emptyDatabase();
  const { code, out } = await run('token', { DATABASE_URL: database.url, ADMINS: 'root@example.com' }, ['first']);
  expect(code).toBe(0);
  const store = openStore(database.url);
  expect(await findToken(store.db, hashToken(out.trim()))).toMatchObject({ name: 'first' });
  await store.close();
  await database.drop();
});

test('beside a bot that runs the bundled database it lands in that database', { timeout: 90_000 }, async () => {
  const dataDir = await scratch();
  const owner = await startElsewhere(dataDir);
  await migrateStore(owner.url!);
  const { code } = await run('token', { DATA_DIR: dataDir, ADMINS: 'root@example.com' }, ['beside']);
  expect(code).toBe(0);
  expect(await query(owner.url, 'select name from token')).toEqual([{ name: 'beside' }]);
  owner.child.stdin?.end();
  await owner.exited;
});
