import { dayIn } from '../calendar.ts';
import { isWorse, type Share } from '../statistics.ts';
import type { ClosedCycle, Released, Watched } from './watched.ts';
import type { Recognition } from './weekly-report.ts';

/** Whether the first share is better than the second, beyond what chance explains. */
const isBetter = (one: Share, other: Share): boolean => isWorse(other, one);

/** A movement of satisfaction from the cycle before to the last one that is more than chance; null when there is none. */
export function satisfactionMoved({ cycles }: Watched): { now: Share; was: Share; better: boolean } | null {
  const [was, now] = cycles.slice(-2).map(({ facts }) => ({ up: facts.satisfaction.up, of: facts.satisfaction.votes }));
  if (!was || !now) return null;
  if (isBetter(now, was)) return { now, was, better: true };
  return isWorse(now, was) ? { now, was, better: false } : null;
}

/**
 * Whose work came before an outcome that is clearly better (two shares of at least 30 each, two-proportion test, p < 0.05):
 * a version that is liked more than the one before it, by the change that released it; or fewer reversals in the last
 * cycle than in the one before, by the changes that were released in those two. What came before need not be the cause.
 */
export function recognitions(one: Watched): Recognition[] {
  const useCase = one.slug;
  const liked = one.rivals
    .filter(({ now, was }) => isBetter(now, was))
    .map(
      ({ prompt, version, now, was, release }): Recognition => ({
        kind: 'satisfaction',
        key: `satisfaction:${prompt}:${version}`,
        useCase,
        prompt,
        version,
        now,
        was,
        ...by(release),
      }),
    );
  return [...liked, ...fewerReversals(one)];
}

const by = (release: Released | null) => ({
  change: release?.change ?? null,
  author: release?.author ?? null,
  answered: release?.answered ?? 0,
});

function fewerReversals(one: Watched): Recognition[] {
  const [before, last] = one.cycles.slice(-2);
  const [was, now] = [before, last].map((cycle) => cycle && upheld(cycle));
  if (!before || !last || !was || !now || !isBetter(now, was)) return [];
  return one.released
    .filter(({ at }) => {
      const day = dayIn(one.timezone, at);
      return day >= before.startsOn && day <= last.endsOn;
    })
    .map((release) => ({
      kind: 'reversals',
      key: `reversals:${one.slug}:${last.startsOn}:${release.change}`,
      useCase: one.slug,
      prompt: release.prompt,
      now,
      was,
      ...by(release),
    }));
}

/** Decisions that stood; null where it is not known how many. */
function upheld({ facts, measures }: ClosedCycle): Share | null {
  const { decisions, reversals } = facts.reversal_rate;
  if (measures.reversal_rate.kind === 'unknown' || reversals > decisions) return null;
  return { up: decisions - reversals, of: decisions };
}
