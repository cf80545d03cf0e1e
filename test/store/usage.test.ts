import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cycleOf, daysAfter, daysBetween } from '../../src/rules/calendar.ts';
import type { CycleFacts } from '../../src/rules/cycle.ts';
import { adoptionWindow, decayWindows, type Window } from '../../src/rules/kpi.ts';
import { day, type FactsWorld, factsWorld } from './facts-world.ts';

let world: FactsWorld;
beforeAll(async () => {
  world = await factsWorld();
});
afterAll(() => world?.close());

type Fact = { user: string; day: string; kind: 'use' | 'enable' };
type Usage = Pick<CycleFacts, 'adoption' | 'adoption_decay' | 'concentration'>;

/** What a cycle should say of these facts, counted in the plainest way. */
function counted(facts: readonly Fact[], cycle: { startsOn: string; endsOn: string }): Usage {
  const of = daysBetween(cycle.startsOn, cycle.endsOn) + 1;
  const isIn = (one: string) => one >= cycle.startsOn && one <= cycle.endsOn;
  const users = [...new Set(facts.map((one) => one.user))];
  const usedBy = (user: string) => [
    ...new Set(facts.filter((one) => one.user === user && one.kind === 'use').map((one) => one.day)),
  ];
  const enabledOn = (user: string) =>
    facts
      .filter((one) => one.user === user && one.kind === 'enable')
      .map((one) => one.day)
      .sort()[0];
  const days = new Set(users.flatMap(usedBy));
  const reported = { on: [...days].filter(isIn).length, of };
  // Whoever is counted on the first day of the cycle may have used it in the six days before.
  const from = daysAfter(cycle.startsOn, -6);
  const around = { on: [...days].filter((one) => one >= from && one <= cycle.endsOn).length, of: of + 6 };
  const cohort = ({ first, last }: Window) => {
    const people = users.filter((user) => enabledOn(user) && isIn(daysAfter(enabledOn(user)!, last)));
    const using = people.filter((user) =>
      usedBy(user).some((one) => {
        const after = daysBetween(enabledOn(user)!, one);
        return after >= first && after <= last;
      }),
    );
    return { enabled: people.length, using: using.length, reported: around };
  };
  const each = users.map((user) => usedBy(user).filter(isIn).length).filter((n) => n > 0);
  return {
    adoption: cohort(adoptionWindow),
    adoption_decay: decayWindows.map((window) => ({ week: window.week, ...cohort(window) })),
    concentration: {
      histogram: [...new Set(each)]
        .sort((a, b) => a - b)
        .map((n) => ({ days: n, users: each.filter((one) => one === n).length })),
      reported,
    },
  };
}

const fact = fc.record({
  user: fc.constantFrom('a', 'b', 'c', 'd'),
  day: fc.integer({ min: -20, max: 60 }).map(day),
  kind: fc.constantFrom<Fact['kind']>('use', 'use', 'use', 'enable'),
});

const send = async (id: number, facts: readonly Fact[]) => {
  const rows = (kind: Fact['kind']) =>
    facts.filter((one) => one.kind === kind).map((one) => [one.user, one.day] as [string, string]);
  if (rows('use').length > 0) await world.use(id, rows('use'));
  if (rows('enable').length > 0) await world.enable(id, rows('enable'));
};

test('whatever is told in whatever order and batches, however often, weeks and months count what happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fact, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (batches, again) => {
        const id = await world.useCase();
        for (const batch of again ? [...batches, ...batches] : batches) await send(id, batch);
        const cycles = [
          ...[-28, -7, 0, 7, 14, 35, 63].map((n) => cycleOf('week', day(n))),
          cycleOf('month', day(0)),
          cycleOf('month', day(40)),
        ];
        for (const cycle of cycles) {
          const { adoption, adoption_decay, concentration, late } = await world.facts(id, cycle.startsOn, cycle.endsOn);
          expect({ adoption, adoption_decay, concentration }).toEqual(counted(batches.flat(), cycle));
          expect(late).toBe(0);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('what a closed week has counted never changes, whatever comes afterwards, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fact, { minLength: 1, maxLength: 15 }),
      fc.array(fact, { minLength: 1, maxLength: 15 }),
      async (before, after) => {
        const id = await world.useCase();
        await send(id, before);
        await world.closeBooks(id, day(6));
        const closed = [-21, -14, -7, 0].map(day);
        const frozen = await Promise.all(closed.map((monday) => world.week(id, monday)));
        for (let i = 0; i < 2; i++) await send(id, after);
        expect(await Promise.all(closed.map((monday) => world.week(id, monday)))).toEqual(frozen);
        const all = new Set(
          [...before, ...after].filter((one) => one.kind === 'use').map((one) => `${one.user} ${one.day}`),
        );
        const weeks = await Promise.all(
          [-21, -14, -7, 0, 7, 14, 21, 28, 35, 42, 49, 56].map((n) => world.week(id, day(n))),
        );
        const total = weeks
          .flatMap((one) => one.concentration.histogram)
          .reduce((sum, { days, users }) => sum + days * users, 0);
        expect(total).toBe(all.size);
      },
    ),
    { numRuns: 20 },
  );
});
