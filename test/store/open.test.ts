import { afterAll, expect, test } from 'vitest';
import { sql } from '../../src/store/drizzle.ts';
import { migrateStore, openStore } from '../../src/store/open.ts';
import { emptyDatabase } from '../database.ts';

const database = await emptyDatabase();
const store = openStore(database.url);
afterAll(async () => {
  await store.close();
  await database.drop();
});

test('of several that start at the same moment on an empty database one migrates and the others wait for it', async () => {
  await Promise.all(Array.from({ length: 6 }, () => migrateStore(database.url)));
  const [made] = await store.db.execute<{ migrations: number; different: number }>(
    sql`select count(*)::int as migrations, count(distinct hash)::int as different from drizzle.__drizzle_migrations`,
  );
  expect(made?.migrations).toBeGreaterThan(0);
  expect(made?.different).toBe(made?.migrations);
  expect([...(await store.db.execute(sql`select 1 from prompt`))]).toEqual([]);
});

test('starting again changes nothing', async () => {
  const migrations = () => store.db.execute(sql`select hash, created_at from drizzle.__drizzle_migrations order by id`);
  const before = [...(await migrations())];
  await migrateStore(database.url);
  expect([...(await migrations())]).toEqual(before);
});
