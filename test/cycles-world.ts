import { daysAfter } from '../src/rules/calendar.ts';
import { readyUseCase } from './use-case.ts';
import { keepWeek } from './week-of-facts.ts';
import { createWorld } from './world.ts';

/** A Monday. On the Wednesday after it all is made and agreed, so that the week after is the first that counts. */
export const WEEK_ONE = '2026-03-02';
export const WEDNESDAY = '2026-03-04T12:00:00Z';
/** The Monday so many weeks after it. */
export const monday = (weeks: number): string => daysAfter(WEEK_ONE, 7 * weeks);

export type Cases = Awaited<ReturnType<typeof useCasesWithFacts>>;

/** A world of active use cases, owned by Olu with Dee as deputy and Sam as stop authority, and what was counted of them. */
export async function useCasesWithFacts() {
  const world = await createWorld();
  const setClock = (moment: string) => world.pass(new Date(moment).getTime() - world.now().getTime());
  setClock(WEDNESDAY);
  for (const name of ['olu', 'dee', 'sam', 'root', 'ada', 'grace']) await world.person(name);

  type Seats = { owner?: string; deputy?: string; stop?: string };
  const useCase = async (
    slug: string,
    { owner = 'olu', deputy = 'dee', stop = 'sam', zone = 'UTC' }: Seats & { zone?: string } = {},
  ): Promise<number> => {
    const people = { owner: await world.person(owner), deputy: await world.person(deputy) };
    const id = await readyUseCase(world.store.db, { slug, ...people, now: world.now() });
    await world.sql`
      update use_case set stop_authority_id = ${await world.person(stop)}, timezone = ${zone} where id = ${id}`;
    return id;
  };
  /** A criterion that the owner wrote down and the stop authority agreed to. */
  const criterion = async (
    usecase: string,
    { kpi = 'reversal_rate', threshold = 15, cycles = 2, by = 'olu', stop = 'sam' } = {},
  ): Promise<number> => {
    const words = 'Too many are taken back.';
    const args = { usecase, kpi, threshold, cycles, words };
    const { waiting } = await world.done<{ waiting: { criterion: number }[] }>(by, 'usecase-criteria', args);
    const { criterion: wanted } = waiting.at(-1)!;
    await world.done(stop, 'usecase-agree', { usecase, criterion: wanted });
    return wanted;
  };
  /** Decisions, and how many of them were taken back, spread over the seven days of a week; the first week is 0. */
  const week = (useCaseId: number, at: number, counted: { decisions: number; reversals: number }) =>
    keepWeek(world.store, useCaseId, monday(at), counted);
  /** Closes what is due, as the clock does. */
  const close = async () => {
    while ((await world.tick<{ left: boolean }>('close-cycles')).left);
  };
  /** A week breaks what was agreed, and closes. */
  const breaks = async (useCaseId: number, at: number) => {
    await week(useCaseId, at, { decisions: 40, reversals: 10 });
    setClock(`${monday(at + 1)}T06:00:00Z`);
    await close();
  };
  /** A use case with an open proposal, made two weeks after the first Monday. `gone`: who has left before. */
  const proposed = async (usecase: string, { gone = [], ...seats }: Seats & { gone?: readonly string[] } = {}) => {
    const id = await useCase(usecase, seats);
    await criterion(usecase, { cycles: 1, by: seats.owner, stop: seats.stop });
    for (const name of gone)
      await world.sql`update account set barred = 'deleted' where person_id = ${await world.person(name)}`;
    await breaks(id, 1);
    const [row] = await world.sql<{ id: number }[]>`select id from proposal where use_case_id = ${id}`;
    return { id, usecase, proposal: row!.id };
  };
  /** What somebody's copy of a proposal says. */
  const copy = async (proposal: number, who: string, kind = 'person') =>
    world.says(`proposal:${proposal}`, `${kind}:${await world.person(who)}`);

  return { world, /** Sets the clock. */ at: setClock, useCase, criterion, week, close, breaks, proposed, copy };
}
