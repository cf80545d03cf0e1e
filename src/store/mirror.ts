import { listen } from './listen.ts';
import { createMemory } from './memory.ts';
import { createMoveFeed, type MoveFeed } from './move-feed.ts';
import type { Store } from './open.ts';
import { type Miss, type Reading, readingLoader, type Which } from './prompt-reading.ts';
import { createReadingCounter, type ReadingCounter } from './reading-counter.ts';
import { createTokenMemory, type TokenMemory } from './token-memory.ts';

/**
 * What readers ask for, answered from memory and kept true by listening: a move or a revoked token committed by any
 * process is known here within milliseconds. While nobody can be heard, everything comes from the database.
 */
export type Mirror = {
  /** The ready answer for a label, if it is remembered; `slug` and `label` exactly as they are stored. */
  peek(slug: string, label: string): Reading | undefined;
  /** The answer, or why there is none. */
  read(slug: string, which: Which): Promise<Reading | Miss>;
  tokens: TokenMemory;
  readings: Pick<ReadingCounter, 'count' | 'waiting' | 'flush'>;
  moves: MoveFeed;
  /** Whether the line to the database is up, so that memory is used. */
  up(): boolean;
  /** Bytes of remembered answers, about. */
  weight(): number;
  /** Stops listening and writes down the reads that were counted. */
  stop(): Promise<void>;
};

type Log = Record<'info' | 'warn' | 'error', (facts: Record<string, unknown>, message: string) => void>;

const MOST = 64_000_000;

/** Opens the mirror of a store. It serves at once; memory is used as soon as the line is up. `most`: bytes of answers. */
export function openMirror(of: { store: Store; clock: () => Date; log: Log; most?: number }): Mirror {
  const { store, clock, log, most = MOST } = of;
  const up = () => listener.up();
  const memory = createMemory<Reading | Miss>({
    trusted: up,
    tag: (found) => ('miss' in found ? null : found.promptId),
    weigh: (found) => ('miss' in found ? 0 : 500 + found.bytes),
    most,
    renew: true,
  });
  const load = readingLoader(store.db);
  const tokens = createTokenMemory(store.db, up);
  const moves = createMoveFeed(store.db);
  const readings = createReadingCounter({ store, clock, log });
  const listener = listen(
    store,
    {
      heard(news) {
        if (news.about === 'prompt') {
          memory.forget(news.id);
          moves.heard(news.id);
        } else tokens.heard(news);
      },
      reset() {
        memory.reset();
        tokens.reset();
        moves.reset();
      },
    },
    log,
  );

  return {
    peek: (slug, label) => memory.peek(keyOf(slug, label)) as Reading | undefined,
    read(slug, which) {
      const now = () => load(slug, which);
      if ('label' in which) return memory.fetch(keyOf(slug, which.label), now);
      if ('version' in which) return memory.fetch(keyOf(slug, `#${which.version}`), now);
      // What begins like this today may be one of two tomorrow.
      return which.fingerprint.length === 64 ? memory.fetch(keyOf(slug, `=${which.fingerprint}`), now) : now();
    },
    tokens,
    readings,
    moves,
    up,
    weight: memory.weight,
    async stop() {
      await listener.stop();
      await readings.stop();
    },
  };
}

// None of the signs between them occurs in a slug, a label or at the start of one.
const keyOf = (slug: string, of: string): string => `${slug} ${of}`;
