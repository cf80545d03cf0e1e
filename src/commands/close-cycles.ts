import { dueCyclesAt } from '../rules/closing.ts';
import { type CloseFault, closeFaults, forgetCloseFaults, noteCloseFaults } from '../store/close-faults.ts';
import { closableUseCases, lockToClose } from '../store/closings.ts';
import { type Closing, closeDueCycles } from './acts/close-due-cycles.ts';
import { attempt } from './kit/attempt.ts';
import { clockCommand } from './kit/clock-command.ts';
import { count } from './kit/words.ts';

/** People and applications wait for what is locked here; the clock comes back at once for what is left. */
const MOST = 50;
/** The same of cycles, of which there are many after a long downtime; those of one use case are closed together. */
const MOST_CYCLES = 150;
/** A use case whose own close failed is tried again after so long. */
const REST = 5 * 60_000;

/**
 * Closes so many use cases at once. Where that fails each of them is tried by itself, after all the others: so one that
 * cannot be closed holds nobody back, and is left alone for a while.
 */
export const closeCycles = clockCommand({
  name: 'close-cycles',
  summary: 'Close the weeks and months that have ended, and propose what was agreed',
  async run(ctx) {
    const { db, now } = ctx;
    const dueCycles = dueCyclesAt(now);
    const faults = await closeFaults(db);
    const due = (await closableUseCases(db)).filter(
      (one) => !rests(faults.get(one.id), now) && dueCycles(one).length > 0,
    );
    const sound = due.filter(({ id }) => !faults.has(id));
    const [next, most] = sound.length > 0 ? [sound, MOST] : [due, 1];
    const ids = next.map(({ id }) => id);
    const locked = ids.length === 0 ? [] : await lockToClose(db, ids, most);
    // Asked again under the lock: another process may have closed them in the meantime.
    const closing = aPart(
      locked.map((of) => ({ of, cycles: dueCycles(of) })).filter(({ cycles }) => cycles.length > 0),
    );
    if (closing.length === 0) return { closed: 0, left: false };
    const tried = closing.map(({ of }) => of.id);
    const close = await attempt(ctx, (part) => closeDueCycles(part, closing));
    if (close.ok) {
      await forgetCloseFaults(db, tried);
      return { closed: close.done, left: due.length > closing.length };
    }
    await noteCloseFaults(db, tried, now);
    const [first, ...others] = closing;
    const about = others.length === 0 ? { usecase: first!.of.slug } : { usecases: tried.length };
    ctx.log.error({ ...about, err: close.error }, 'cycles could not be closed');
    return { closed: 0, left: due.length > 1 };
  },
  say: ({ closed }) => ({ title: [`${count(closed, 'cycle')} closed`], parts: [] }),
});

const rests = (fault: CloseFault | undefined, now: Date): boolean =>
  fault?.alone === true && now.getTime() - fault.at.getTime() < REST;

function aPart(found: readonly Closing[]): Closing[] {
  let cycles = 0;
  return found.filter((one, at) => {
    cycles += one.cycles.length;
    return at === 0 || cycles <= MOST_CYCLES;
  });
}
