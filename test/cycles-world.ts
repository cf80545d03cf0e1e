import { daysAfter } from '../src/rules/calendar.ts';
import { readyUseCase } from './use-case.ts';
import { keepWeek } from './week-of-facts.ts';
import { createWorld } from './world.ts';

/** A Monday. On the Wednesday after it all is made and agreed, so that the week after is the first that counts. */
export const WEEK_ONE = '2026-03-02';
export const WEDNESDAY = '2026-03-04T12:00:00Z';

export type Cases = Awaited<ReturnType<typeof useCasesWithFacts>>;

/** A world of active use cases, owned by Olu with Dee as deputy and Sam as stop authority, and what was counted of them. */
export async function useCasesWithFacts() {
  const world = await createWorld();
  const at = (moment: string) => world.pass(new Date(moment).getTime() - world.now().getTime());
  at(WEDNESDAY);
  for (const name of ['olu', 'dee', 'sam', 'root', 'ada', 'grace']) await world.person(name);

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
    week: (useCaseId: number, week: number, counted: { decisions: number; reversals: number }) =>
      keepWeek(world.store, useCaseId, daysAfter(WEEK_ONE, 7 * week), counted),
    /** Closes what is due, as the clock does. */
    close: async () => {
      while ((await world.done<{ left: boolean }>(null, 'close-cycles', {}, { via: { door: 'clock' } })).left);
    },
  };
}
