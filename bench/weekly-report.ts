import postgres from 'postgres';
import { renderMessage } from '../src/bot/slack/render/message.ts';
import { viewOf } from '../src/commands/cards/subjects.ts';
import { commandsByName } from '../src/commands/index.ts';
import { dispatch } from '../src/commands/kit/dispatch.ts';
import type { House } from '../src/commands/kit/invocation.ts';
import { daysAfter } from '../src/rules/calendar.ts';
import { migrateStore, openStore } from '../src/store/open.ts';
import { bareSettings } from '../test/settings.ts';
import { benchDatabase } from './program.ts';
import { median, type Result, report } from './report.ts';

const FEW = 1_000_000;
const MANY = 10_000_000;
const USE_CASES = 1_000;
const OWNERS = 200;
const TEAMS = 50;
const WEEKS = 8;
const USERS = 200;
const CHUNK = 250_000;
const TIMES = 5;
const MOST_SECONDS = 10;

/** Monday, nine o'clock, after the weeks in which the facts happened. */
const NOW = new Date('2026-03-02T09:00:00Z');
const FIRST = daysAfter('2026-03-02', -7 * WEEKS);

/**
 * How long it takes, in all, to make the weekly reports of 1 000 use cases to 200 owners and 50 teams, and every message of
 * them for Slack, with 1 000 000 and with 10 000 000 facts: usage, decisions and reversals. The facts are inserted as they
 * are kept, their counts are those of the triggers, and the cycles are closed by the bot itself. In turns; seconds.
 */
export async function run(): Promise<Result[]> {
  const [few, many] = [await filled(FEW), await filled(MANY)];
  try {
    const took = { few: [] as number[], many: [] as number[] };
    for (let i = 0; i <= TIMES; i++) {
      took.few.push(await few.make());
      took.many.push(await many.make());
    }
    // The first ones plan and read from disk.
    const [short, long] = [median(took.few.slice(1)), median(took.many.slice(1))];
    const ratio = long / short;
    const figure = `${long.toFixed(2)} s / ${short.toFixed(2)} s`;
    const name = 'the weekly report for 1 000 use cases';
    return [
      {
        name: `${name} with 10 000 000 facts`,
        figure: `${long.toFixed(2)} s`,
        goal: `under ${MOST_SECONDS} s`,
        ok: long < MOST_SECONDS,
      },
      { name: `${name}, against 1 000 000 facts`, figure, ratio, goal: 1.5, ok: ratio <= 1.5 },
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}

/** A database with so many facts and all weeks closed, and how to make its reports. */
async function filled(facts: number) {
  const database = await benchDatabase();
  await migrateStore(database.url);
  const store = openStore(database.url);
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await people(sql);
  await insertFacts(sql, facts);
  const house: House = { store, settings: bareSettings, commands: commandsByName, clock: () => NOW, log };
  while ((await typed<{ left: boolean }>(house, 'close-cycles')).left);
  await sql`vacuum analyze`;
  return {
    async make(): Promise<number> {
      await sql`truncate report`;
      const began = performance.now();
      let [made, left] = [0, true];
      while (left) {
        const run = await typed<{ made: number; left: boolean }>(house, 'report-due');
        [made, left] = [made + run.made, run.left];
      }
      const rows = await sql<{ id: number }[]>`select id from report`;
      for (const { id } of rows) {
        const view = await viewOf(store.background.db, `report:${id}`, 'card', NOW, bareSettings);
        renderMessage(view!.card, 'T1');
      }
      const seconds = (performance.now() - began) / 1000;
      if (made !== OWNERS + TEAMS || rows.length !== made) throw new Error(`${made} reports were made.`);
      return seconds;
    },
    async stop(): Promise<void> {
      await sql.end();
      await store.close();
      await database.stop();
    },
  };
}

async function typed<T>(house: House, command: string): Promise<T> {
  const outcome = await dispatch(house, { command, args: {}, personId: null, via: { door: 'clock' }, within: 60_000 });
  if (outcome.kind !== 'done') throw new Error(`${command} was ${outcome.kind}`);
  return outcome.result as T;
}

/** Owners, use cases that began to run with the first week, what was agreed for them, and who was enabled. */
async function people(sql: postgres.Sql): Promise<void> {
  await sql`insert into person (name) select 'Owner ' || n from generate_series(1, ${OWNERS}) as n`;
  await sql`
    insert into account (person_id, platform, workspace, user_id) select id, 'slack', 'T1', 'U' || id from person`;
  await sql`
    insert into use_case (slug, state, owner_id, deputy_id, stop_authority_id, timezone, team, decision_class, state_since,
      created_by, created_at, minutes_per_decision, hours_method, hours_by)
    select 'case-' || n, 'active', 1 + n % ${OWNERS}::int, 1 + (n + 1) % ${OWNERS}::int, 1 + (n + 2) % ${OWNERS}::int,
      'Europe/Berlin', 'slack:T1/C' || n % ${TEAMS}::int, 'class ' || n % 400, ${FIRST}::date, 1, ${FIRST}::date, 6, 'timed', 1
    from generate_series(1, ${USE_CASES}) as n`;
  await sql`
    insert into criterion (use_case_id, kpi, threshold, cycles, unit, words, set_by, set_at, agreed_by, agreed_at)
    select id, kpi, least, 2, 'week', 'Then we stop', owner_id, ${FIRST}::date, deputy_id, ${FIRST}::date
    from use_case, (values ('reversal_rate', 12), ('adoption', 1)) as agreed(kpi, least)`;
  await sql`
    insert into usage_user (use_case_id, who, enabled_on)
    select id, md5(id || '/' || n)::uuid, ${FIRST}::date - n % 60
    from use_case, generate_series(1, ${USERS}) as n`;
}

/** Half of the facts are days of use, the others decisions, of which every tenth is reversed. */
async function insertFacts(sql: postgres.Sql, facts: number): Promise<void> {
  const days = 7 * WEEKS;
  const uses = Math.min(facts / 2, USE_CASES * USERS * days);
  const decisions = Math.round((facts - uses) / 1.1);
  await inChunks(
    uses,
    (from, upTo) => sql`
      insert into usage (user_id, day, counted_on)
      select 1 + n % ${USE_CASES * USERS}::int, day, day
      from generate_series(${from}::int, ${upTo}::int) as n, lateral (
        select ${FIRST}::date + (n / ${USE_CASES * USERS}::int) as day) as on_day`,
  );
  await inChunks(
    decisions,
    (from, upTo) => sql`
      insert into decision (use_case_id, application, key, minutes, at, counted_on, late)
      select 1 + n % ${USE_CASES}::int, 'desk', 'd' || n, 5, day + interval '12 hours', day, false
      from generate_series(${from}::int, ${upTo}::int) as n, lateral (
        select ${FIRST}::date + (n::bigint * ${days}::int / ${decisions}::int)::int as day) as on_day`,
  );
  await sql`
    insert into reversal (decision_id, reason, minutes, cost, at, counted_on, late)
    select id, 'wrong', 10, 5, at, counted_on, false from decision where id % 10 = 0`;
}

async function inChunks(all: number, insert: (from: number, upTo: number) => PromiseLike<unknown>): Promise<void> {
  for (let from = 0; from < all; from += CHUNK) await insert(from, Math.min(from + CHUNK, all) - 1);
}

const log: House['log'] = {
  info: () => {},
  warn: () => {},
  error: ({ err }, message) => void process.stderr.write(`${message}: ${String(err)}\n`),
};

if (import.meta.main) report(await run());
