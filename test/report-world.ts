import { daysAfter } from '../src/rules/calendar.ts';
import { type CycleFacts, measuresOf } from '../src/rules/cycle.ts';
import type { KillKpi } from '../src/rules/threshold.ts';
import { agreeTo, proposeCriterion, standingAgreements } from '../src/store/criteria.ts';
import { freezeCycles } from '../src/store/cycles.ts';
import { type UseCaseSet, updateUseCase } from '../src/store/use-cases.ts';
import { cycleFactsOf } from './cycle-facts.ts';
import { readyUseCase } from './use-case.ts';
import { createWorld } from './world.ts';

export type ReportWorld = Awaited<ReturnType<typeof reportWorld>>;

/** A world with use cases of Olu's, for which Dee stands in, and with what a report tells of them. */
export async function reportWorld(...settings: Parameters<typeof createWorld>) {
  const world = await createWorld(...settings);
  const { db } = world.store;

  /** An active use case. The inputs of its context were reviewed just now. @returns its id */
  const useCase = async (
    slug: string,
    { owner = 'olu', deputy = 'dee', ...set }: UseCaseSet & { owner?: string; deputy?: string } = {},
  ): Promise<number> => {
    const people = { owner: await world.person(owner), deputy: await world.person(deputy) };
    const id = await readyUseCase(db, { slug, ...people, now: world.now() });
    await updateUseCase(db, id, set);
    await world.sql`update context_input set reviewed_at = ${world.now()} where use_case_id = ${id}`;
    return id;
  };

  /** Closes weeks of a use case, the first one beginning on that Monday. @returns the numbers of the cycles */
  const weeks = async (id: number, monday: string, counted: readonly Partial<CycleFacts>[]): Promise<number[]> => {
    await updateUseCase(db, id, { closedThrough: daysAfter(monday, 7 * counted.length - 1) });
    return freezeCycles(
      db,
      counted.map((one, at) => {
        const startsOn = daysAfter(monday, 7 * at);
        const facts = cycleFactsOf(one);
        const days = { startsOn, endsOn: daysAfter(startsOn, 6), closedAt: world.now() };
        return { useCaseId: id, unit: 'week' as const, ...days, facts, measures: measuresOf(facts) };
      }),
    );
  };

  /** People agreed, long before all weeks, when a use case is to be stopped. @returns the number of the agreement */
  const agree = async (
    useCaseId: number,
    kpi: KillKpi,
    threshold: number,
    now = new Date('2026-01-05T00:00:00Z'),
  ): Promise<number> => {
    const [by, other] = [await world.person('olu'), await world.person('dee')];
    const made = { useCaseId, kpi, threshold, cycles: 2, unit: 'week' as const, words: 'Then we stop.' };
    const id = await proposeCriterion(db, { ...made, by, now });
    const waiting = (await standingAgreements(db, [useCaseId])).find((one) => one.id === id)!;
    await agreeTo(db, waiting, other, now);
    return id;
  };

  /** Lets the clock close what has ended. */
  const closeCycles = async (): Promise<void> => {
    const { left } = await world.tick<{ left: boolean }>('close-cycles');
    if (left) await closeCycles();
  };

  /** Lets the clock close what has ended and look which reports are due. @returns what was posted */
  const due = async () => {
    await closeCycles();
    const { posts } = await world.queued(() => world.tick('report-due'));
    return posts.filter((one) => one.subject.startsWith('report:'));
  };

  return {
    ...world,
    useCase,
    weeks,
    agree,
    closeCycles,
    due,
    /** Lets time pass until a moment. */
    until: (at: string) => world.pass(new Date(at).getTime() - world.now().getTime()),
  };
}

/** A week in which so many of these decisions were reversed. */
export const decided = (decisions: number, reversals: number): Partial<CycleFacts> => ({
  reversal_rate: { decisions, reversals, reported: { on: 7, of: 7 } },
});

/** A week in which so many of the votes were thumbs up. */
export const liked = (up: number, votes: number): Partial<CycleFacts> => ({
  satisfaction: { up, votes, reported: { on: 7, of: 7 } },
});
