import postgres from 'postgres';
import { daysAfter } from '../src/rules/calendar.ts';
import { postBatch } from './post-batch.ts';
import { benchDatabase, startBot } from './program.ts';
import { readable } from './reading.ts';
import { median, type Result, report } from './report.ts';

const BATCH = 1_000;
const AT_A_TIME = 4;
const BATCHES = 24;
const ROUNDS = 9;
const WARM = 6;
const USERS = 5_000;

/**
 * Days of use per second through the API of the real program, against the same rows inserted by the bare driver: batches of
 * 1 000, four at a time, in turns, all about one use case and half of its users enabled. The bare rows go into a table with
 * the same indexes, made of objects that lie ready; nobody is looked up and nothing counted there.
 */
export async function run(): Promise<Result[]> {
  const database = await benchDatabase();
  const bot = await startBot(database.url, null);
  const { store, slug, secret } = await readable(database.url, 1, ['facts']);
  const sql = postgres(database.url, { max: AT_A_TIME, onnotice: () => {} });
  const send = (usage: object[]) =>
    postBatch(`${bot.url}/v1/usage`, secret, Buffer.from(JSON.stringify({ usage })), usage.length);
  try {
    const first = daysAfter(new Date().toISOString().slice(0, 10), -200);
    for (let from = 0; from < USERS; from += BATCH) {
      const people = Array.from({ length: BATCH }, (_, i) => ({ usecase: slug, user: `user-${from + i}` }));
      await send(
        people.map((one, i) => (i % 2 ? { ...one, enabled_on: first } : { ...one, day: daysAfter(first, -1) })),
      );
    }
    await sql`create table bare_usage (like usage including all)`;

    const measure = async (which: Which, round: number) => {
      const batches = Array.from({ length: BATCHES }, (_, i) => rowsOf(first, round * BATCHES + i));
      const bodies = batches.map((rows) =>
        Buffer.from(
          JSON.stringify({ usage: rows.map(({ user, day }) => ({ usecase: slug, user: `user-${user}`, day })) }),
        ),
      );
      const rows = batches.map((batch) => batch.map(({ user, day }) => ({ user_id: user, day, counted_on: day })));
      const one = {
        ours: (i: number) => postBatch(`${bot.url}/v1/usage`, secret, bodies[i]!, BATCH),
        bare: (i: number) => sql`insert into bare_usage ${sql(rows[i]!)}`,
      }[which];
      let next = 0;
      const work = async () => {
        for (let mine = next++; mine < BATCHES; mine = next++) await one(mine);
      };
      const began = performance.now();
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
      return (BATCHES * BATCH) / ((performance.now() - began) / 1000);
    };

    const rates = { ours: [] as number[], bare: [] as number[] };
    for (let round = 0; round < WARM + ROUNDS; round++) {
      for (const which of round % 2 ? ways : ways.toReversed()) {
        const rate = await measure(which, round);
        if (round >= WARM) rates[which].push(rate);
      }
    }
    await check(sql);
    const ratio = median(rates.ours.map((rate, i) => rate / rates.bare[i]!));
    const figure = `${Math.round(median(rates.ours))} / ${Math.round(median(rates.bare))}`;
    return [{ name: 'days of use per second, against bare rows', figure, ratio, goal: 'told', ok: true }];
  } finally {
    await sql.end();
    await store.close();
    await bot.stop();
    await database.stop();
  }
}

const ways = ['ours', 'bare'] as const;
type Which = (typeof ways)[number];

/** Each batch is of other people or another day. */
const rowsOf = (first: string, batch: number) =>
  Array.from({ length: BATCH }, (_, i) => {
    const n = batch * BATCH + i;
    return { user: n % USERS, day: daysAfter(first, Math.floor(n / USERS)) };
  });

/** All was kept, and the counts are those of the rows. @throws when not */
async function check(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ ours: number; bare: number; counted: number; spread: number }[]>`
    select (select count(*)::int from usage) as ours, (select count(*)::int from bare_usage) + ${USERS / 2} as bare,
      (select sum(uses)::int from fact_day) as counted,
      (select sum(days * users)::int from usage_spread where unit = 'week') as spread`;
  if (new Set(Object.values(row!)).size > 1) throw new Error(`The rows are not the same: ${JSON.stringify(row)}`);
}

if (import.meta.main) report(await run());
