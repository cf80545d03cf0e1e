import { afterAll, beforeAll, expect, test } from 'vitest';
import { findToken, hashToken } from '../../src/store/tokens.ts';
import { createWorld, type World } from '../world.ts';

type Created = { token: number; name: string; scopes: string[]; secret: string };

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt();
});
afterAll(() => world.close());

const create = (name: string, scopes?: unknown, more = {}) =>
  world.done<Created>('root', 'token', { action: 'create', name, scopes }, more);

/** Every text, JSON and binary column of every table, searched for a needle. */
async function tracesOf(needle: string): Promise<string[]> {
  const columns = await world.sql<{ schema: string; table: string; column: string }[]>`
    select table_schema as schema, table_name as table, column_name as column from information_schema.columns
    where table_schema in ('public', 'graphile_worker') and table_name in (select relname from pg_class where relkind = 'r')`;
  const found: string[] = [];
  for (const { schema, table, column } of columns) {
    const rows = await world.sql`select 1 from ${world.sql(schema)}.${world.sql(table)}
      where ${world.sql(column)}::text like ${`%${needle}%`} limit 1`;
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}

test('a token is shown once and stored as a hash: no table holds a trace of it', async () => {
  const { token, secret, scopes } = await create('help-desk', 'read', { id: 'slack:make' });
  expect(secret).toMatch(/^cs_[\w-]{32}$/);
  expect(scopes).toEqual(['read']);
  expect(await tracesOf('help-desk')).toContain('token.name');
  expect(await tracesOf(secret)).toEqual([]);
  expect(await tracesOf(secret.slice(3))).toEqual([]);
  expect(JSON.stringify(world.logs)).not.toContain(secret);
  expect(await findToken(world.store.db, hashToken(secret))).toMatchObject({ id: token, name: 'help-desk' });
  expect(JSON.stringify(await world.run('root', 'token', {}))).not.toContain(secret);
  // The same delivery once more does not show it again.
  expect(await world.run('root', 'token', { action: 'create', name: 'help-desk' }, { id: 'slack:make' })).toEqual({
    kind: 'repeated',
    answer: null,
    asked: null,
  });
});

test('the answer says that it is shown this once, and how to revoke it', async () => {
  const answer = await world.answer('root', 'token', { action: 'create', name: 'shop' });
  expect(answer).toMatch(/^Token shop is made: cs_/);
  expect(answer).toContain('Copy it now: it is shown this once and stored only as a hash.');
  expect(answer).toMatch(/Scopes: read\. It acts in your name; revoke it with "token revoke \d+"\./);
});

test.each([
  [undefined, ['read']],
  ['facts', ['facts']],
  ['read, commands', ['read', 'commands']],
  ['READ read', ['read']],
  [
    ['read', 'facts'],
    ['read', 'facts'],
  ],
])('scopes %j are %j', async (given, expected) => {
  expect((await create('scoped', given)).scopes).toEqual(expected);
});

test('an unknown scope is refused with those that there are', async () => {
  const no = await world.refusal('root', 'token', { action: 'create', name: 'x', scopes: 'read write' });
  expect(no.message).toBe('There is no scope "write". Scopes are read, facts, commands.');
  expect(Object.keys(no.fields)).toEqual(['scopes']);
});

test('living tokens are listed with their scopes and who made them, without anything secret', async () => {
  const { token } = await create('listed', 'read facts');
  const answer = await world.answer('root', 'token', {});
  expect(answer).toContain(`${token}: listed (read, facts), made by Root`);
  expect(answer).not.toContain('cs_');
});

test('a token is revoked by its number or its name, at once', async () => {
  const [one, two] = [await create('by-number'), await create('by-name')];
  expect(await world.answer('root', 'token', { action: 'revoke', name: `#${one.token}` })).toBe(
    'Token by-number is revoked. It stops working now.',
  );
  await world.done('root', 'token', { action: 'revoke', name: 'by-name' });
  for (const { secret } of [one, two]) expect(await findToken(world.store.db, hashToken(secret))).toBeNull();
  expect(await world.refused('root', 'token', { action: 'revoke', name: 'by-name' })).toBe(
    'There is no living token "by-name". "token list" shows them.',
  );
});

test('of several with one name the number decides, also when a name looks like a number', async () => {
  const first = await create('twice');
  await create('twice');
  expect(await world.refused('root', 'token', { action: 'revoke', name: 'twice' })).toBe(
    'Several tokens are called "twice": use the number. "token list" shows them.',
  );
  await create(String(first.token));
  await world.done('root', 'token', { action: 'revoke', name: String(first.token) });
  expect(await findToken(world.store.db, hashToken(first.secret))).toBeNull();
});

test('what is missing is said with an example, and asked for where forms exist', async () => {
  expect(await world.refused('root', 'token', { action: 'create' })).toBe('Say which one: token create help-desk read');
  expect(await world.refused('root', 'token', { action: 'revoke' })).toBe('Say which one: token revoke 3');
  const form = await world.asked('root', 'token', { action: 'create' }, { ask: true });
  expect(form.fields).toMatchObject([
    { name: 'name', optional: false },
    { name: 'scopes', value: ['read'] },
  ]);
  expect((await world.asked('root', 'token', { action: 'create' })).title).toBe('Make a token');
});

test('which token to revoke is chosen from those that live', async () => {
  const { token } = await create('chosen');
  const form = await world.asked('root', 'token', { action: 'revoke' });
  const [field] = form.fields;
  expect(field).toMatchObject({ name: 'name', label: 'Token', optional: false });
  expect(field!.input.kind === 'choice' && field!.input.choices[0]).toEqual({
    value: String(token),
    label: `${token}: chosen`,
  });
  await world.done('root', form.command, { ...form.args, name: String(token) });
  expect(await world.answer('root', 'token', {})).not.toContain('chosen');
});

test('only admins make, list and revoke tokens, also not the owner of a prompt', async () => {
  for (const action of ['create', 'list', 'revoke'])
    expect(await world.refused('olu', 'token', { action, name: 'x' })).toBe(
      'You may not do this. The admins can; they are named in the setting ADMINS.',
    );
});

test('a token makes no tokens, lists none and revokes none', async () => {
  const { token, name } = await create('robot', 'commands');
  const via = { door: 'http', token: { id: token, name } } as const;
  for (const action of ['create', 'list', 'revoke'])
    expect(await world.refused('root', 'token', { action, name: 'x' }, { via })).toMatch(
      /^A service token may not do this: that takes a person\./,
    );
});

test('making and revoking is recorded, by whom and under which number', async () => {
  const { token } = await create('audited', 'read');
  await world.done('root', 'token', { action: 'revoke', name: 'audited' });
  const rows = await world.sql<{ actor: string; detail: string }[]>`
    select actor, detail from audit where subject = ${`token:${token}`} order by id`;
  const actor = `person:${await world.person('root')}`;
  expect(rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) }))).toEqual([
    { actor, detail: { name: 'audited', scopes: ['read'] } },
    { actor, detail: { revoked: 'audited' } },
  ]);
});
