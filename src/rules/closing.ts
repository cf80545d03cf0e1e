import { type Cycle, type CycleUnit, closesAt, cycleOf, dayIn, daysAfter } from './calendar.ts';
import type { Due, Judged, Streak } from './kill-switch.ts';
import { HOUR } from './milliseconds.ts';

/** Applications report at night what happened by day: a cycle is closed so many hours after its last day has ended. */
const GRACE_HOURS = 6;

/** What decides which cycles of a use case are closed when. `closedThrough`: the last day of its last closed cycle. */
export type Running = { unit: CycleUnit; zone: string; closedThrough: string | null; runningSince: Date };

/**
 * The cycle that is closed next. The first one is that in which the use case began to run; each other begins on the day after
 * the last close. So the first cycle after a change between weeks and months is cut short, and no day is in two cycles or in none.
 */
export function openCycle({ unit, zone, closedThrough, runningSince }: Running): Cycle {
  if (closedThrough === null) return cycleOf(unit, dayIn(zone, runningSince));
  const startsOn = daysAfter(closedThrough, 1);
  return { startsOn, endsOn: cycleOf(unit, startsOn).endsOn };
}

/** The cycles whose time has come, the oldest first: one as a rule, more after a downtime. */
export function dueCycles(running: Running, at: Date): Cycle[] {
  const found: Cycle[] = [];
  let { closedThrough } = running;
  for (;;) {
    const cycle = openCycle({ ...running, closedThrough });
    if (closesAt(cycle, running.zone).getTime() + GRACE_HOURS * HOUR > at.getTime()) return found;
    found.push(cycle);
    closedThrough = cycle.endsOn;
  }
}

/** The same for many at one moment: most of them close the same cycles, and calendars are slow (measured: 0.4 ms each). */
export function dueCyclesAt(at: Date): (running: Running) => readonly Cycle[] {
  const known = new Map<string, Cycle[]>();
  return (running) => {
    const { unit, zone, closedThrough, runningSince } = running;
    const key = `${unit} ${zone} ${closedThrough ?? runningSince.getTime()}`;
    const found = known.get(key) ?? dueCycles(running, at);
    known.set(key, found);
    return found;
  };
}

/** What was found due at the close of one of several cycles, by its first day. */
export type Found = { startsOn: string; due: Due };

/**
 * What is still due when several cycles were closed at once, after a downtime. Each was looked at in its order, as if nobody
 * had answered since; of each criterion the latest finding counts, unless a later cycle kept it: then nothing of it is true any
 * more. Whoever is asked to stop a use case for a criterion is not warned of it too.
 */
export function stillDue(found: readonly Found[], judged: readonly Judged[]): Due {
  const proposed = new Map<number, Streak>();
  const warned = new Map<number, Streak>();
  let maySnooze = true;
  for (const { startsOn, due } of found) {
    if (due.kind === 'nothing') continue;
    for (const streak of due.warnings) if (holds(streak, startsOn, judged)) warned.set(streak.criterion.id, streak);
    if (due.kind === 'warning') continue;
    for (const streak of due.proposed) if (holds(streak, startsOn, judged)) proposed.set(streak.criterion.id, streak);
    ({ maySnooze } = due);
  }
  for (const id of proposed.keys()) warned.delete(id);
  const [proposals, warnings] = [inOrder(proposed), inOrder(warned)];
  if (proposals.length > 0) return { kind: 'proposal', proposed: proposals, warnings, maySnooze };
  return warnings.length > 0 ? { kind: 'warning', warnings } : { kind: 'nothing' };
}

const holds = ({ criterion }: Streak, since: string, judged: readonly Judged[]) =>
  !judged.some(
    (one) =>
      one.criterion.id === criterion.id &&
      one.verdicts.some(({ startsOn, verdict }) => verdict === 'kept' && startsOn > since),
  );

const inOrder = (streaks: ReadonlyMap<number, Streak>) =>
  [...streaks.values()].sort((one, other) => one.criterion.id - other.criterion.id);
