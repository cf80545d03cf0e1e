import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptionWindow, decayWindows } from '../../src/rules/kpi.ts';
import { measure } from '../../src/rules/measure.ts';
import { cycleFacts } from '../../src/store/cycle-facts.ts';
import { updateUseCase } from '../../src/store/use-cases.ts';
import { day, type FactsWorld, factsWorld, MONDAY } from './facts-world.ts';

let world: FactsWorld;
beforeAll(async () => {
  world = await factsWorld();
});
afterAll(() => world?.close());

describe('adoption', () => {
  test('counts in the windows that its KPIs name', async () => {
    const spans = await world.sql`select week, from_day as first, due_day as last from cohort_spans() order by week`;
    expect(spans.slice()).toEqual([{ week: 0, ...adoptionWindow }, ...decayWindows]);
    const [bits] = await world.sql`
      select bool_and(spans_used(day) = (select coalesce(bit_or(1 << week), 0) from cohort_spans()
        where day between from_day and due_day)) as same from generate_series(-3, 60) as day`;
    expect(bits).toEqual({ same: true });
  });

  test('counts people on their 30th day, and whether they used it on one of the days 24 to 30', async () => {
    const id = await world.useCase();
    // Their 30th day is the Monday; whoever is a day later or a week earlier is in another cycle or day of it.
    const used = { yes24: 24, yes30: 30, no23: 23, no31: 31, never: null };
    await world.enable(id, [...Object.keys(used).map((user) => [user, day(-30)] as [string, string])]);
    await world.enable(id, [
      ['before', day(-31)],
      ['sunday', day(-24)],
      ['after', day(-23)],
    ]);
    await world.use(
      id,
      Object.entries(used).flatMap(([user, n]) => (n === null ? [] : [[user, day(n - 30)] as [string, string]])),
    );
    const { adoption } = await world.week(id);
    expect(adoption).toMatchObject({ enabled: 6, using: 2 });
    expect((await world.week(id, day(-7))).adoption).toMatchObject({ enabled: 1, using: 0 });
    expect((await world.week(id, day(7))).adoption).toMatchObject({ enabled: 1, using: 0 });
  });

  test('does not mind which is told first, the use or the enabling, nor how often', async () => {
    const [before, after] = [await world.useCase(), await world.useCase()];
    const enabled: [string, string][] = [['u', day(-30)]];
    const used: [string, string][] = [1, 8, 29, 56].map((n) => ['u', day(n - 30)]);
    await world.enable(before, enabled);
    for (let i = 0; i < 3; i++) await world.use(before, used);
    await world.use(after, used);
    for (let i = 0; i < 3; i++) await world.enable(after, enabled);
    for (const monday of [-28, -21, 0, 7, 21, 28].map(day)) {
      expect(await world.week(after, monday)).toEqual(await world.week(before, monday));
    }
    expect((await world.week(before)).adoption).toMatchObject({ enabled: 1, using: 1 });
    const weeks = await Promise.all([-28, -21, 0, 21].map((n) => world.week(before, day(n))));
    // Week 1 ends on day 7, 23 days before the Monday, and so on.
    expect(weeks.map((one) => one.adoption_decay.filter((each) => each.enabled > 0))).toMatchObject([
      [{ week: 1, using: 1 }],
      [{ week: 2, using: 1 }],
      [{ week: 5, using: 1 }],
      [{ week: 8, using: 1 }],
    ]);
  });

  test('starts on the earliest day that is told, until a closed cycle has counted it', async () => {
    const id = await world.useCase();
    expect(await world.enable(id, [['u', day(0)]])).toHaveLength(1);
    expect(await world.enable(id, [['u', day(3)]])).toEqual([]);
    expect(await world.enable(id, [['u', day(-2)]])).toHaveLength(1);
    expect((await world.week(id, day(0))).adoption_decay[0]).toMatchObject({ enabled: 1 });
    expect((await world.week(id, day(7))).adoption_decay[0]).toMatchObject({ enabled: 0 });
    await world.closeBooks(id, day(6));
    expect(await world.enable(id, [['u', day(-9)]])).toEqual([]);
    expect((await world.week(id, day(0))).adoption_decay[0]).toMatchObject({ enabled: 1 });
  });
});

test('concentration is how many users used it on so many days of the week, and of the month', async () => {
  const id = await world.useCase();
  const use = (user: string, ...days: number[]) => days.map((n) => [user, day(n)] as [string, string]);
  await world.use(id, [...use('a', 0, 1, 2), ...use('b', 6), ...use('c', 7, -1)]);
  await world.use(id, [...use('a', 1, 3), ...use('b', 5)]);
  expect((await world.week(id)).concentration.histogram).toEqual([
    { days: 2, users: 1 },
    { days: 4, users: 1 },
  ]);
  // The day before the Monday is 1 March.
  expect((await world.facts(id, '2026-03-01', '2026-03-31')).concentration.histogram).toEqual([
    { days: 2, users: 2 },
    { days: 4, users: 1 },
  ]);
});

test('days are reported by facts of their own, each kind for itself', async () => {
  const id = await world.useCase();
  await world.use(id, [
    ['a', day(0)],
    ['b', day(0)],
    ['a', day(2)],
  ]);
  const [made] = await world.decide(id, [{ key: '1', day: day(1) }]);
  await world.reverse(id, [{ decisionId: made!.id, day: day(4) }]);
  const { concentration, reversal_rate, satisfaction } = await world.week(id);
  expect(concentration.reported).toEqual({ on: 2, of: 7 });
  expect(reversal_rate.reported).toEqual({ on: 2, of: 7 });
  expect(satisfaction.reported).toEqual({ on: 7, of: 7 });
});

test('adoption looks at the six days before the cycle too, so these have to be reported', async () => {
  const id = await world.useCase();
  // Seven people come to their 30th day on each day of the week, and each of them uses it on another weekday.
  const people = Array.from({ length: 49 }, (_, n) => ({ user: `u${n}`, due: n % 7, weekday: Math.floor(n / 7) }));
  await world.enable(
    id,
    people.map(({ user, due }) => [user, day(due - 30)]),
  );
  // Nothing is told of the week before, in which those used it who do so later in the week.
  await world.use(
    id,
    people.map(({ user, weekday }) => [user, day(weekday)]),
  );
  const { adoption } = await world.week(id);
  expect(adoption).toEqual({ enabled: 49, using: 28, reported: { on: 7, of: 13 } });
  expect(measure('adoption', adoption)).toEqual({ kind: 'unknown', why: 'reported on 7 of 13 days' });
});

describe('late facts', () => {
  test('count in the next cycle, are said to be late, and leave the closed one as it was', async () => {
    const id = await world.useCase();
    await world.enable(id, [['kept', day(-29)]]);
    await world.use(id, [['a', day(0)]]);
    const [known] = await world.decide(id, [{ key: 'known', day: day(1) }]);
    await world.closeBooks(id, day(6));
    const frozen = await world.week(id);
    await world.use(id, [
      ['a', day(2)],
      ['a', day(7)],
      ['kept', day(-1)],
    ]);
    await world.enable(id, [['new', day(-30)]]);
    await world.decide(id, [{ key: 'late', day: day(6) }]);
    await world.reverse(id, [{ decisionId: known!.id, day: day(5), minutes: 30, cost: 12.5 }]);
    expect(await world.week(id)).toEqual(frozen);
    const next = await world.week(id, day(7));
    expect(next).toMatchObject({
      adoption: { enabled: 1, using: 0, reported: { on: 1, of: 13 } },
      concentration: {
        histogram: [
          { days: 1, users: 1 },
          { days: 2, users: 1 },
        ],
      },
      reversal_rate: { decisions: 1, reversals: 1, reported: { on: 0, of: 7 } },
      reversal_cost: { priced: 1, cost: 12.5 },
      // Two days of use, one person, one decision, one reversal.
      late: 5,
    });
  });

  test('that correct a reversal count for what they correct', async () => {
    const id = await world.useCase();
    const [made] = await world.decide(id, [{ key: '1', day: day(0) }]);
    const decisionId = made!.id;
    await world.reverse(id, [{ decisionId, day: day(1), minutes: 10 }]);
    await world.closeBooks(id, day(6));
    const frozen = await world.week(id);
    const at = new Date(`${day(8)}T12:00:00Z`);
    await world.reverse(id, [{ decisionId, day: day(8), at, minutes: 10, cost: 99.5 }]);
    await world.reverse(id, [{ decisionId, day: day(8), at, minutes: 10, cost: 99.5 }]);
    expect(await world.week(id)).toEqual(frozen);
    expect(await world.week(id, day(7))).toMatchObject({
      reversal_cost: { reversals: 0, priced: 0, cost: 99.5 },
      reversal_minutes: { timed: 0, minutes: 0 },
      late: 1,
    });
  });
});

test('what a reversal of before cost does not stand for one of now', async () => {
  const id = await world.useCase();
  const made = await world.decide(id, [
    { key: 'before', day: day(0) },
    { key: 'now', day: day(7) },
  ]);
  const [before, now] = made.map((one) => one.id);
  await world.reverse(id, [{ decisionId: before!, day: day(1) }]);
  await world.closeBooks(id, day(6));
  const at = new Date(`${day(8)}T12:00:00Z`);
  await world.reverse(id, [
    { decisionId: before!, day: day(8), at, minutes: 5, cost: 100 },
    { decisionId: now!, day: day(8), at },
  ]);
  const { reversal_cost, reversal_minutes } = await world.week(id, day(7));
  expect(reversal_cost).toMatchObject({ reversals: 1, priced: 0, cost: 100 });
  expect(reversal_minutes).toMatchObject({ reversals: 1, timed: 0, minutes: 5 });
  const reported = { on: 7, of: 7 };
  expect(measure('reversal_cost', { ...reversal_cost, reported })).toMatchObject({
    value: 100,
    atBest: 'the cost of the one reversal was not told',
  });
});

test('a reversal is the last word, whenever it arrives', async () => {
  const id = await world.useCase();
  const [made] = await world.decide(id, [{ key: '1', day: day(0) }]);
  const decisionId = made!.id;
  await world.reverse(id, [
    { decisionId, day: day(3), cost: 5 },
    { decisionId, day: day(1), cost: 3 },
  ]);
  expect(await world.reverse(id, [{ decisionId, day: day(2), cost: 4 }])).toEqual([]);
  expect((await world.week(id)).reversal_cost).toMatchObject({ reversals: 1, priced: 1, cost: 5 });
  await world.reverse(id, [{ decisionId, day: day(8), minutes: 7 }]);
  expect((await world.week(id)).reversal_cost).toMatchObject({ reversals: 0, priced: 0, cost: 0 });
  expect(await world.week(id, day(7))).toMatchObject({
    reversal_cost: { reversals: 1, priced: 0, cost: 0 },
    reversal_minutes: { timed: 1, minutes: 7 },
  });
});

test('hours saved have what was claimed and what was timed', async () => {
  const id = await world.useCase();
  await updateUseCase(world.store.db, id, { minutesPerDecision: 12, hoursMethod: 'asked the team' });
  await world.decide(
    id,
    [
      [0, 6],
      [0, null],
      [1, 7.5],
      [-90, 5],
      [-89, 5],
    ].map(([n, minutes], i) => ({ key: `${i}`, day: day(n!), minutes: minutes! })),
  );
  const { hours_saved } = await world.week(id);
  expect(hours_saved).toMatchObject({
    claim: { method: 'asked the team', minutes: 12 },
    decisions: 3,
    // Of 90 days: the one before is too long ago.
    sample: { decisions: 2, minutes: 13.5 },
  });
});

test('satisfaction and the speed of reviews and releases come from its prompts', async () => {
  const id = await readyCaseWithChanges();
  const { satisfaction, review_time, release_time } = await world.week(id, '2026-11-02');
  expect(satisfaction).toMatchObject({ up: 2, votes: 3 });
  expect(review_time.hours).toEqual([2]);
  expect(release_time.hours).toEqual([2]);
  expect((await world.week(id, '2026-11-09')).review_time.hours).toEqual([]);
});

test('many use cases are read at once, those without facts too', async () => {
  const ids = [await world.useCase(), await world.useCase()];
  await world.use(ids[0]!, [['a', day(0)]]);
  const found = await cycleFacts(world.store.db, ids, MONDAY, day(6));
  expect([...found.keys()]).toEqual(ids);
  expect(found.get(ids[1]!)).toMatchObject({
    adoption: { enabled: 0, using: 0, reported: { on: 0, of: 13 } },
    concentration: { histogram: [] },
  });
  expect(measure('adoption', found.get(ids[1]!)!.adoption).kind).toBe('unknown');
});

/** A use case whose prompt had a change that was decided and released two hours after it was opened, and three votes. */
async function readyCaseWithChanges(): Promise<number> {
  const { change } = await world.prompt('answer', 'One');
  world.pass(2 * 3_600_000);
  await world.approve('grace', change);
  const [found] = await world.sql<{ id: number; version: number }[]>`
    select p.use_case_id as id, v.id as version from prompt p join version v on v.prompt_id = p.id where p.slug = 'answer'`;
  await world.sql`
    insert into vote (version_id, application, rater, up, at)
    select ${found!.version}, 'a', 'app:a/' || n, n < 3, ${world.now().toISOString()} from generate_series(1, 3) as n`;
  return found!.id;
}
