import { daysAfter } from '../src/rules/calendar.ts';
import { holdBooks } from '../src/store/books.ts';
import { type Decided, keepDecisions } from '../src/store/decisions.ts';
import { keepReversals, type Reversed } from '../src/store/reversals.ts';
import { readyUseCase } from './use-case.ts';
import { createWorld } from './world.ts';

/** A Monday. On the Wednesday after it all is made and agreed, so that the week after is the first that counts. */
export const WEEK_ONE = '2026-03-02';
export const WEDNESDAY = '2026-03-04T12:00:00Z';

export type Cases = Awaited<ReturnType<typeof useCasesWithFacts>>;
type Week = { decisions: number; reversals: number };

/** A decision of a day, by the application's own key, and that it was taken back on a day. */
export const decidedOn = (useCaseId: number, key: string, day: string): Decided => ({
  useCaseId,
  application: 'desk',
  key,
  versionId: null,
  minutes: null,
  summary: null,
  isShown: false,
  at: new Date(`${day}T12:00:00Z`),
  day,
});
export const reversedOn = (decisionId: number, day: string): Reversed => ({
  decisionId,
  reason: 'It was wrong',
  minutes: 5,
  cost: 10,
  personId: null,
  at: new Date(`${day}T13:00:00Z`),
  day,
});

/** A world of active use cases, owned by Olu with Dee as deputy and Sam as stop authority, and what was counted of them. */
export async function useCasesWithFacts() {
  const world = await createWorld();
  const at = (moment: string) => world.pass(new Date(moment).getTime() - world.now().getTime());
  at(WEDNESDAY);
  for (const name of ['olu', 'dee', 'sam', 'root', 'ada', 'grace']) await world.person(name);
  let facts = 0;

  return {
    world,
    /** Sets the clock. */
    at,
    useCase: async (
      slug: string,
      { owner = 'olu', deputy = 'dee', stop = 'sam', zone = 'UTC' } = {},
    ): Promise<number> => {
      const people = { owner: await world.person(owner), deputy: await world.person(deputy) };
      const id = await readyUseCase(world.store.db, { slug, ...people, now: world.now() });
      await world.sql`
        update use_case set stop_authority_id = ${await world.person(stop)}, timezone = ${zone} where id = ${id}`;
      return id;
    },
    /** A criterion that the owner wrote down and the stop authority agreed to. */
    criterion: async (
      usecase: string,
      { kpi = 'reversal_rate', threshold = 15, cycles = 2, by = 'olu', stop = 'sam' } = {},
    ): Promise<number> => {
      const words = 'Too many are taken back.';
      const args = { usecase, kpi, threshold, cycles, words };
      const { waiting } = await world.done<{ waiting: { criterion: number }[] }>(by, 'usecase-criteria', args);
      const { criterion } = waiting.at(-1)!;
      await world.done(stop, 'usecase-agree', { usecase, criterion });
      return criterion;
    },
    /** Decisions, and how many of them were taken back, spread over the seven days of a week; the first week is 0. */
    week: (useCaseId: number, week: number, { decisions, reversals }: Week) =>
      world.store.transaction(async (db) => {
        await holdBooks(db, [useCaseId]);
        const days = Array.from({ length: decisions }, (_, n) => daysAfter(WEEK_ONE, 7 * week + (n % 7)));
        const kept = await keepDecisions(
          db,
          days.map((day) => decidedOn(useCaseId, `d${++facts}`, day)),
        );
        await keepReversals(
          db,
          kept.slice(0, reversals).map((one, n) => reversedOn(one.id, days[n]!)),
        );
      }),
    /** Closes what is due, as the clock does. */
    close: async () => {
      while ((await world.done<{ left: boolean }>(null, 'close-cycles', {}, { via: { door: 'clock' } })).left);
    },
  };
}
