import postgres from 'postgres';
import { postBatch } from './post-batch.ts';
import { benchDatabase, startBot } from './program.ts';
import { readable } from './reading.ts';
import { median, type Result, report } from './report.ts';

const BATCH = 1_000;
const AT_A_TIME = 4;
const BATCHES = 24;
const ROUNDS = 9;
const WARM = 8;
const OUTPUTS = 20_000;
const COMMENT = 'It says that we open at ten, but we have opened at nine since May.';

/**
 * Votes per second through the API of the real program, against the same rows inserted by the bare driver: batches of
 * 1 000, four at a time, in turns. The bare rows go into a table with the same indexes, in the way the driver has for many
 * rows, made of objects that lie ready; nothing is looked up, compared with what is known, or counted there. The outputs
 * were reported to the program before, as they are in life. Eight rounds warm all up: it runs for months. Printed along:
 * the ratio to one statement over arrays, the fastest there is.
 */
export async function run(): Promise<Result[]> {
  const database = await benchDatabase();
  const bot = await startBot(database.url, null);
  const { store, slug, secret } = await readable(database.url, 1, ['facts']);
  const sql = postgres(database.url, { max: AT_A_TIME, onnotice: () => {} });
  try {
    const [version] = await sql<{ id: number }[]>`select id from version`;
    for (let i = 0; i < OUTPUTS; i += BATCH) {
      const outputs = Array.from({ length: BATCH }, (_, k) => ({
        prompt: slug,
        version: 1,
        reference: `answer-${i + k}`,
      }));
      await postBatch(`${bot.url}/v1/outputs`, secret, Buffer.from(JSON.stringify({ outputs })), BATCH);
    }
    const outputs = await sql<{ id: number }[]>`select id::int from output order by substr(reference, 8)::int`;
    await sql`create table bare_vote (like vote including all)`;
    await sql`create table arrays_vote (like vote including all)`;

    const measure = async (which: Which, round: number) => {
      const batches = Array.from({ length: BATCHES }, (_, i) => votes(slug, round * BATCHES + i));
      const bodies = batches.map((rows) => Buffer.from(JSON.stringify({ votes: rows })));
      const columns = batches.map((rows) => columnsOf(rows, (i) => outputs[i]!.id, version!.id));
      const rows = columns.map(rowsOf);
      const send = {
        ours: (i: number) => postBatch(`${bot.url}/v1/votes`, secret, bodies[i]!, BATCH),
        bare: (i: number) => sql`insert into bare_vote ${sql(rows[i]!)}`,
        arrays: (i: number) => insert(sql, columns[i]!),
      }[which];
      let next = 0;
      const one = async () => {
        for (let mine = next++; mine < BATCHES; mine = next++) await send(mine);
      };
      const began = performance.now();
      await Promise.all(Array.from({ length: AT_A_TIME }, one));
      return (BATCHES * BATCH) / ((performance.now() - began) / 1000);
    };

    const rates = { ours: [] as number[], bare: [] as number[], arrays: [] as number[] };
    for (let round = 0; round < WARM + ROUNDS; round++) {
      for (const which of round % 2 ? ways : ways.toReversed()) {
        const rate = await measure(which, round);
        if (round >= WARM) rates[which].push(rate);
      }
    }
    await check(sql);
    const [ours, bare, arrays] = ways.map((which) => median(rates[which])) as [number, number, number];
    const against = (other: number[]) => median(rates.ours.map((rate, i) => rate / other[i]!));
    const ratio = against(rates.bare);
    const figure = `${Math.round(ours)} / ${Math.round(bare)}; to arrays, ${Math.round(arrays)}, ${against(rates.arrays).toFixed(2)}`;
    return [{ name: 'votes per second, against bare rows', figure, ratio, goal: 0.7, ok: ratio >= 0.7 }];
  } finally {
    await sql.end();
    await store.close();
    await bot.stop();
    await database.stop();
  }
}

const ways = ['ours', 'bare', 'arrays'] as const;
type Which = (typeof ways)[number];
type Row = ReturnType<typeof votes>[number];

/** Every tenth is low, and half of those say why. */
const votes = (prompt: string, batch: number) =>
  Array.from({ length: BATCH }, (_, i) => {
    const n = batch * BATCH + i;
    const low = n % 10 === 0;
    return {
      key: `click-${n}`,
      prompt,
      output: `answer-${(n * 7919) % OUTPUTS}`,
      user: `user-${n}`,
      vote: low ? 'down' : 'up',
      ...(n % 20 === 0 && { reasons: ['outdated_context'], comment: COMMENT }),
      at: new Date(Date.now() - (n % 1_000)).toISOString(),
    };
  });

const columnsOf = (rows: readonly Row[], outputId: (reference: number) => number, versionId: number) => ({
  output_id: rows.map((row) => outputId(Number(row.output.slice(7)))),
  version_id: rows.map(() => versionId),
  application: rows.map(() => 'reader'),
  rater: rows.map((row) => `app:reader/${row.user}`),
  up: rows.map((row) => String(row.vote === 'up')),
  reasons: rows.map((row) => (row.reasons ? JSON.stringify(row.reasons) : null)),
  comment: rows.map((row) => row.comment ?? null),
  at: rows.map((row) => row.at),
  key: rows.map((row) => row.key),
});

type Columns = ReturnType<typeof columnsOf>;

const rowsOf = (of: Columns) =>
  of.key.map((key, i) => ({
    output_id: of.output_id[i]!,
    version_id: of.version_id[i]!,
    application: of.application[i]!,
    rater: of.rater[i]!,
    up: of.up[i] === 'true',
    reasons: of.reasons[i] ? ['outdated_context'] : null,
    comment: of.comment[i] ?? null,
    at: of.at[i]!,
    keys: [key],
  }));

const insert = (sql: postgres.Sql, of: Columns) => sql`
  insert into arrays_vote (output_id, version_id, application, rater, up, reasons, comment, at, keys)
  select output_id, version_id, application, rater, up::boolean, reasons::jsonb, comment, at, array[key]
  from unnest(${of.output_id}::bigint[], ${of.version_id}::int[], ${of.application}::text[], ${of.rater}::text[],
    ${of.up}::text[], ${of.reasons}::text[], ${of.comment}::text[], ${of.at}::timestamptz[], ${of.key}::text[])
    as rows(output_id, version_id, application, rater, up, reasons, comment, at, key)`;

/** All tables hold the same votes, and the counts are those of the rows. @throws when not */
async function check(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<Record<Which | 'counted', string>[]>`
    select (select count(*) || '/' || count(*) filter (where up) || '/' || count(comment) from vote) as ours,
      (select count(*) || '/' || count(*) filter (where up) || '/' || count(comment) from bare_vote) as bare,
      (select count(*) || '/' || count(*) filter (where up) || '/' || count(comment) from arrays_vote) as arrays,
      (select sum(up + down) || '/' || sum(up) from vote_day) as counted`;
  if (row!.ours !== row!.bare || row!.ours !== row!.arrays || !row!.ours.startsWith(`${row!.counted}/`)) {
    throw new Error(`The rows are not the same: ${JSON.stringify(row)}`);
  }
}

if (import.meta.main) report(await run());
