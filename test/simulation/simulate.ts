import { dispatch } from '../../src/commands/kit/dispatch.ts';
import type { House } from '../../src/commands/kit/invocation.ts';
import { daysAfter } from '../../src/rules/calendar.ts';
import { holdBooks } from '../../src/store/books.ts';
import { keepDecisions } from '../../src/store/decisions.ts';
import { openStore } from '../../src/store/open.ts';
import { keepReversals } from '../../src/store/reversals.ts';
import type { Cases } from '../cycles-world.ts';
import { decidedOn, reversedOn } from '../week-of-facts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The first day of week 1, a Monday. */
const BEGIN = '2026-01-05';
export const WEEKS = 26;
/** Nothing runs for ten days, over the close of two weeks. */
const DOWN = { from: new Date('2026-04-10T12:00:00Z'), to: new Date('2026-04-20T12:00:00Z') };

/** What was reported of a week: `g` few reversals, `b` half of the decisions, `s` nothing at all. */
export type Letter = 'g' | 'b' | 's';
export type Answer = 'pause' | 'keep_running' | 'snooze' | null;

/** One use case of the half year, and what is known beforehand to come of it. */
export type Life = {
  slug: string;
  zone: string;
  /** In how many breaches in a row it was agreed to be stopped. */
  cycles: number;
  /** A letter for each of the weeks, the first being week 1. */
  weeks: readonly Letter[];
  /** What Sam answers to the first proposal, to the second, and so on; the last answer to all that follow. */
  answers: readonly Answer[];
  /** A week, some of whose reversals are told only after its close. */
  lateIn?: number;
};

/** The channel of the team whose use cases run in a zone. */
export const channelOf = (zone: string): string => `slack:T1/C${zone.replace(/\W/g, '').toUpperCase()}`;

/** The Monday of a week; week 1 is the first. */
export const mondayOf = (week: number): string => daysAfter(BEGIN, 7 * (week - 1));

/** The moments at which the clocks of all processes tick: often on Mondays, when most is due, else once a day. */
function* ticks(): Generator<Date> {
  for (let day = 0; day <= WEEKS * 7 + 1; day++) {
    const start = Date.parse(`${daysAfter(BEGIN, day)}T00:00:00Z`);
    const hours = day % 7 === 0 ? [1, 4, 8, 9, 11, 12, 14] : [12];
    for (const hour of hours) {
      const at = new Date(start + hour * HOUR);
      if (at >= DOWN.to || at < DOWN.from) yield at;
    }
  }
}

/**
 * Lets half a year pass over use cases, with three processes on one database that all do what the clock asks for, at the same
 * moment.
 */
export async function simulate(cases: Cases, lives: readonly Life[]): Promise<void> {
  const { world } = cases;
  const houses: House[] = Array.from({ length: 3 }, () => ({ ...world.house, store: openStore(world.url) }));
  const ids = new Map<string, number>();
  // At noon it is Monday everywhere.
  cases.at(`${BEGIN}T12:00:00Z`);
  for (const { slug, zone, cycles } of lives) {
    ids.set(slug, await cases.useCase(slug, { zone }));
    await world.sql`update use_case set team = ${channelOf(zone)} where slug = ${slug}`;
    await cases.criterion(slug, { cycles });
  }
  let reported = 0;
  for (const at of ticks()) {
    cases.at(at.toISOString());
    const today = at.toISOString().slice(0, 10);
    // Each Sunday at noon the week is reported; after the downtime, what was missed.
    const due = Math.floor((at.getTime() - Date.parse(`${BEGIN}T00:00:00Z`) + DAY) / (7 * DAY));
    for (; reported < Math.min(due, WEEKS); reported++) await report(cases, lives, ids, reported + 1);
    for (const life of lives)
      if (life.lateIn && today === daysAfter(mondayOf(life.lateIn + 1), 2) && at.getUTCHours() === 12)
        await reportLate(cases, ids.get(life.slug)!, life.lateIn);
    await Promise.all(houses.map((house) => tick(house, at)));
    if (at.getUTCDay() === 2) await answer(cases, lives);
  }
  await Promise.all(houses.map((house) => house.store.close()));
}

async function tick(house: House, at: Date): Promise<void> {
  while ((await typed(house, 'close-cycles')).left);
  if (at.getUTCHours() === 12) await typed(house, 'remind-proposals');
  while ((await typed(house, 'report-due')).left);
}

/** A command typed by the clock of one of the processes. One that had to wait too long for the others is typed again. */
async function typed(house: House, command: string): Promise<{ left?: boolean }> {
  for (let tries = 1; ; tries++) {
    const invocation = { command, args: {}, personId: null, via: { door: 'clock' as const }, within: 60_000 };
    const outcome = await dispatch(house, invocation);
    if (outcome.kind === 'done') return outcome.result as { left?: boolean };
    if (outcome.kind !== 'failed' || tries === 5) throw new Error(`${command} was ${outcome.kind}`);
  }
}

const DECISIONS = 28;
const reversalsOf = { g: 2, b: 14, s: 0 } as const;

const dayOf = (week: number, n: number) => daysAfter(mondayOf(week), n % 7);
const decided = (useCaseId: number, week: number) =>
  Array.from({ length: DECISIONS }, (_, n) => decidedOn(useCaseId, `${week}-${n}`, dayOf(week, n)));

async function report(
  { world }: Cases,
  lives: readonly Life[],
  ids: ReadonlyMap<string, number>,
  week: number,
): Promise<void> {
  const told = lives.filter((life) => life.weeks[week - 1] !== 's');
  await world.store.background.transaction(async (db) => {
    await holdBooks(db, ids.values());
    const kept = await keepDecisions(
      db,
      told.flatMap(({ slug }) => decided(ids.get(slug)!, week)),
    );
    await keepReversals(
      db,
      told.flatMap((life, at) =>
        Array.from({ length: reversalsOf[life.weeks[week - 1]!] }, (_, n) =>
          reversedOn(kept[at * DECISIONS + n]!.id, dayOf(week, n)),
        ),
      ),
    );
  });
}

async function reportLate({ world }: Cases, useCaseId: number, week: number): Promise<void> {
  await world.store.transaction(async (db) => {
    await holdBooks(db, [useCaseId]);
    const kept = await keepDecisions(db, decided(useCaseId, week));
    await keepReversals(
      db,
      kept.slice(-12).map((one, n) => reversedOn(one.id, dayOf(week, n))),
    );
  });
}

/** Each Tuesday Sam answers what is open, as it was laid down. */
async function answer({ world }: Cases, lives: readonly Life[]): Promise<void> {
  const open = await world.sql<{ slug: string; before: number }[]>`
    select slug, (select count(*)::int from proposal b where b.use_case_id = p.use_case_id and b.id < p.id) as before
    from proposal p join use_case u on u.id = p.use_case_id where p.state = 'open'`;
  for (const { slug, before } of open) {
    const { answers } = lives.find((life) => life.slug === slug)!;
    const given = answers[Math.min(before, answers.length - 1)] ?? null;
    if (given === null) continue;
    const why = given === 'keep_running' ? { why: 'It is being mended.' } : {};
    await world.done('sam', 'proposal-decide', { usecase: slug, answer: given, ...why });
  }
}
