import postgres from 'postgres';
import { expect, test } from 'vitest';
import { migrateStore } from '../src/store/open.ts';
import { emptyDatabase, freshDatabase } from './database.ts';

test('an empty database is empty, of its own, and can be dropped while somebody is connected', async () => {
  const [one, other] = await Promise.all([emptyDatabase(), emptyDatabase()]);
  const [sqlOne, sqlOther] = [one, other].map(({ url }) => postgres(url, { max: 1, onclose: () => {} }));
  if (!sqlOne || !sqlOther) throw new Error('two databases were asked for');
  try {
    await sqlOne`create table thing (id int)`;
    expect(await sqlOther`select 1 from pg_tables where tablename = 'thing'`).toHaveLength(0);
    await one.drop();
    await expect(sqlOne`select 1`).rejects.toThrow();
    const names = await sqlOther`select datname from pg_database where datname = ${new URL(one.url).pathname.slice(1)}`;
    expect(names).toHaveLength(0);
  } finally {
    await Promise.all([sqlOne.end({ timeout: 1 }), sqlOther.end({ timeout: 1 })]);
    await other.drop();
  }
});

test('a fresh database is as the program leaves it: there is nothing left to migrate', async () => {
  const { url, drop } = await freshDatabase();
  const sql = postgres(url, { max: 1 });
  try {
    const migrations = () => sql`select id, hash from drizzle.__drizzle_migrations order by id`;
    const before = [...(await migrations())];
    expect(before).not.toEqual([]);
    await migrateStore(url);
    expect([...(await migrations())]).toEqual(before);
    expect(await sql`select 1 from audit`).toHaveLength(0);
  } finally {
    await sql.end();
    await drop();
  }
});
