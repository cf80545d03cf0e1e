import { type Cycle, dayIn } from '../../rules/calendar.ts';
import { type Found, stillDue } from '../../rules/closing.ts';
import { type CycleFacts, type Measures, measuresOf } from '../../rules/cycle.ts';
import { due, type Judged, verdict } from '../../rules/kill-switch.ts';
import { closeBooks, holdBooks } from '../../store/books.ts';
import type { Closable } from '../../store/closings.ts';
import { type Agreed, criterionOf, standingAgreements } from '../../store/criteria.ts';
import { cycleFacts } from '../../store/cycle-facts.ts';
import { addJudgements, freezeCycles, judgedLately } from '../../store/cycles.ts';
import type { Db } from '../../store/open.ts';
import { openProposals, snoozedCycles } from '../../store/proposals.ts';
import type { Ctx } from '../kit/command.ts';
import { inForce } from './agreement.ts';
import { warnOrPropose } from './warn-or-propose.ts';

/** A use case with its cycles whose time has come. */
export type Closing = { of: Closable; cycles: readonly Cycle[] };
type Closed = { of: Closable; cycle: Cycle; facts: CycleFacts; measures: Measures; id: number };

/** Closes cycles of use cases that are locked, and warns and proposes as was agreed. @returns how many were closed */
export async function closeDueCycles(ctx: Ctx, closing: readonly Closing[]): Promise<number> {
  const { db, now } = ctx;
  const closed = await freeze(db, closing, now);
  for (const { of, cycleId, found, judged } of await judge(db, closing, closed))
    await warnOrPropose(ctx, of.id, cycleId, stillDue(found, judged));
  for (const { of, cycle, facts } of closed)
    ctx.record('close_cycle', `usecase:${of.slug}`, { ...cycle, late: facts.late });
  return closed.length;
}

/** Counts what each cycle has and keeps it as it is, the oldest cycles first. */
async function freeze(db: Db, closing: readonly Closing[], now: Date): Promise<Closed[]> {
  await holdBooks(
    db,
    closing.map(({ of }) => of.id),
  );
  const spans = Map.groupBy(
    closing.flatMap(({ of, cycles }) => cycles.map((cycle) => ({ of, cycle }))),
    ({ cycle }) => `${cycle.endsOn} ${cycle.startsOn}`,
  );
  const closed: Omit<Closed, 'id'>[] = [];
  for (const [, all] of [...spans].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const ids = all.map(({ of }) => of.id);
    const { startsOn, endsOn } = all[0]!.cycle;
    await closeBooks(db, ids, endsOn);
    const counted = await cycleFacts(db, ids, startsOn, endsOn);
    for (const one of all) {
      const facts = counted.get(one.of.id)!;
      closed.push({ ...one, facts, measures: measuresOf(facts) });
    }
  }
  const rows = closed.map(({ of, cycle, facts, measures }) => ({
    useCaseId: of.id,
    unit: of.unit,
    ...cycle,
    closedAt: now,
    facts,
    measures,
  }));
  const ids = await freezeCycles(db, rows);
  return closed.map((one, at) => ({ ...one, id: ids[at]! }));
}

type Judgement = { of: Closable; cycleId: number; found: Found[]; judged: Judged[] };

/** Holds each closed cycle against the criteria that are in force, and says what is due at the close of each. */
async function judge(db: Db, closing: readonly Closing[], closed: readonly Closed[]): Promise<Judgement[]> {
  const ids = closing.map(({ of }) => of.id);
  const standing = Map.groupBy(await standingAgreements(db, ids), (one) => one.useCaseId);
  const criteria = new Map(closing.map(({ of }) => [of.id, inForce(standing.get(of.id) ?? [], { period: of.unit })]));
  const all = [...criteria.values()].flat();
  if (all.length === 0) return [];
  const before = Map.groupBy(
    await judgedLately(
      db,
      all.map((one) => one.id),
    ),
    (one) => one.criterionId,
  );
  const open = new Set((await openProposals(db, ids)).map((one) => one.useCaseId));
  const snoozed = await snoozedCycles(db, ids);
  const cycles = Map.groupBy(closed, ({ of }) => of.id);
  const said: Parameters<typeof addJudgements>[1][number][] = [];
  const judgements = closing.map(({ of }) => {
    const mine = cycles.get(of.id)!;
    const judged = criteria.get(of.id)!.map((criterion) => {
      const fresh = mine.flatMap((one) => verdictOn(criterion, one));
      said.push(...fresh);
      return { criterion: criterionOf(criterion), verdicts: [...(before.get(criterion.id) ?? []), ...fresh] };
    });
    const found = mine.map(({ cycle: { startsOn } }) => ({
      startsOn,
      due: due({ ...of, startsOn, judged, open: open.has(of.id), snoozed: snoozed.get(of.id)! }),
    }));
    return { of, cycleId: mine.at(-1)!.id, found, judged };
  });
  await addJudgements(db, said);
  return judgements;
}

// Days before the agreement are nobody's fault: they are not even judged.
function verdictOn(criterion: Agreed, { of, cycle: { startsOn }, id, measures }: Closed) {
  if (startsOn < dayIn(of.zone, criterion.agreedAt)) return [];
  const { verdict: found, why = null } = verdict(criterion, measures[criterion.kpi]);
  return [{ criterionId: criterion.id, cycleId: id, startsOn, verdict: found, why }];
}
