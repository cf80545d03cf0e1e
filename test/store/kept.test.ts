import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq, pgTable, type SQL, sql, text } from '../../src/store/drizzle.ts';
import { kept, keptSql } from '../../src/store/kept.ts';
import { type Db, openStore, type Store } from '../../src/store/open.ts';
import { emptyDatabase } from '../database.ts';

const thing = pgTable('thing', { name: text().primaryKey(), words: text().notNull() });
let built = 0;
const named = kept((db) => {
  built += 1;
  return db
    .select()
    .from(thing)
    .where(eq(thing.name, sql.placeholder('name')));
});
const add = keptSql<{ name: string }>(
  sql`insert into thing (name, words) values (${sql.placeholder('name')}, ${sql.placeholder('words')}) returning name`,
);
const backend = keptSql<{ pid: number }>(sql`select pg_backend_pid() as pid`);

let database: Awaited<ReturnType<typeof emptyDatabase>>;
let store: Store;
const execute = (text: SQL) => store.db.execute(text);
beforeAll(async () => {
  database = await emptyDatabase();
  store = openStore(database.url);
  await execute(sql`create table thing (name text primary key, words text not null)`);
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

const wordsOf = async (db: Db, name: string) => (await named(db, { name })).map((row) => row.words);

test('a statement is built once, whoever uses it, and takes other values at each use', async () => {
  await add(store.db, { name: 'a', words: 'first' });
  await add(store.db, { name: 'b', words: 'it\'s "second" $1 :name\n🦘' });
  expect(await wordsOf(store.db, 'a')).toEqual(['first']);
  expect(await wordsOf(store.background.db, 'b')).toEqual(['it\'s "second" $1 :name\n🦘']);
  expect(await store.transaction((db) => wordsOf(db, "' or true --"))).toEqual([]);
  expect(built).toBe(1);
});

test('two transactions at once each speak over their own connection and see their own rows alone', async () => {
  // Neither goes on before the other has come as far: whatever were shared between them would show.
  const meeting = () => {
    const met = Promise.withResolvers<void>();
    let come = 0;
    return () => {
      come += 1;
      if (come === 2) met.resolve();
      return met.promise;
    };
  };
  const [written, read] = [meeting(), meeting()];
  const seen = await Promise.all(
    ['left', 'right'].map((name) =>
      store.transaction(async (db) => {
        const [before] = await backend(db, {});
        expect(await add(db, { name, words: `words of ${name}` })).toEqual([{ name }]);
        await written();
        const other = name === 'left' ? 'right' : 'left';
        const rows = { own: await wordsOf(db, name), other: await wordsOf(db, other) };
        await read();
        const [after] = await backend(db, {});
        expect(after).toEqual(before);
        return { name, pid: before!.pid, ...rows };
      }),
    ),
  );
  expect(new Set(seen.map((one) => one.pid)).size).toBe(2);
  for (const { name, own, other } of seen) expect([own, other]).toEqual([[`words of ${name}`], []]);
  expect(await wordsOf(store.db, 'left')).toEqual(['words of left']);
});

test('what a transaction wrote with it is gone when the transaction is rolled back', async () => {
  const failed = store.transaction(async (db) => {
    await add(db, { name: 'undone', words: 'never' });
    expect(await wordsOf(db, 'undone')).toEqual(['never']);
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await wordsOf(store.db, 'undone')).toEqual([]);
});

test('a use that fails spoils no later one, and values that are missing are an error', async () => {
  await expect(add(store.db, { name: 'a', words: 'again' })).rejects.toThrow();
  await expect(add(store.db, { name: 'c' })).rejects.toThrow();
  expect(await add(store.db, { name: 'c', words: 'third' })).toEqual([{ name: 'c' }]);
  expect(await wordsOf(store.db, 'c')).toEqual(['third']);
});
