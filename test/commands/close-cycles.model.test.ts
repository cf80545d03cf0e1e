import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { type Cases, monday, useCasesWithFacts } from '../cycles-world.ts';

// Weeks and what people do between them, at random, against the real database; and what should come of it, told in the
// plainest way: by looking back over all weeks each time.

let cases: Cases;
let world: Cases['world'];
beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
});
afterAll(() => world?.close());

const WEEKS = 12;
/** In these the clock stands still, so that the week after closes two at once. */
const DOWN = [4, 8];
const counted = {
  breach: { decisions: 40, reversals: 10 },
  kept: { decisions: 40, reversals: 4 },
  unknown: { decisions: 5, reversals: 5 },
};
const acts = ['nothing', 'keep', 'snooze', 'pause', 'resume', 'agree'] as const;
type Plan = {
  cycles: number;
  zone: string;
  weeks: { verdict: keyof typeof counted; act: (typeof acts)[number] }[];
};
const plan: fc.Arbitrary<Plan> = fc.record({
  cycles: fc.integer({ min: 1, max: 3 }),
  zone: fc.constantFrom('UTC', 'Asia/Kathmandu', 'Pacific/Apia', 'America/Los_Angeles'),
  weeks: fc.array(
    fc.record({
      verdict: fc.constantFrom<keyof typeof counted>('breach', 'breach', 'breach', 'kept', 'unknown'),
      act: fc.constantFrom('nothing', 'nothing', ...acts),
    }),
    { minLength: WEEKS, maxLength: WEEKS },
  ),
});

/** A use case as the model knows it. `from`: the first week that counts. */
type Model = { plan: Plan; open: boolean; paused: boolean; from: number; snoozed: Set<number> };

/** What is found at the close of one week. */
function found({ plan, from, open, snoozed }: Model, week: number) {
  const all = plan.weeks.slice(from, week + 1).map(({ verdict }) => verdict);
  if (all.at(-1) !== 'breach') return 'nothing';
  const breaches = all.slice(all.lastIndexOf('kept') + 1).filter((one) => one === 'breach').length;
  if (breaches >= plan.cycles && !open && !snoozed.has(week)) return 'proposal';
  return breaches === 1 && plan.cycles > 1 ? 'warning' : 'nothing';
}

/** What the close of these weeks brings: what was found since one of them was kept. */
function due(model: Model, weeks: readonly number[]) {
  if (model.paused) return 'nothing';
  const kept = weeks.findLastIndex((week) => model.plan.weeks[week]!.verdict === 'kept');
  const all = weeks.slice(kept + 1).map((week) => found(model, week));
  return (['proposal', 'warning'] as const).find((one) => all.includes(one)) ?? 'nothing';
}

/** Does what is planned for a week, where it is possible, and says so to the model. */
async function act(usecase: string, model: Model, week: number): Promise<void> {
  const what = model.plan.weeks[week]!.act;
  const decide = (answer: string) => world.run('sam', 'proposal-decide', { usecase, answer, why: 'As agreed' });
  if (what === 'agree') {
    await cases.criterion(usecase, { cycles: model.plan.cycles });
    model.from = week + 1;
  } else if (what === 'resume' && model.paused) {
    await world.done('sam', 'usecase-resume', { usecase, changed: 'The text' });
    Object.assign(model, { paused: false, from: week + 1 });
  } else if (what === 'pause' && !model.paused) {
    await world.done('olu', 'usecase-pause', { usecase, reason: 'I saw it' });
    Object.assign(model, { paused: true, open: false });
  } else if (what === 'keep' && model.open) {
    expect((await decide('keep_running')).kind).toBe('done');
    model.open = false;
  } else if (what === 'snooze' && model.open && (await decide('snooze')).kind === 'done') {
    model.snoozed.add(week);
    model.open = false;
  }
}

/** What came of the last close, by use case; where it is both, the proposal. */
async function told(): Promise<Map<number, string>> {
  const rows = await world.sql<{ id: number; kind: string }[]>`
    select use_case_id as id, 'warning' as kind from warning join cycle c on c.id = cycle_id where at = ${world.now()}
    union all select use_case_id, 'proposal' from proposal where made_at = ${world.now()}`;
  return new Map(rows.sort((one, other) => (one.kind < other.kind ? 1 : -1)).map(({ id, kind }) => [id, kind]));
}

test('whatever happens, there is exactly the warning or the proposal that is due', async () => {
  const models = new Map<number, { slug: string; model: Model }>();
  for (const [n, one] of fc.sample(plan, { numRuns: 30, seed: 6 }).entries()) {
    const id = await cases.useCase(`model-${n}`, { zone: one.zone });
    await cases.criterion(`model-${n}`, { cycles: one.cycles });
    models.set(id, {
      slug: `model-${n}`,
      model: { plan: one, open: false, paused: false, from: 1, snoozed: new Set() },
    });
  }
  const seen = { nothing: 0, warning: 0, proposal: 0 };
  for (let week = 0; week < WEEKS; week++) {
    for (const [id, { model }] of models) await cases.week(id, week, counted[model.plan.weeks[week]!.verdict]);
    if (DOWN.includes(week)) continue;
    // By then it is after six on Monday in every zone.
    cases.at(`${monday(week + 1)}T18:00:00Z`);
    await cases.close();
    const came = await told();
    for (const [id, { slug, model }] of models) {
      const expected = due(model, DOWN.includes(week - 1) ? [week - 1, week] : [week]);
      expect({ slug, week, came: came.get(id) ?? 'nothing' }).toEqual({ slug, week, came: expected });
      seen[expected]++;
      if (expected === 'proposal') model.open = true;
    }
    cases.at(`${daysAfter(monday(week + 1), 2)}T12:00:00Z`);
    if (week + 1 < WEEKS) for (const { slug, model } of models.values()) await act(slug, model, week + 1);
  }
  for (const often of Object.values(seen)) expect(often).toBeGreaterThan(20);
});
