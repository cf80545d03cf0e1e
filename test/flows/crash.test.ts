import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlackPlatform } from '../../src/bot/playground/slack/platform.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { openStore } from '../../src/store/open.ts';
import { type FreshDatabase, freshDatabase } from '../database.ts';
import { everyUseCaseReady } from '../use-case.ts';
import { worker } from './crash-clients.ts';
import { type Program, startProgram } from './program.ts';
import { buttonsOf, seen } from './seen.ts';
import { expectSound, settingsFor, settled, startSlack } from './workspace.ts';

const ROUNDS = 30;
const TEAMS = 3;

let database: FreshDatabase;
let slack: SlackPlatform;
const programs: Program[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await everyUseCaseReady(database.url);
  slack = await startSlack();
  for (let at = 0; at < TEAMS; at++) {
    for (const name of [`author${at}`, `owner${at}`]) {
      const id = `U${name.toUpperCase()}`;
      slack.addUser({ id, name, email: `${name}@example.com` });
      slack.join('CREVIEW', id);
    }
  }
});
afterAll(async () => {
  await programs.at(-1)?.stop();
  await slack?.stop();
  await database?.drop();
});

async function start(): Promise<Program> {
  const program = await startProgram(settingsFor(slack, database.url));
  programs.push(program);
  return program;
}

test(`after ${ROUNDS} times kill -9 under clicks every move is announced once, recorded once, and no promise is broken`, async () => {
  let going = true;
  slack.connect(`http://127.0.0.1:${await unusedPort()}/`);
  const teams = Promise.all(Array.from({ length: TEAMS }, (_, at) => worker(slack, at, () => going)));
  const connect = ({ url }: Program) => slack.connect(`${url}/slack/events`);
  let present = await start();
  connect(present);
  for (let round = 1; round <= ROUNDS; round++) {
    // Mostly the next one is there before this one dies; now and then there is nobody for a while.
    const gap = round % 5 === 0;
    const next = gap ? undefined : start();
    await next;
    await sleep(100 + Math.random() * 300);
    await present.kill();
    present = await (next ?? start());
    connect(present);
  }
  await sleep(500);
  going = false;
  const promised = (await teams).flat();
  await settled(database.url, 30_000);

  const sql = postgres(database.url, { max: 1, fetch_types: false, onnotice: () => {} });
  const moves = await sql<{ id: number; kind: string; change: number | null }[]>`
    select id, kind, change_id as change from move order by id`;
  const audited = await sql<{ move: number }[]>`
    select (detail::json->>'move')::int as move from audit where action = 'move' order by 1`;
  const changes = await sql<{ id: number; review: string; kind: string; move: number | null; slug: string }[]>`
    select change.id, review, kind, move_id as move, prompt.slug from change join prompt on prompt.id = prompt_id`;
  const verdicts = await sql<{ change: number; verdict: string }[]>`select change_id as change, verdict from verdict`;
  await sql.end();

  // Enough has happened for this to mean something.
  expect(moves.length).toBeGreaterThan(ROUNDS);
  expect(promised.filter((one) => one.did === 'approve').length).toBeGreaterThan(5);
  expect(promised.filter((one) => one.did === 'rollback').length).toBeGreaterThan(2);

  const announced = slack.messages('CNEWS').map((one) => Number(/Move (\d+) ·/.exec(seen(one))?.[1]));
  expect(announced.sort((a, b) => a - b)).toEqual(moves.map((one) => one.id));
  expect(audited.map((one) => one.move)).toEqual(moves.map((one) => one.id));
  const store = openStore(database.url);
  expect((await verifyAudit(store.db)).broken).toBeNull();
  await store.close();

  const byId = new Map(changes.map((one) => [one.id, one]));
  for (const { did, slug, change } of promised) {
    const found = byId.get(change);
    expect(found, `${did} of #${change}`).toMatchObject({ slug });
    if (did === 'approve') expect(found).toMatchObject({ review: 'approved', kind: 'proposal' });
    if (did === 'rollback') expect(found).toMatchObject({ kind: 'follow_up' });
    if (did !== 'submit') expect(moves.some((move) => move.id === found?.move)).toBe(true);
  }

  // One card for each change, brought to its last state; one answer for each verdict, in the thread and to the author.
  const cards = slack.messages('CREVIEW').filter((one) => one.thread_ts === undefined);
  const shown = cards.map((one) => Number(/Change #(\d+) ·/.exec(seen(one))?.[1]));
  expect([...shown].sort((a, b) => a - b)).toEqual(changes.map((one) => one.id).sort((a, b) => a - b));
  for (const [at, card] of cards.entries()) {
    const open = byId.get(shown[at]!)?.review === 'open';
    expect(
      buttonsOf(card).some((label) => /^Approve|^It was right/.test(label)),
      seen(card),
    ).toBe(open);
  }
  const approvals = (text: string) =>
    slack.messages('CREVIEW').filter((one) => one.thread_ts && one.text.includes(text));
  for (const { change } of verdicts) expect(approvals(`approved change #${change} of`)).toHaveLength(1);
  const told = [...slack.channels.keys()].filter((id) => id.startsWith('D')).flatMap((id) => slack.messages(id));
  for (const { change } of verdicts)
    expect(told.filter((one) => one.text.includes(`approved your change #${change} of`))).toHaveLength(1);
}, 300_000);

test('everything was in order', () => {
  // Killed in the middle of an answer, a process answers nothing.
  const killed = slack.requests.filter(({ answer }) => answer.error === 'dispatch_failed').length;
  expect(killed).toBeLessThan(slack.requests.length / 2);
  expectSound(slack, programs, {
    pings: ['dee', ...Array.from({ length: TEAMS }, (_, at) => `owner${at}`)],
    unanswered: ['dispatch_failed', 'operation_timeout'],
    // The dialog that waits may be closed by whoever gave up on it.
    errors: ['used_url', 'invalid_trigger_id', 'expired_trigger_id', 'not_found'],
  });
});

/** A port on which nobody listens, for a moment in which there is no bot. */
async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address ? address.port : 1;
}
