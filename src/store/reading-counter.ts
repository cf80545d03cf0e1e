import { randomUUID } from 'node:crypto';
import { claimInvocation } from './invocations.ts';
import type { Store } from './open.ts';
import { addReadings, type Tally } from './readings.ts';
import { sqlState } from './sql-state.ts';

/** Counts who reads which label in memory and writes it down about once a second. */
export type ReadingCounter = {
  count(tokenId: number, promptId: number, label: string): void;
  /** Reads that are not written down yet. */
  waiting(): number;
  /** Writes down what was counted so far; false when the database could not be reached, and it is kept. */
  flush(): Promise<boolean>;
  /** Writes down the rest; what the database does not take within two seconds is lost, and the log says how much. */
  stop(): Promise<void>;
};

type Log = Record<'warn' | 'error', (facts: Record<string, unknown>, message: string) => void>;
type Batch = { id: string; tallies: Tally[] };

const EVERY = 1_000;
// Rows of one statement, which holds seven values for each; and rows kept while the database is away.
const AT_ONCE = 2_000;
const MOST = 20_000;

/**
 * Each batch is written in one transaction with its own id: one whose commit was never answered is sent again under the
 * same id and counts once. A batch never changes after its first attempt; new reads wait for the next one.
 */
export function createReadingCounter(of: { store: Store; clock: () => Date; log: Log }): ReadingCounter {
  const { store, clock, log } = of;
  let fresh = new Map<number, Map<number, Map<string, Tally>>>();
  const kept = new Map<string, Tally>();
  let batch: Batch | null = null;
  let dropped = 0;
  let failing = false;
  let writing = Promise.resolve(true);

  // What was counted in this round. The day of a read is that of the first in its round.
  const seal = () => {
    const sealed = fresh;
    fresh = new Map();
    for (const prompts of sealed.values()) {
      for (const labels of prompts.values()) for (const tally of labels.values()) merge(tally);
    }
  };

  const merge = (tally: Tally) => {
    const key = `${tally.tokenId} ${tally.promptId} ${tally.label} ${tally.day}`;
    const known = kept.get(key);
    if (known) {
      known.count += tally.count;
      known.lastAt = tally.lastAt;
    } else if (kept.size < MOST) kept.set(key, tally);
    else dropped += tally.count;
  };

  const nextBatch = (): Batch | null => {
    const tallies = [...kept.values()].slice(0, AT_ONCE);
    for (const [key] of [...kept].slice(0, AT_ONCE)) kept.delete(key);
    // Every process writes in the same order, so that no two wait for each other's rows.
    tallies.sort((a, b) => a.promptId - b.promptId || a.tokenId - b.tokenId || (a.label < b.label ? -1 : 1));
    return tallies.length > 0 ? { id: `readings:${randomUUID()}`, tallies } : null;
  };

  const write = async (): Promise<boolean> => {
    seal();
    for (batch ??= nextBatch(); batch; batch = nextBatch()) {
      const { id, tallies } = batch;
      try {
        await store.background.transaction(async (db) => {
          if (await claimInvocation(db, id, clock())) await addReadings(db, tallies);
        });
        failing = false;
      } catch (error) {
        const state = sqlState(error);
        // A row that the database refuses for what it says would be refused for ever.
        if (state?.startsWith('22') || state?.startsWith('23')) {
          log.error({ state, rows: tallies.length }, 'counted reads were refused and are lost');
          continue;
        }
        if (!failing) log.warn({ err: error }, 'counted reads cannot be written down; they are kept');
        failing = true;
        return false;
      }
    }
    if (dropped > 0) log.error({ reads: dropped }, 'too many reads were kept; these were not counted');
    dropped = 0;
    return true;
  };

  const flush = () => {
    writing = writing.then(write, write);
    return writing;
  };
  let busy = false;
  const timer = setInterval(() => {
    seal();
    if (busy) return;
    busy = true;
    void flush().finally(() => {
      busy = false;
    });
  }, EVERY).unref();

  const waiting = () => {
    let sum = 0;
    for (const prompts of fresh.values()) {
      for (const labels of prompts.values()) for (const tally of labels.values()) sum += tally.count;
    }
    for (const tally of [...kept.values(), ...(batch?.tallies ?? [])]) sum += tally.count;
    return sum;
  };

  return {
    count(tokenId, promptId, label) {
      const now = clock();
      const tally = fresh.get(tokenId)?.get(promptId)?.get(label);
      if (tally) {
        tally.count++;
        tally.lastAt = now;
        return;
      }
      const prompts = fresh.get(tokenId) ?? new Map<number, Map<string, Tally>>();
      const labels = prompts.get(promptId) ?? new Map<string, Tally>();
      const day = now.toISOString().slice(0, 10);
      labels.set(label, { tokenId, promptId, label, day, count: 1, firstAt: now, lastAt: now });
      fresh.set(tokenId, prompts.set(promptId, labels));
    },
    waiting,
    flush,
    async stop() {
      clearInterval(timer);
      let late: NodeJS.Timeout | undefined;
      const over = new Promise<boolean>((done) => {
        late = setTimeout(done, 2_000, false);
      });
      const written = await Promise.race([flush(), over]);
      clearTimeout(late);
      if (!written) log.error({ reads: waiting() }, 'counted reads were not written down and are lost');
    },
  };
}
