import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lockPromptOfChange } from '../../src/store/changes.ts';
import { becomeOne } from '../../src/store/one-human.ts';
import { codeOf, lastRequest, linked, type Someone, someone } from '../accounts.ts';
import { expectCalm, sorted, together } from '../commands/races.ts';
import { createWorld, type World } from '../world.ts';

const ROUNDS = 6;
const slug = 'support-reply';

let world: World;
let n = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'one');
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
});
afterAll(() => world?.close());
afterEach(() => expectCalm(world));

const pair = (email = ''): [Someone, Someone] => {
  n += 1;
  return [
    someone(world, `slack:T1/U${n}`, email || `u${n}@slack.example`),
    someone(world, `teams:TN/u${n}`, email || `u${n}@teams.example`),
  ];
};
const idsOf = async (all: readonly Someone[]) =>
  new Set(await Promise.all(all.map(async (one) => (await one.person()).id)));
const approvals = async (change: number) => {
  const [row] = await world.sql<{ n: number }[]>`
    select count(*)::int as n from verdict where change_id = ${change} and verdict = 'approve'`;
  return row!.n;
};

/** A question that waits for a yes. */
async function asked(slack: Someone, teams: Someone): Promise<number> {
  await teams.hears('link', { code: codeOf(await slack.hears('link')) });
  return lastRequest(world);
}

test('first contacts of one address from both platforms at the same moment are one person', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const all = pair(`first${i}@example.com`);
    await Promise.all([...all, ...all, ...all].map((one) => one.met()));
    expect((await idsOf(all)).size).toBe(1);
    const [row] =
      await world.sql`select count(*)::int as n from person where name like ${`u${n} of %`} or name like ${`U${n} of %`}`;
    expect(row!.n).toBe(1);
  }
});

test('accounts that were known by id alone and turn out at the same moment to be one human, are one', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const all = pair(`later${i}@example.com`);
    for (const one of all) await one.becomes({ email: null });
    expect((await idsOf(all)).size).toBe(2);
    await Promise.all(all.map((one) => one.becomes({ email: `later${i}@example.com` })));
    expect((await idsOf(all)).size).toBe(1);
  }
});

test('an account whose address changes leaves once, however many notice it', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const [slack, teams] = pair(`gone${i}@example.com`);
    await slack.met();
    await teams.met();
    await Promise.all(Array.from({ length: 6 }, () => teams.becomes({ email: `away${i}@example.com` })));
    const [row] = await world.sql`
      select count(*)::int as n from parting join account a on a.id = account_id where a.user_id = ${`u${n}`}`;
    expect(row!.n).toBe(1);
    expect((await idsOf([slack, teams])).size).toBe(2);
  }
});

test('of several who enter one code at the same moment one does, and of several answers one counts', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const [slack, teams] = pair();
    const others = Array.from({ length: 4 }, () => pair()[1]);
    await Promise.all([slack, teams, ...others].map((one) => one.met()));
    const code = codeOf(await slack.hears('link'));
    const heard = await Promise.all([teams, ...others].map((one) => one.hears('link', { code })));
    expect(heard.filter((one) => one.startsWith('I asked'))).toHaveLength(1);
    const request = await lastRequest(world);
    const answers = (['yes', 'no', 'yes', 'no', 'yes'] as const).map(
      (answer) => () => slack.run('link', { request, answer }),
    );
    const { won, told, lost } = sorted(await together(answers));
    expect([won.length, told.length, lost.length]).toEqual([1, 4, 0]);
    const linkedNow = JSON.stringify(won[0]).includes('"linked":true');
    expect((await idsOf([slack, teams, ...others])).size).toBe(linkedNow ? 5 : 6);
  }
});

test('guesses at the same moment are no more guesses than one after the other', async () => {
  const [, teams] = pair();
  await teams.met();
  const { won, told, lost } = sorted(
    await together(Array.from({ length: 20 }, () => () => teams.run('link', { code: '2222-2222' }))),
  );
  expect([won.length, told.length, lost.length]).toEqual([5, 15, 0]);
});

test('one human who votes from both platforms at the same moment counts once', async () => {
  const [slack, teams] = pair();
  await Promise.all([slack.met(), teams.met()]);
  await linked(world, slack, teams);
  await world.done('olu', 'reviewers', { prompt: slug, people: `@${slack.key}` });
  for (let i = 0; i < ROUNDS; i++) {
    const seen = await world.submit(slug, `voted ${++n}`);
    const clicks = [slack, teams, slack, teams].map((one) => () => one.run('approve', seen));
    const { won, told, lost } = sorted(await together(clicks));
    expect([won.length, told.length, lost.length]).toEqual([1, 3, 0]);
    expect(await approvals(seen.change)).toBe(1);
  }
});

test('whoever becomes one while voting has one vote, and an author none, whatever comes first', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const [slack, teams] = pair();
    await Promise.all([slack.met(), teams.met()]);
    await world.done('olu', 'contributors', { prompt: slug, people: `@${slack.key}` });
    await world.done('olu', 'reviewers', { prompt: slug, people: [`@${slack.key}`, `@${teams.key}`] });
    const mine = (await slack.run('submit', { prompt: slug, text: `mine ${n}`, why: 'x' })) as {
      result: { change: number; fingerprint: string };
    };
    const own = { change: mine.result.change, cycle: 1, fingerprint: mine.result.fingerprint };
    const seen = await world.submit(slug, `theirs ${n}`);
    const request = await asked(slack, teams);
    const clicks = [
      () => teams.run('approve', own),
      () => slack.run('approve', seen),
      () => slack.run('link', { request, answer: 'yes' }),
      () => teams.run('approve', seen),
      () => teams.run('approve', own),
    ];
    const { lost } = sorted(await together(clicks));
    expect(lost).toEqual([]);
    expect((await idsOf([slack, teams])).size).toBe(1);
    const shown = (change: number) => world.answer('eve', 'change', { change });
    // Two may have voted while they were two; they count as one.
    expect(await shown(seen.change)).toContain('1 of 3');
    expect(await shown(own.change)).toContain('0 of 3');
    await world.approve('grace', own.change);
    expect(await world.done('eve', 'change', { change: own.change })).toMatchObject({ review: 'open' });
  }
});

test('an author who becomes one with whoever votes, while that vote waits for its turn, has not approved', async () => {
  const [slack, teams] = pair();
  // The author was known first, and so is who both are: what was read before the wait names the other one.
  await slack.met();
  await teams.met();
  await world.done('olu', 'contributors', { prompt: slug, people: `@${slack.key}` });
  await world.done('olu', 'reviewers', { prompt: slug, people: `@${teams.key}` });
  const mine = (await slack.run('submit', { prompt: slug, text: `waits ${n}`, why: 'x' })) as {
    result: { change: number; fingerprint: string };
  };
  const own = { change: mine.result.change, cycle: 1, fingerprint: mine.result.fingerprint };
  const [first, second] = [await slack.person(), await teams.person()];
  const waiting = async () =>
    (
      await world.sql`select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()) union all select 1 from pg_stat_activity where wait_event = 'transactionid' and datname = current_database()`
    ).length;
  let vote: Promise<unknown> = Promise.resolve();
  await world.store.transaction(async (db) => {
    await lockPromptOfChange(db, own.change);
    vote = teams.refused('approve', own);
    await expect.poll(waiting, { timeout: 1_500, interval: 10 }).toBeGreaterThan(0);
    await becomeOne(db, first.id, second.id);
  });
  expect(await vote).toMatch(/^You wrote this change/);
});

test('an account that is unlinked while it votes has that vote as it was, or none', async () => {
  for (let i = 0; i < ROUNDS; i++) {
    const [slack, teams] = pair();
    await Promise.all([slack.met(), teams.met()]);
    await linked(world, slack, teams);
    await world.done('olu', 'reviewers', { prompt: slug, people: `@${slack.key}` });
    const { id } = await slack.person();
    const seen = await world.submit(slug, `unlinked ${++n}`);
    const { lost } = sorted(
      await together([
        () => teams.run('approve', seen),
        () => slack.run('unlink', { account: teams.key }),
        () => teams.run('approve', seen),
        () => slack.run('approve', seen),
      ]),
    );
    expect(lost).toEqual([]);
    const rows = await world.sql`select person_id from verdict where change_id = ${seen.change}`;
    expect(rows.map((row) => row.person_id)).toEqual([id]);
  }
});
