import postgres from 'postgres';
import { expect, test } from 'vitest';
import { freshDatabase } from './database.ts';

test('every fresh database is empty, of its own, and can be dropped while somebody is connected', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
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
