import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { dispatch } from '../../../src/commands/kit/dispatch.ts';
import { openStore } from '../../../src/store/open.ts';
import { refusedByServer } from '../../../src/store/sql-state.ts';
import { createWorld, type World } from '../../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { change } = await world.prompt('support-reply', 'one');
  await world.approve('grace', change);
});
afterAll(() => world.close());
afterEach(async () => {
  await world.sql.unsafe('drop function if exists spring() cascade');
});

// Deadlines here are far below; what is measured beside them allows for a machine that is busy.
const PATIENT = 2_000;
let texts = 0;
const submit = (more: { within: number }) =>
  world.run('ada', 'submit', { prompt: 'support-reply', text: `text ${++texts}`, why: 'Better' }, more);

/** Lets something happen while a command writes into a table, or, `deferred`, while it commits. */
const trap = (when: 'change' | 'audit' | 'deferred', body: string) =>
  world.sql.unsafe(`
    create function spring() returns trigger language plpgsql as $$ begin ${body}; return new; end $$;
    ${
      when !== 'deferred'
        ? `create trigger trap before insert on ${when} for each row execute function spring()`
        : 'create constraint trigger trap after insert on audit deferrable initially deferred for each row execute function spring()'
    }`);

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  const result = await work;
  return [result, performance.now() - began];
}

/** Waits until nobody works in the world's database any more. */
async function idle(): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const busy =
      await world.sql`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and application_name = 'countersign' and state <> 'idle'`;
    if (busy.length === 0) return;
    await sleep(25);
  }
  throw new Error('the database is still busy');
}

test('what waits too long for a lock is given up: nothing was done and nothing is done afterwards', async () => {
  const before = await world.effects();
  const held = await world.sql.reserve();
  await held`begin`;
  await held`select 1 from prompt where slug = 'support-reply' for update`;
  const [outcome, ms] = await timed(submit({ within: 200 }));
  await held`rollback`;
  held.release();
  expect(outcome).toEqual({ kind: 'failed' });
  expect(ms).toBeLessThan(PATIENT);
  await idle();
  expect(await world.effects()).toEqual(before);
});

test('a deadline that passes while a command still works undoes everything', async () => {
  const before = await world.effects();
  await trap('change', 'perform pg_sleep(0.5)');
  const [outcome, ms] = await timed(submit({ within: 200 }));
  expect(outcome).toEqual({ kind: 'failed' });
  expect(ms).toBeLessThan(PATIENT);
  await idle();
  expect(await world.effects()).toEqual(before);
});

test('a commit that is on its way when the deadline passes is waited for', async () => {
  const before = await world.effects();
  await trap('deferred', 'perform pg_sleep(0.4)');
  const [outcome] = await timed(submit({ within: 300 }));
  expect(outcome.kind).toBe('done');
  expect((await world.effects()).change).toBe(before.change! + 1);
});

test('only of a commit that was sent and not answered is it said that the outcome is unknown', async () => {
  const before = await world.effects();
  await trap('deferred', 'perform pg_sleep(1.5)');
  const [outcome, ms] = await timed(submit({ within: 200 }));
  expect(outcome).toEqual({ kind: 'unknown' });
  expect(ms).toBeLessThan(PATIENT);
  await idle();
  // It did happen, which is why nobody was told that nothing was done.
  expect((await world.effects()).change).toBe(before.change! + 1);
});

test('a database that dies while it commits leaves the outcome unknown', async () => {
  await trap('deferred', 'perform pg_sleep(5)');
  const work = submit({ within: 2_300 });
  const pids = async () =>
    (
      await world.sql<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database()
        and application_name = 'countersign' and state = 'active' and query ilike 'commit%'`
    ).map((row) => row.pid);
  let [pid] = await pids();
  for (let i = 0; i < 100 && pid === undefined; i++) {
    await sleep(10);
    [pid] = await pids();
  }
  await world.sql`select pg_terminate_backend(${pid!})`;
  expect(await work).toEqual({ kind: 'unknown' });
});

test('what a dying server or a lost line says about a commit does not mean that it was refused', () => {
  const error = (code: string) => Object.assign(new Error('commit'), { code });
  for (const code of ['57P01', '57P02', '08006', 'CONNECTION_CLOSED', 'ECONNRESET'])
    expect(refusedByServer(error(code)), code).toBe(false);
  for (const code of ['23505', '40001', '40P01', '57014', 'P0001'])
    expect(refusedByServer(new Error('wrapped', { cause: error(code) })), code).toBe(true);
});

test('a commit that the server refuses did not happen', async () => {
  const before = await world.effects();
  await trap('deferred', `raise exception 'not today'`);
  expect(await submit({ within: 2_300 })).toEqual({ kind: 'failed' });
  expect(await world.effects()).toEqual(before);
});

test.each(['change', 'audit'] as const)(
  'a statement on "%s" that takes too long is cut off by the database itself, before a platform gives up',
  async (table) => {
    const before = await world.effects();
    await trap(table, 'perform pg_sleep(10)');
    const [outcome, ms] = await timed(submit({ within: 20_000 }));
    expect(outcome).toEqual({ kind: 'failed' });
    expect(ms).toBeLessThan(3_000);
    expect(await world.effects()).toEqual(before);
  },
);

test.each(['read', 'write'])('without a database a %s is answered "failed" within the deadline', async (effect) => {
  const store = openStore('postgres://nobody@127.0.0.1:1/nothing');
  const call = effect === 'read' ? { command: 'list', args: {} } : { command: 'withdraw', args: { change: 1 } };
  const [outcome, ms] = await timed(
    dispatch({ ...world.house, store }, { ...call, personId: 1, via: { door: 'slack' }, within: 800 }),
  );
  await store.close();
  expect(outcome).toEqual({ kind: 'failed' });
  expect(ms).toBeLessThan(PATIENT);
});

test('a database that takes the connection and says nothing is given up in time, too', async () => {
  const sockets = new Set<{ destroy(): void }>();
  const mute: Server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done));
  const { port } = mute.address() as { port: number };
  const store = openStore(`postgres://nobody@127.0.0.1:${port}/nothing`);
  const [outcome, ms] = await timed(
    dispatch(
      { ...world.house, store },
      { command: 'list', args: {}, personId: 1, via: { door: 'slack' }, within: 500 },
    ),
  );
  expect(outcome).toEqual({ kind: 'failed' });
  expect(ms).toBeLessThan(PATIENT);
  await store.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => mute.close(done));
});

test('after all this the bot works as before', async () => {
  expect((await submit({ within: 2_300 })).kind).toBe('done');
});
