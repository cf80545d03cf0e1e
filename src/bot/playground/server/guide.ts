import type { Happening, Ref } from '../options.ts';
import { helpDesk, personOf } from '../story/people.ts';
import type { Client } from './client.ts';
import { type ClientKey, type Guide, type Spot, type StepName, stepNames, type Told } from './protocol.ts';

/** Ticks the steps off when they have really happened: by what the store says, and by what was asked and seen. */
export function createGuide(clients: () => readonly Client[]) {
  const done = new Set<StepName>();
  let told: Told[] = [];
  let change: Spot | null = null;
  let release: Spot | null = null;
  let across: Spot | null = null;
  let complainer: string | null = null;
  let heard: Told | null = null;
  /** Where the newest change of each prompt was submitted. */
  const submittedIn = new Map<string, ClientKey | undefined>();
  let curl: string | null = null;

  /** Where the people of the story see it, client by client. */
  function spots(where: 'reviews' | 'announcements', { prompt, at }: Happening): Spot[] {
    return clients()
      .map((client) => client.spot(where, prompt, at))
      .filter((found) => found !== null);
  }

  /** The client in which somebody did something. */
  const clientOf = (by: string, at: Date): ClientKey | undefined =>
    clients().find((client) => client.did(personOf(by) ?? by, at))?.key;

  /** A post that some client shows, and who has looked at it. */
  const arrivedAt = (ref: Ref) => clients().flatMap((client) => client.arrived(ref) ?? []);

  function noteHappening(happening: Happening): void {
    if (happening.kind === 'submitted') {
      done.add('submit');
      const [all, home] = [spots('reviews', happening), clientOf(happening.by, happening.at)];
      // What was long ago is remembered no more; it was noted when it was new.
      if (home !== undefined || !submittedIn.has(happening.prompt)) submittedIn.set(happening.prompt, home);
      change = all[0] ?? null;
      across = all.find(({ client }) => client !== submittedIn.get(happening.prompt)) ?? null;
    }
    if (happening.kind === 'released' && happening.author !== null && happening.author !== happening.by) {
      done.add('approve');
      release = spots('announcements', happening)[0] ?? null;
      across = null;
      const [from, to] = [submittedIn.get(happening.prompt), clientOf(happening.by, happening.at)];
      if (from !== undefined && to !== undefined && from !== to) done.add('across');
    }
    // The help desk reads as well, for every answer that comes in.
    if (happening.kind === 'read' && happening.token !== helpDesk) done.add('read');
    if (happening.kind === 'rolled_back') noteRollback(happening.by, happening.posts);
    if (happening.kind === 'complained') complainer = personOf(happening.by) ?? null;
    if (happening.kind === 'answered') noteAnswer(happening.ref);
  }

  function noteAnswer(ref: Ref): void {
    const [arrived] = arrivedAt(ref);
    if (!arrived) return;
    heard = arrived.told;
    if (arrived.seenBy.some((key) => key === arrived.told.person)) done.add('heard');
  }

  function noteRollback(by: string, posts: readonly Ref[]): void {
    done.add('rollback');
    const arrived = posts.flatMap(arrivedAt);
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
      submittedIn.clear();
      [told, change, release, across, curl] = [[], null, null, null, null];
      [complainer, heard] = [null, null];
    },
    now: (): Guide => ({
      done: stepNames.filter((name) => done.has(name)),
      curl,
      change,
      release,
      across,
      told,
      complainer,
      heard,
    }),
  };
}
