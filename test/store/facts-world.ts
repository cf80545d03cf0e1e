import { createHash } from 'node:crypto';
import { daysAfter } from '../../src/rules/calendar.ts';
import type { CycleFacts } from '../../src/rules/cycle.ts';
import { closeBooks, holdBooks } from '../../src/store/books.ts';
import { cycleFacts } from '../../src/store/cycle-facts.ts';
import { type Decided, keepDecisions } from '../../src/store/decisions.ts';
import type { Store } from '../../src/store/open.ts';
import { keepReversals, type Reversed } from '../../src/store/reversals.ts';
import { enableUsers, keepUsage, keepUsers } from '../../src/store/usage.ts';
import { readyUseCase } from '../use-case.ts';
import { createWorld } from '../world.ts';

export type FactsWorld = Awaited<ReturnType<typeof factsWorld>>;
/** A Monday. */
export const MONDAY = '2026-03-02';

/** A world with use cases whose facts are written as the doors do, by whichever process. */
export async function factsWorld() {
  const world = await createWorld();
  const [owner, deputy] = [await world.person('olu'), await world.person('dee')];
  let made = 0;
  const whoOf = (user: string) => createHash('md5').update(user).digest('hex');

  const days = (useCaseId: number, rows: [user: string, day: string][], store: Store, keep: typeof keepUsage) =>
    store.transaction(async (db) => {
      await holdBooks(db, [useCaseId]);
      const ids = await keepUsers(
        db,
        rows.map(([user]) => ({ useCaseId, who: whoOf(user) })),
      );
      return keep(
        db,
        rows.map(([, day], i) => ({ userId: ids[i]!, day })),
      );
    });

  return {
    ...world,
    /** A new use case. */
    useCase: () => readyUseCase(world.store.db, { slug: `case-${++made}`, owner, deputy, now: world.now() }),
    use: (id: number, rows: [string, string][], store = world.store) => days(id, rows, store, keepUsage),
    enable: (id: number, rows: [string, string][], store = world.store) => days(id, rows, store, enableUsers),
    decide: (useCaseId: number, rows: (Partial<Decided> & { key: string; day: string })[], store = world.store) =>
      store.transaction(async (db) => {
        await holdBooks(db, [useCaseId]);
        const more = {
          useCaseId,
          application: 'help-desk',
          versionId: null,
          minutes: null,
          summary: null,
          isShown: false,
        };
        return keepDecisions(
          db,
          rows.map((row) => ({ ...more, at: new Date(`${row.day}T12:00:00Z`), ...row })),
        );
      }),
    reverse: (
      useCaseId: number,
      rows: (Partial<Reversed> & { decisionId: number; day: string })[],
      store = world.store,
    ) =>
      store.transaction(async (db) => {
        await holdBooks(db, [useCaseId]);
        const more = { reason: 'It was wrong', minutes: null, cost: null, personId: null };
        return keepReversals(
          db,
          rows.map((row) => ({ ...more, at: new Date(`${row.day}T12:00:00Z`), ...row })),
        );
      }),
    closeBooks: (id: number, through: string, store = world.store) =>
      store.transaction((db) => closeBooks(db, [id], through)),
    /** What is known of a week, by its Monday. */
    week: async (id: number, startsOn = MONDAY): Promise<CycleFacts> =>
      (await cycleFacts(world.store.db, [id], startsOn, daysAfter(startsOn, 6))).get(id)!,
    facts: async (id: number, startsOn: string, endsOn: string): Promise<CycleFacts> =>
      (await cycleFacts(world.store.db, [id], startsOn, endsOn)).get(id)!,
  };
}

/** So many days after a Monday. */
export const day = (days: number) => daysAfter(MONDAY, days);
