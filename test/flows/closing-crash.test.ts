import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { daysAfter } from '../../src/rules/calendar.ts';
import { rememberAccount } from '../../src/store/accounts.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type FreshDatabase, freshDatabase } from '../database.ts';
import { type Program, startProgram } from './program.ts';
import { seen } from './seen.ts';
import { settingsFor, settled, startSlack } from './workspace.ts';

const ROUNDS = 3;
const EACH = 12;
/** A Monday in the future, so that no clock but that of these tests finds anything to close. */
const MONDAY = '2036-01-07';
const CHILD = fileURLToPath(new URL('./closing-child.ts', import.meta.url));

let database: FreshDatabase;
let slack: SlackPlatform;
let store: Store;
let sql: postgres.Sql;
let program: Program;
const people: number[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  slack = await startSlack();
  program = await startProgram(settingsFor(slack, database.url));
  store = openStore(database.url);
  sql = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  for (let n = 0; n < EACH; n++) {
    const [userId, name] = [`UP${n}`, `person${n}`];
    slack.addUser({ id: userId, name, email: `${name}@example.com` });
    const profile = { name, email: `${name}@example.com`, barred: null };
    const key = { platform: 'slack', workspace: 'T1', userId } as const;
    people.push((await store.transaction((db) => rememberAccount(db, key, profile, new Date()))).personId);
  }
});
afterAll(async () => {
  await sql?.end();
  await store?.close();
  await program?.stop();
  await slack?.stop();
  await database?.drop();
});

/** Use cases, each of other people, whose week breaks what was agreed. */
async function broken(round: number): Promise<string> {
  const begin = daysAfter(MONDAY, 7 * round);
  const at = new Date(`${begin}T00:00:00Z`);
  for (let n = 0; n < EACH; n++) {
    const [owner, stop] = [people[n]!, people[(n + 1) % EACH]!];
    const [row] = await sql<{ id: number }[]>`
      insert into use_case (slug, state, owner_id, stop_authority_id, timezone, state_since, created_by, created_at)
      values (${`case-${round}-${n}`}, 'active', ${owner}, ${stop}, 'UTC', ${at}, ${owner}, ${at}) returning id`;
    await sql`
      insert into criterion (use_case_id, kpi, threshold, cycles, unit, words, set_by, set_at, agreed_by, agreed_at)
      values (${row!.id}, 'reversal_rate', 15, 1, 'week', 'Too many', ${owner}, ${at}, ${stop}, ${at})`;
    await sql`
      insert into fact_day (use_case_id, day, decisions, reversals, decisions_reported)
      select ${row!.id}, day, 10, 5, true from generate_series(${begin}::date, ${begin}::date + 6, '1 day') as day`;
  }
  return `${daysAfter(begin, 7)}T06:00:00Z`;
}

/** A process that closes what is due; killed after a while, or left to its end. */
async function closer(now: string, killAfter?: number): Promise<void> {
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: `${inject('scratchDir')}/compiled` };
  const child = spawn(process.execPath, [CHILD, database.url, now], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), gone]);
  if (killAfter !== undefined) {
    await sleep(killAfter);
    child.kill('SIGKILL');
  }
  await gone;
}

test(`${ROUNDS} times kill -9 between claiming and posting: each cycle closes once, each proposal is posted once, none is lost`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const now = await broken(round);
    // From the middle of the transaction to right after it.
    await closer(now, 10 + 40 * round);
    const others = Promise.all([closer(now), closer(now)]);
    await sleep(Math.random() * 300);
    await program.kill();
    program = await startProgram(settingsFor(slack, database.url));
    await others;
  }
  await settled(database.url, 30_000);
  const rows = await sql<{ id: number; slug: string }[]>`
    select p.id, slug from proposal p join use_case u on u.id = p.use_case_id order by p.id`;
  expect(rows).toHaveLength(ROUNDS * EACH);
  const [counts] = await sql<{ cycles: number; audited: number }[]>`
    select (select count(*)::int from cycle) as cycles,
      (select count(*)::int from audit where action = 'close_cycle') as audited`;
  // Use cases of earlier rounds go on: one cycle more with every round.
  const cycles = (EACH * ROUNDS * (ROUNDS + 1)) / 2;
  expect(counts).toEqual({ cycles, audited: cycles });
  const posted = people.flatMap((_, n) =>
    slack.dm(`UP${n}`).map((message) => `UP${n} ${/Proposal (\d+) ·/.exec(seen(message))?.[1]}`),
  );
  const expected = rows.flatMap(({ id, slug }) => {
    const n = Number(slug.split('-')[2]);
    return [`UP${n} ${id}`, `UP${(n + 1) % EACH} ${id}`];
  });
  expect(posted.sort()).toEqual(expected.sort());
  expect((await verifyAudit(store.db)).broken).toBeNull();
  expect(slack.findings).toEqual([]);
}, 120_000);
