import type { Happening } from '../options.ts';
import { personOf } from '../story/people.ts';
import type { Client } from './client.ts';
import { type Guide, type Spot, type StepName, stepNames, type Told } from './protocol.ts';

/** Ticks the six steps off when they have really happened: by what the store says, and by what was asked and seen. */
export function createGuide(clients: () => readonly Client[]) {
  const done = new Set<StepName>();
  let told: Told[] = [];
  let change: Spot | null = null;
  let release: Spot | null = null;
  let curl: string | null = null;

  const spot = (where: 'reviews' | 'announcements', { prompt, at }: Happening): Spot | null =>
    clients()
      .map((client) => client.spot(where, prompt, at))
      .find((found) => found !== null) ?? null;

  function noteHappening(happening: Happening): void {
    if (happening.kind === 'submitted') {
      done.add('submit');
      change = spot('reviews', happening);
    }
    if (happening.kind === 'released' && happening.author !== null && happening.author !== happening.by) {
      done.add('approve');
      release = spot('announcements', happening);
    }
    if (happening.kind === 'read') done.add('read');
    if (happening.kind === 'rolled_back') noteRollback(happening.by, happening.at);
  }

  function noteRollback(by: string, at: Date): void {
    done.add('rollback');
    const arrived = clients().flatMap((client) => client.announced(at));
    told = arrived.map((one) => one.told);
    // Whoever rolled back is not the one who is told.
    if (arrived.some(({ seenBy }) => seenBy.some((key) => key !== personOf(by)))) done.add('told');
  }

  return {
    /** What the store has said since the story ended. */
    noteHappenings: (happenings: readonly Happening[]) => happenings.forEach(noteHappening),
    noteDiff(): void {
      done.add('diff');
    },
    offerCurl(line: string | null): void {
      curl = line;
    },
    reset(): void {
      done.clear();
      [told, change, release, curl] = [[], null, null, null];
    },
    now: (): Guide => ({ done: stepNames.filter((name) => done.has(name)), curl, change, release, told }),
  };
}
