import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CycleUnit, daysAfter } from '../../src/rules/calendar.ts';
import { measuresOf } from '../../src/rules/cycle.ts';
import type { Verdict } from '../../src/rules/kill-switch.ts';
import { agreeTo, endAgreement, proposeCriterion, standingAgreements } from '../../src/store/criteria.ts';
import {
  addJudgements,
  cyclesBetween,
  freezeCycles,
  judgedBetween,
  judgedLately,
  lastCycles,
} from '../../src/store/cycles.ts';
import {
  getProposal,
  getWarning,
  lastProposal,
  noteAsked,
  noteWarning,
  openProposal,
  openProposals,
  settleProposal,
  snoozedCycles,
} from '../../src/store/proposals.ts';
import { sqlState } from '../../src/store/sql-state.ts';
import { getUseCase, updateUseCase } from '../../src/store/use-cases.ts';
import { cycleFactsOf } from '../cycle-facts.ts';
import { readyUseCase } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let [olu, dee] = [0, 0];
const now = new Date('2026-03-03T09:00:00Z');

beforeAll(async () => {
  world = await createWorld();
  olu = await world.person('olu');
  dee = await world.person('dee');
});
afterAll(() => world?.close());

const useCase = (slug: string) => readyUseCase(world.store.db, { slug, owner: olu, deputy: dee, now });

const criterion = {
  kpi: 'reversal_rate' as const,
  threshold: 15,
  cycles: 2,
  unit: 'week' as CycleUnit,
  words: 'Above 15 % we stop.',
};
const proposed = async (useCaseId: number, over: Partial<typeof criterion> = {}) => {
  const id = await proposeCriterion(world.store.db, { useCaseId, ...criterion, ...over, by: olu, now });
  return (await standingAgreements(world.store.db, [useCaseId])).find((one) => one.id === id)!;
};
const agreed = async (useCaseId: number, over: Partial<typeof criterion> = {}) => {
  const one = await proposed(useCaseId, over);
  await agreeTo(world.store.db, one, dee, now);
  return one.id;
};

const FIRST = '2026-03-02';
const facts = cycleFactsOf({ reversal_rate: { decisions: 40, reversals: 8, reported: { on: 7, of: 7 } } });
/** Freezes cycle after cycle, with what a criterion says of each. */
async function closed(useCaseId: number, verdicts: readonly Verdict[], criterionId?: number): Promise<number[]> {
  const starts = verdicts.map((_, week) => daysAfter(FIRST, 7 * week));
  const { db } = world.store;
  const ids = await freezeCycles(
    db,
    starts.map((startsOn) => ({
      useCaseId,
      unit: 'week',
      startsOn,
      endsOn: daysAfter(startsOn, 6),
      closedAt: now,
      facts,
      measures: measuresOf(facts),
    })),
  );
  if (criterionId !== undefined)
    await addJudgements(
      db,
      verdicts.map((verdict, at) => ({
        criterionId,
        cycleId: ids[at]!,
        startsOn: starts[at]!,
        verdict,
        why: verdict === 'unknown' ? 'no decisions were reported' : null,
      })),
    );
  return ids;
}

const state = async (work: Promise<unknown>) =>
  sqlState(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  );

test('what a cycle is made of is kept as it was, and read back by use case and by span', async () => {
  const [one, two] = [await useCase('kept-one'), await useCase('kept-two')];
  const ids = await closed(one, ['kept', 'kept', 'kept']);
  const found = await lastCycles(world.store.db, [one, two], 2);
  expect(found.get(two)).toEqual([]);
  expect(found.get(one)!.map((cycle) => cycle.id)).toEqual(ids.slice(1));
  expect(found.get(one)![0]).toEqual({
    id: ids[1],
    useCaseId: one,
    unit: 'week',
    startsOn: '2026-03-09',
    endsOn: '2026-03-15',
    closedAt: now,
    facts,
    measures: measuresOf(facts),
  });
  expect(found.get(one)![0]!.measures.reversal_rate).toMatchObject({ kind: 'known', value: 20, numerator: 8 });
  expect((await cyclesBetween(world.store.db, one, FIRST, '2026-03-09')).map((cycle) => cycle.id)).toEqual(
    ids.slice(0, 2),
  );
});

test('a cycle closes once, and nothing rewrites what was closed, judged or warned of', async () => {
  const id = await useCase('once');
  const by = await agreed(id);
  const [cycleId] = await closed(id, ['breach'], by);
  await noteWarning(world.store.db, {
    cycleId: cycleId!,
    personId: olu,
    breaches: [{ criterion: by, cycles: [FIRST] }],
    at: now,
  });
  expect(await getWarning(world.store.db, cycleId!)).toMatchObject({ useCaseId: id, personId: olu });
  expect(await state(closed(id, ['kept']))).toBe('23505');
  for (const statement of [
    `update cycle set facts = '{}' where id = ${cycleId}`,
    `delete from cycle where id = ${cycleId}`,
    `update judgement set verdict = 'kept' where criterion_id = ${by}`,
    `delete from warning where cycle_id = ${cycleId}`,
    `update criterion set threshold = 99 where id = ${by}`,
    `update criterion set agreed_at = now() where id = ${by}`,
  ])
    expect((await world.sql.unsafe(statement).catch((error: unknown) => error)) as object, statement).toMatchObject({
      code: '23001',
    });
});

test('a streak is read back to the cycle in which the criterion was last kept', async () => {
  const id = await useCase('streak');
  const by = await agreed(id);
  await closed(id, ['breach', 'kept', 'breach', 'unknown', 'breach'], by);
  const lately = await judgedLately(world.store.db, [by]);
  expect(lately.map((one) => one.verdict)).toEqual(['kept', 'breach', 'unknown', 'breach']);
  expect(lately[2]).toEqual({
    criterionId: by,
    startsOn: '2026-03-23',
    verdict: 'unknown',
    why: 'no decisions were reported',
  });
  const all = await judgedBetween(world.store.db, [by], FIRST, '2026-03-09');
  expect(all.map((one) => one.verdict)).toEqual(['breach', 'kept']);
});

test('a new agreement takes the place of the old one when it is agreed, not before', async () => {
  const id = await useCase('agreements');
  const standing = async () =>
    (await standingAgreements(world.store.db, [id])).map((one) => [one.threshold, one.agreedBy?.name ?? null]);
  await agreed(id);
  await proposed(id, { threshold: 20 });
  expect(await standing()).toEqual([
    [15, 'Dee'],
    [20, null],
  ]);
  // Who thinks again before anybody said yes replaces what waits.
  const next = await proposed(id, { threshold: 25 });
  await agreeTo(world.store.db, next, dee, now);
  expect(await standing()).toEqual([[25, 'Dee']]);
  await endAgreement(world.store.db, next.id, dee, now);
  expect(await standing()).toEqual([]);
});

test('one proposal of a use case is open at a time, and it is decided once', async () => {
  const id = await useCase('proposals');
  const by = await agreed(id);
  const [first, second] = await closed(id, ['breach', 'breach'], by);
  const { db } = world.store;
  const made = { useCaseId: id, breaches: [{ criterion: by, cycles: [FIRST] }], maySnooze: true, madeAt: now };
  const proposal = await openProposal(db, { ...made, cycleId: first! });
  expect(await state(openProposal(db, { ...made, cycleId: second! }))).toBe('23505');
  await noteAsked(db, proposal, { asked: [dee], step: 'remind', announced: true });
  expect(await openProposals(db, [id])).toMatchObject([
    { id: proposal, asked: [dee], step: 'remind', announced: true, startsOn: FIRST },
  ]);
  const decide = () =>
    settleProposal(db, proposal, { state: 'snoozed', by: dee, why: null, now, snoozes: '2026-03-16' });
  const won = await Promise.all(Array.from({ length: 8 }, decide));
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await getProposal(db, proposal)).toMatchObject({ state: 'snoozed', decidedBy: { name: 'Dee' } });
  expect(await openProposals(db)).toEqual([]);
  expect((await lastProposal(db, id))?.id).toBe(proposal);
  expect((await snoozedCycles(db, [id])).get(id)).toEqual(['2026-03-16']);
  const again = await world.sql`update proposal set state = 'kept' where id = ${proposal}`.catch((error) => error);
  expect(again).toMatchObject({ code: '23001' });
});

test('a use case runs since it left the draft or was resumed, whatever else changes', async () => {
  const id = await useCase('runs');
  const { db } = world.store;
  const since = async () => (await getUseCase(db, id)).runningSince;
  const at = (day: number) => new Date(Date.UTC(2026, 4, day));
  expect(await since()).toEqual(now);
  await updateUseCase(db, id, { state: 'pilot', stateSince: at(1) });
  expect(await since()).toEqual(now);
  await updateUseCase(db, id, { state: 'paused', stateSince: at(2) });
  expect(await since()).toEqual(now);
  await updateUseCase(db, id, { state: 'active', stateSince: at(3) });
  expect(await since()).toEqual(at(3));
});
