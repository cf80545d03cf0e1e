import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectCalm } from '../commands/races.ts';
import { type Cases, useCasesWithFacts } from '../cycles-world.ts';
import { type Answer, channelOf, type Letter, type Life, mondayOf, simulate, WEEKS } from './simulate.ts';

/** What is known to come of a life: in which weeks, by their numbers, there is a warning and a proposal. */
type Expected = { warnings: number[]; proposals: number[]; state?: string };
type Plan = Expected & { weeks: Partial<Record<number, Letter>>; cycles?: number; answers?: Answer[]; lateIn?: number };

const from = (first: number, letter: Letter): Plan['weeks'] =>
  Object.fromEntries(Array.from({ length: WEEKS - first + 1 }, (_, n) => [first + n, letter]));
const weeksFrom = (first: number, last = WEEKS) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

/**
 * Every week that is not named is a good one. The house is down over the closes of the weeks 14 and 15, which are then closed
 * at once.
 */
const plans: Record<string, Plan> = {
  steady: { weeks: {}, warnings: [], proposals: [] },
  silent: { weeks: from(1, 's'), warnings: [], proposals: [] },
  blip: { weeks: { 5: 'b' }, warnings: [5], proposals: [] },
  mended: { weeks: { 5: 'b', 7: 'b' }, warnings: [5, 7], proposals: [] },
  gap: { weeks: { 5: 'b', 6: 's', 7: 'b' }, answers: ['keep_running'], warnings: [5], proposals: [7] },
  paused: { weeks: from(3, 'b'), answers: ['pause'], warnings: [3], proposals: [4], state: 'paused' },
  // Comes back with every breach, but of the two weeks that close at once only the last one asks.
  stubborn: {
    weeks: from(5, 'b'),
    answers: ['keep_running'],
    warnings: [5],
    proposals: [...weeksFrom(6, 13), ...weeksFrom(15)],
  },
  // Pressed in week 20, so the close of week 20 asks nothing; the next proposal waits for ever.
  snoozed: { weeks: from(18, 'b'), answers: ['snooze', null], warnings: [18], proposals: [19, 21], state: 'active' },
  asleep: { weeks: { 14: 'b', 15: 'b' }, answers: ['keep_running'], warnings: [], proposals: [15] },
  healed: { weeks: { 13: 'b', 14: 'b' }, warnings: [13], proposals: [] },
  strict: { weeks: { 8: 'b' }, cycles: 1, answers: ['keep_running'], warnings: [], proposals: [8] },
  // Week 20 was good when it closed; what came late of it makes week 21 a bad one.
  late: { weeks: {}, lateIn: 20, warnings: [21], proposals: [] },
  three: {
    weeks: { 9: 'b', 10: 'b', 12: 'b', 13: 's', 16: 'b', 17: 'b' },
    cycles: 3,
    warnings: [9, 12, 16],
    proposals: [],
  },
};
// Their clocks change on other Sundays, or never.
const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];

const planned = zones.flatMap((zone, at) =>
  Object.entries(plans).map(([name, plan]) => ({ plan, slug: `${name}-${at}`, zone })),
);
const all = [...planned, { plan: plans.steady!, slug: 'steady-utc', zone: 'UTC' }];
const lives: Life[] = all.map(({ plan, slug, zone }) => ({
  slug,
  zone,
  cycles: plan.cycles ?? 2,
  weeks: Array.from({ length: WEEKS }, (_, n) => plan.weeks[n + 1] ?? 'g'),
  answers: plan.answers ?? [null],
  ...(plan.lateIn && { lateIn: plan.lateIn }),
}));

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
  await simulate(cases, lives);
}, 240_000);
afterAll(() => world?.close());

/** Mondays by use case, of what a table tells. */
async function mondays(table: 'warning' | 'proposal'): Promise<Map<string, string[]>> {
  const rows = await world.sql<{ slug: string; starts: string }[]>`
    select slug, c.starts_on::text as starts from ${world.sql(table)} t join cycle c on c.id = t.cycle_id
    join use_case u on u.id = c.use_case_id order by c.starts_on`;
  const found = new Map<string, string[]>(lives.map(({ slug }) => [slug, []]));
  for (const { slug, starts } of rows) found.get(slug)!.push(starts);
  return found;
}
const expected = (of: (plan: Plan) => number[]) =>
  new Map(all.map(({ slug, plan }) => [slug, of(plan).map((week) => mondayOf(week))]));

describe('half a year of 40 use cases, three processes, a change of the clock and ten days of downtime', () => {
  test('has 40 use cases', () => {
    expect(lives).toHaveLength(40);
  });

  test('warns exactly of what was known to break', async () => {
    expect(await mondays('warning')).toEqual(expected((plan) => plan.warnings));
  });

  test('proposes exactly what was known to be due', async () => {
    expect(await mondays('proposal')).toEqual(expected((plan) => plan.proposals));
  });

  test('every week of every use case is closed once', async () => {
    const rows = await world.sql<{ n: number; first: string; last: string }[]>`
      select count(*)::int as n, min(starts_on)::text as first, max(starts_on)::text as last from cycle group by use_case_id`;
    expect(rows.slice()).toEqual(lives.map(() => ({ n: WEEKS, first: mondayOf(1), last: mondayOf(WEEKS) })));
  });

  test('each of them was told once to whom it concerns', async () => {
    const posts = await world.sql<{ subject: string; slot: string; place: string; n: number }[]>`
      select p->>'subject' as subject, p->>'slot' as slot, p->>'place' as place, count(*)::int as n
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id,
        json_array_elements(j.payload->'posts') as p
      where t.identifier = 'spread' and (p->>'subject' like 'warning:%' or p->>'subject' like 'proposal:%')
      group by 1, 2, 3`;
    expect(posts.filter(({ n }) => n !== 1)).toEqual([]);
    const count = (kind: string, slot: string, place: string) =>
      posts.filter((one) => one.subject.startsWith(kind) && one.slot.startsWith(slot) && one.place.endsWith(place))
        .length;
    const sum = (of: (plan: Plan) => number[]) => all.reduce((n, { plan }) => n + of(plan).length, 0);
    expect(count('warning:', 'dm:warning', '/UOLU')).toBe(sum((plan) => plan.warnings));
    expect(count('proposal:', 'person:', '/USAM')).toBe(sum((plan) => plan.proposals));
    expect(count('proposal:', 'person:', '/UOLU')).toBe(sum((plan) => plan.proposals));
    // What nobody answers, one in each zone, is reminded of, and goes to the deputy and the admins; then every week.
    expect(count('proposal:', 'remind:', '/USAM')).toBe(6 * zones.length);
    expect(count('proposal:', 'person:', '/UDEE')).toBe(zones.length);
    expect(count('proposal:', 'person:', '/UROOT')).toBe(zones.length);
  });

  // When it is nine o'clock there, in UTC: before the clock changes, and after.
  const nine = {
    'Europe/Berlin': { from: '2026-03-29', before: '08:00', after: '07:00' },
    'America/New_York': { from: '2026-03-08', before: '14:00', after: '13:00' },
    'Asia/Kolkata': { from: '', before: '03:30', after: '03:30' },
    UTC: { from: '', before: '09:00', after: '09:00' },
  };
  /** What nobody could make is made up for once, unless the next one is due by then. In New York it was not yet nine again. */
  const missed = 15;

  test.each(Object.entries(nine))(
    'the team in %s has one report each Monday at nine',
    async (zone, { from, before, after }) => {
      const rows = await world.sql<{ slot: string; due: Date; late: boolean }[]>`
      select slot::text as slot, due_at as due, late from report where place_id = ${channelOf(zone)} order by slot`;
      // There nine o'clock comes after the beginning, so that the first Monday counts too.
      const far = zone === 'America/New_York';
      const weeks = weeksFrom(far ? 1 : 2, WEEKS + 1).filter((week) => far || week !== missed);
      expect(rows.map(({ slot, due }) => [slot, due.toISOString().slice(0, 16)])).toEqual(
        weeks.map((week) => [mondayOf(week), `${mondayOf(week)}T${mondayOf(week) < from ? before : after}`]),
      );
      const late = [mondayOf(far ? missed : missed + 1)];
      expect(rows.filter((row) => row.late).map((row) => row.slot)).toEqual(late);
    },
  );

  test('the owner of all of them has one report each week, and each was sent once', async () => {
    const rows = await world.sql<{ slot: string }[]>`
      select slot::text as slot from report where person_id = ${await world.person('olu')} order by slot`;
    expect(rows.map((row) => row.slot)).toEqual(
      weeksFrom(2, WEEKS + 1)
        .filter((week) => week !== missed)
        .map(mondayOf),
    );
    const sent = await world.sql<{ reports: number; posts: number; subjects: number }[]>`
      select (select count(*)::int from report) as reports, count(*)::int as posts, count(distinct p->>'subject')::int as subjects
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id,
        json_array_elements(j.payload->'posts') as p
      where t.identifier = 'spread' and p->>'subject' like 'report:%'`;
    expect(sent[0]).toEqual({ reports: sent[0]!.reports, posts: sent[0]!.reports, subjects: sent[0]!.reports });
  });

  test('the states are those that were decided on', async () => {
    const rows = await world.sql<{ slug: string; state: string }[]>`select slug, state from use_case`;
    const states = new Map(rows.map((row) => [row.slug, row.state]));
    expect(states).toEqual(new Map(all.map(({ slug, plan }) => [slug, plan.state ?? 'active'])));
  });

  test('nobody waited in a circle, and the trail is whole', () => expectCalm(world));
});
