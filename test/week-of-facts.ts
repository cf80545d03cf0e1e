import { daysAfter } from '../src/rules/calendar.ts';
import { holdBooks } from '../src/store/books.ts';
import { type Decided, keepDecisions } from '../src/store/decisions.ts';
import type { Store } from '../src/store/open.ts';
import { keepReversals, type Reversed } from '../src/store/reversals.ts';

/** A decision of a day, by the application's own key, and that it was taken back on a day. */
export const decidedOn = (useCaseId: number, key: string, day: string): Decided => ({
  useCaseId,
  application: 'desk',
  key,
  versionId: null,
  minutes: null,
  summary: null,
  isShown: false,
  at: new Date(`${day}T12:00:00Z`),
  day,
});
export const reversedOn = (decisionId: number, day: string): Reversed => ({
  decisionId,
  reason: 'It was wrong',
  minutes: 5,
  cost: 10,
  personId: null,
  at: new Date(`${day}T13:00:00Z`),
  day,
});

let decided = 0;

/** Keeps decisions, and how many of them were taken back, spread over the seven days of the week that begins on `monday`. */
export const keepWeek = (
  store: Pick<Store, 'transaction'>,
  useCaseId: number,
  monday: string,
  { decisions, reversals }: { decisions: number; reversals: number },
): Promise<void> =>
  store.transaction(async (db) => {
    await holdBooks(db, [useCaseId]);
    const days = Array.from({ length: decisions }, (_, n) => daysAfter(monday, n % 7));
    const kept = await keepDecisions(
      db,
      days.map((day) => decidedOn(useCaseId, `d${++decided}`, day)),
    );
    await keepReversals(
      db,
      kept.slice(0, reversals).map((one, n) => reversedOn(one.id, days[n]!)),
    );
  });
