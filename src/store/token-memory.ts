import { inArray } from './drizzle.ts';
import type { Listener, News } from './listen.ts';
import { createMemory } from './memory.ts';
import type { Db } from './open.ts';
import { token as table } from './schema.ts';
import { findToken, hashToken, type Token } from './tokens.ts';

/** Service tokens by their secret, answered from memory; a revoked one stops at once in every process. */
export type TokenMemory = {
  /** The token behind a secret, if it is remembered. */
  peek(secret: string): Token | undefined;
  /** The living token behind a secret; null when there is none. Asks the database. */
  find(secret: string): Promise<Token | null>;
  /** Calls `ended` once when the token is revoked. @returns how to stop watching */
  watch(id: number, ended: () => void): () => void;
};

const MOST = 4_000_000;

/** `heard` and `reset` are to be called by whoever listens. Unknown secrets are not remembered. */
export function createTokenMemory(
  db: Db,
  up: Listener['up'],
): TokenMemory & { heard(news: News): void; reset(): void } {
  const memory = createMemory<Token | null>({
    trusted: up,
    tag: (token) => token?.id ?? null,
    weigh: (token) => 500 + 2 * (token?.name.length ?? 0),
    most: MOST,
  });
  const watchers = new Map<number, Set<() => void>>();

  const end = (id: number) => {
    const all = watchers.get(id);
    watchers.delete(id);
    for (const ended of all ?? []) ended();
  };

  // Revocations announced while nobody listened are looked up afterwards.
  const lookAgain = async (attempt = 1): Promise<void> => {
    const ids = [...watchers.keys()];
    if (ids.length === 0) return;
    try {
      const rows = await db
        .select({ id: table.id, revokedAt: table.revokedAt })
        .from(table)
        .where(inArray(table.id, ids));
      const living = new Set(rows.flatMap((row) => (row.revokedAt === null ? [row.id] : [])));
      for (const id of ids) if (!living.has(id)) end(id);
    } catch {
      // Whoever cannot be shown to be entitled is not kept: their client comes back and is looked up then.
      if (attempt === 3) for (const id of ids) end(id);
      else await lookAgain(attempt + 1);
    }
  };

  return {
    peek: (secret) => memory.peek(hashToken(secret)) ?? undefined,
    find: (secret) => {
      const hash = hashToken(secret);
      return memory.fetch(hash, () => findToken(db, hash));
    },
    watch(id, ended) {
      watchers.set(id, (watchers.get(id) ?? new Set()).add(ended));
      return () => {
        const all = watchers.get(id);
        all?.delete(ended);
        if (all?.size === 0) watchers.delete(id);
      };
    },
    heard(news) {
      if (news.about !== 'token') return;
      memory.forget(news.id);
      end(news.id);
    },
    reset() {
      memory.reset();
      void lookAgain();
    },
  };
}
