import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { verifyAudit } from '../../src/store/audit.ts';
import { MONDAY, startCrashing } from './clock-crash.ts';
import { seen } from './seen.ts';

const OWNERS = 12;
const TEAM = 'slack:T1/CDESK';

let here: Awaited<ReturnType<typeof startCrashing>>;
beforeAll(async () => {
  here = await startCrashing({ people: OWNERS });
  const at = new Date(`${MONDAY}T00:00:00Z`);
  for (const [n, owner] of here.people.entries())
    await here.useCase({ slug: `case-${n}`, owner, stop: here.people[(n + 1) % OWNERS]!, at, team: TEAM });
});
afterAll(() => here?.stop());

/** Waits for something that another process does. */
async function until(comes: () => Promise<boolean>): Promise<void> {
  while (!(await comes())) await sleep(1);
}

const slots = async (slot: string): Promise<number> =>
  (await here.sql<{ n: number }[]>`select count(*)::int as n from report where slot = ${slot}`)[0]!.n;

/** Somebody has claimed to look, and has not committed. */
const claimed = async (): Promise<boolean> =>
  (await here.sql`select from pg_locks where relation = 'report_look'::regclass and mode = 'RowExclusiveLock'`).length >
  0;

/** Which reports stand where, one entry for each message. */
const posted = (): string[] => {
  const { slack, people } = here;
  const messages = [
    ...people.flatMap((_, n) => slack.dm(`UP${n}`).map((message) => [`UP${n}`, message] as const)),
    ...slack.messages('CDESK').map((message) => ['CDESK', message] as const),
  ];
  return messages.flatMap(([where, message]) => {
    const slot = /(?:Your week|The week of this team) until (\S+):/.exec(seen(message))?.[1];
    return slot ? [`${where} ${slot}`] : [];
  });
};

// When the process that makes the reports is killed, and after how many posts the one that delivers them.
const rounds: readonly (readonly [string, moment: (slot: string) => Promise<void>, posts: number])[] = [
  ['in the transaction that claims the slots', () => until(claimed), 1],
  ['right after its commit', (slot) => until(async () => (await slots(slot)) > 0), 1],
  ['in the transaction again', () => until(claimed), OWNERS / 2],
  ['a moment later', async (slot) => until(async () => (await slots(slot)) > 0).then(() => sleep(20)), OWNERS],
];

test('kill -9 between claiming a slot and posting its report: one row for each slot, each posted once, none lost', async () => {
  for (const [round, [, moment, posts]] of rounds.entries()) {
    const slot = daysAfter(MONDAY, 7 * (round + 1));
    const now = `${slot}T09:00:00Z`;
    await here.clock(now, ['close-cycles']);
    await here.clock(now, ['report-due'], () => moment(slot));
    // The clock comes back, of several processes at once; whoever finds somebody looking goes away.
    const clocks = (async () => {
      while ((await slots(slot)) === 0)
        await Promise.all([here.clock(now, ['report-due']), here.clock(now, ['report-due'])]);
    })();
    await until(async () => posted().filter((one) => one.endsWith(slot)).length >= posts);
    await here.killProgram();
    await clocks;
  }
  await here.settled();
  const all = rounds.flatMap((_, round) => {
    const slot = daysAfter(MONDAY, 7 * (round + 1));
    return [...here.people.map((_, n) => `UP${n} ${slot}`), `CDESK ${slot}`];
  });
  expect(posted().sort()).toEqual(all.sort());
  const rows = await here.sql<{ slot: string; made: number; told: number; late: number }[]>`
    select slot::text, count(*)::int as made, count(distinct coalesce(person_id::text, place_id))::int as told,
      count(*) filter (where late)::int as late
    from report group by slot order by slot`;
  const once = { made: OWNERS + 1, told: OWNERS + 1, late: 0 };
  expect(rows).toEqual(rounds.map((_, round) => ({ slot: daysAfter(MONDAY, 7 * (round + 1)), ...once })));
  const [audited] = await here.sql<{ n: number }[]>`select count(*)::int as n from audit where action = 'report'`;
  expect(audited!.n).toBe(rounds.length);
  expect((await verifyAudit(here.store.db)).broken).toBeNull();
  expect(here.slack.findings).toEqual([]);
}, 180_000);
