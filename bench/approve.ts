import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { startSlackPlatform } from '../src/bot/playground/slack/platform.ts';
import { migrateStore } from '../src/store/open.ts';
import { postCards } from './cards.ts';
import { httpRequest, load } from './load.ts';
import { benchDatabase, startBot } from './program.ts';
import { median, type Result, report } from './report.ts';
import { recordApproval, replayApprovals } from './same-sql.ts';
import { people, reviewerOf, seed } from './seed.ts';

const ROUNDS = 5;
const PER_ROUND = 400;
const CONNECTIONS = 64;
const WARM_UP = 3;

/**
 * Approving clicks completed per second by the whole program, deliveries running beside them, against the same SQL sent
 * through the bare driver. What one approval sends is recorded from the product itself; both sides take turns.
 */
export async function run(): Promise<Result[]> {
  const slack = await startSlackPlatform({
    identity: { teamId: 'T1' },
    users: people,
    channels: [
      { id: 'CREVIEW', name: 'prompt-reviews' },
      { id: 'CNEWS', name: 'ai-announcements' },
    ],
    record: false,
  });
  const database = await benchDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await migrateStore(database.url);
  const seeded = await seed(database.url, (ROUNDS + 1) * 2 * PER_ROUND + WARM_UP);
  const recorded = await recordApproval(database.url, seeded.slice(0, WARM_UP));
  const all = seeded.slice(WARM_UP);
  const ours = all.filter((_, i) => i % 2 === 0);
  const theirs = all.filter((_, i) => i % 2 === 1);
  const cards = await postCards(database.url, slack, ours);
  const bot = await startBot(database.url, slack);
  slack.connect(`${bot.url}/slack/events`);
  const port = Number(new URL(bot.url).port);
  const drained = async () => {
    for (;;) {
      const [row] = await sql`select count(*)::int as jobs from graphile_worker._private_jobs`;
      if (row!.jobs === 0) return;
      await sleep(100);
    }
  };
  // Jobs under this name are nobody's, so that the bare side is not charged for deliveries.
  const undelivered = {
    ...recorded,
    trips: recorded.trips.map((trip) =>
      trip.map((one) => ({ ...one, text: one.text.replace("add_job('spread'", "add_job('bare'") })),
    ),
  };

  const rates: Record<'bot' | 'bare', number[]> = { bot: [], bare: [] };
  const p99: number[] = [];
  try {
    // The first round is for warming up.
    for (let round = 0; round <= ROUNDS; round++) {
      const slice = <T>(list: T[]) => list.slice(round * PER_ROUND, (round + 1) * PER_ROUND);
      await drained();
      const bare = await replayApprovals(database.url, undelivered, slice(theirs), CONNECTIONS);
      await sql`
        delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
        where task.id = job.task_id and task.identifier = 'bare'`;
      const requests = slice(ours).map((one, i) => {
        const { body, headers } = slack.clickRequest(reviewerOf(one), slice(cards)[i]!, 'Approve and release');
        return httpRequest('POST', '/slack/events', headers as Record<string, string>, body);
      });
      const measured = await load({ port, requests, connections: CONNECTIONS });
      const [row] =
        await sql`select count(*)::int as moves from move where change_id in ${sql(slice(ours).map((one) => one.change))}`;
      if (row!.moves !== PER_ROUND) throw new Error(`${row!.moves} of ${PER_ROUND} clicks released something.`);
      if (round === 0) continue;
      rates.bare.push(bare);
      rates.bot.push(measured.perSecond);
      p99.push(measured.p99);
    }
  } finally {
    await sql.end();
    await bot.stop();
    await slack.stop();
    await database.stop();
  }
  const ratio = median(rates.bot) / median(rates.bare);
  const slowest = Math.max(...p99);
  return [
    {
      name: 'approving clicks, a second',
      figure: `${Math.round(median(rates.bot))} / ${Math.round(median(rates.bare))}`,
      ratio,
      goal: 0.5,
      ok: ratio >= 0.5,
    },
    {
      name: `their acknowledgement, p99 at ${CONNECTIONS} connections, the worst round`,
      figure: `${Math.round(slowest)} ms`,
      goal: '500 ms',
      ok: slowest < 500,
    },
  ];
}

if (import.meta.main) report(await run());
