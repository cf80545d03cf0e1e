import postgres from 'postgres';
import { migrateStore } from '../src/store/open.ts';
import { oneSidedRaters, versionVotes, weeklyVotes } from '../src/store/satisfaction.ts';
import { benchDatabase } from './program.ts';
import { readable } from './reading.ts';
import { median, type Result, report } from './report.ts';

const FEW = 100_000;
const MANY = 10_000_000;
const CHUNK = 500_000;
const VERSIONS = 12;
const DAYS = 365;
const TIMES = 60;

/**
 * How long the store takes to read all that `satisfaction` shows, with 100 000 and with 10 000 000 votes of a year, on
 * twelve versions and from three applications. Both databases stand side by side and are read in turn. Milliseconds.
 */
export async function run(): Promise<Result[]> {
  const [few, many] = [await filled(FEW), await filled(MANY)];
  try {
    const took = { few: [] as number[], many: [] as number[] };
    for (let i = 0; i < TIMES; i++) {
      took.few.push(await few.read());
      took.many.push(await many.read());
    }
    // The first ones plan and read from disk.
    const [short, long] = [median(took.few.slice(10)), median(took.many.slice(10))];
    const ratio = long / short;
    const figure = `${long.toFixed(1)} ms / ${short.toFixed(1)} ms`;
    return [
      { name: 'reading satisfaction at 10 000 000 votes, against 100 000', figure, ratio, goal: 1.5, ok: ratio <= 1.5 },
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}

/** A database with so many votes, and how to read them. */
async function filled(votes: number) {
  const database = await benchDatabase();
  await migrateStore(database.url);
  const { store } = await readable(database.url, VERSIONS);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const versions = await sql<{ id: number; prompt_id: number }[]>`select id, prompt_id from version order by number`;
  const first = versions[0]!.id;
  const indexes = await withoutIndexes(sql);
  for (let from = 0; from < votes; from += CHUNK) {
    const upTo = Math.min(from + CHUNK, votes) - 1;
    // Votes come in by time, and a version is in use for a month.
    await sql`
      insert into vote (output_id, version_id, application, rater, up, reasons, at)
      select n, ${first} + (n * ${VERSIONS}::bigint / ${votes})::int, 'application-' || n % 3, 'app:a/' || n % 50000,
        n % 10 > 0, case when n % 10 = 0 then '["wrong"]'::jsonb end,
        now() - interval '1 day' * ${DAYS} * (1 - n::float8 / ${votes})
      from generate_series(${from}::bigint, ${upTo}::bigint) as n`;
  }
  for (const index of indexes) await sql.unsafe(index);
  await sql`vacuum analyze`;
  const since = new Date(Date.now() - 26 * 7 * 86_400_000);
  const newest = versions.at(-1)!;
  return {
    async read(): Promise<number> {
      const began = performance.now();
      await Promise.all([
        versionVotes(store.db, newest.prompt_id),
        weeklyVotes(store.db, newest.prompt_id, since),
        oneSidedRaters(store.db, newest.id),
      ]);
      return performance.now() - began;
    },
    async stop(): Promise<void> {
      await sql.end();
      await store.close();
      await database.stop();
    },
  };
}

/**
 * Drops what makes it slow to fill the table of votes; the triggers that count stay. @returns how to make it again: all
 * rows at once take a fraction of the time that each by itself does
 */
async function withoutIndexes(sql: postgres.Sql): Promise<string[]> {
  await sql`set synchronous_commit = off`;
  await sql`set maintenance_work_mem = '512MB'`;
  const indexes = await sql<{ drop: string; make: string }[]>`
    select format('drop index %I', indexname) as drop, indexdef as make from pg_indexes
    where tablename = 'vote' and indexname not in (select conname from pg_constraint)
    union all
    select format('alter table vote drop constraint %I', conname),
      format('alter table vote add constraint %I %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where conrelid = 'vote'::regclass and contype = 'u'`;
  for (const { drop } of indexes) await sql.unsafe(drop);
  return indexes.map(({ make }) => make);
}

if (import.meta.main) report(await run());
