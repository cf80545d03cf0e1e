import { everyKind } from '../rules/move-kind.ts';
import { sql } from './drizzle.ts';
import { listMoves, type Move } from './moves.ts';
import type { Db } from './open.ts';
import { move as table } from './schema.ts';

/** Moves as they happen, in whichever process. */
export type MoveFeed = {
  /**
   * Calls `told` with every move committed from now on, those of one prompt in their order, each once.
   * `since`: also, before those, with the moves after the one of that number. Some that the follower has had already may come again.
   * `gap` is called instead when they cannot be told: too many, or there is no move of that number.
   * Resolves when following has begun. @returns how to stop
   */
  follow(follower: Follower, since?: number): Promise<() => void>;
};

type Follower = { told(move: Move): void; gap(): void };

const AT_MOST = 1_000;
const PAGE = 500;
// Numbers are given before the commit, so a lower one may be committed later, by as long as a transaction may take.
const OVERLAP_MS = 10_000;
const OVERLAP = 200;

type Seat = { follower: Follower; held: Move[] | null };

/** `heard` and `reset` are to be called by whoever listens. */
export function createMoveFeed(db: Db): MoveFeed & { heard(promptId: number): void; reset(): void } {
  const seats = new Set<Seat>();
  // The newest move told, per prompt: within a prompt numbers follow the order of commits, because a move locks it.
  let told: Map<number, number> | null = null;
  let starting: Promise<void> | null = null;
  const due = new Set<number>();
  let all = false;
  let pumping = false;

  const newest = async () => {
    const rows = await db
      .select({ id: table.promptId, last: sql<number>`max(${table.id})` })
      .from(table)
      .groupBy(table.promptId);
    return new Map(rows.map((row) => [row.id, row.last]));
  };

  const start = async () => {
    const now = await newest();
    if (seats.size > 0) told = now;
    void pump();
  };

  const tell = (move: Move) => {
    told?.set(move.promptId, move.id);
    for (const seat of seats) {
      if (seat.held) seat.held.push(move);
      else seat.follower.told(move);
    }
  };

  const catchUp = async (id: number) => {
    for (;;) {
      const after = told?.get(id) ?? 0;
      const moves = await listMoves(db, { promptId: id, kinds: everyKind, after, oldestFirst: true, limit: PAGE });
      // Everybody may have left, and others come, while this was read.
      if (!told || (told.get(id) ?? 0) !== after) return;
      moves.forEach(tell);
      if (moves.length < PAGE) return;
    }
  };

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    try {
      while (told && (all || due.size > 0)) {
        if (all) {
          all = false;
          const before = told;
          for (const [id, last] of await newest()) if (last > (before.get(id) ?? 0)) due.add(id);
        }
        for (const id of due) {
          due.delete(id);
          await catchUp(id);
        }
      }
    } catch {
      all = true;
      setTimeout(pump, 1_000).unref();
    } finally {
      pumping = false;
    }
  };

  const leave = (seat: Seat) => {
    seats.delete(seat);
    if (seats.size > 0) return;
    told = null;
    due.clear();
    all = false;
  };

  return {
    async follow(follower, since) {
      const seat: Seat = { follower, held: [] };
      seats.add(seat);
      try {
        if (!told) {
          starting ??= start().finally(() => {
            starting = null;
          });
          await starting;
        }
        const missed = since === undefined ? [] : await movesSince(db, since);
        const sent = new Set<number>();
        for (const move of missed ?? []) {
          sent.add(move.id);
          follower.told(move);
        }
        if (!missed) follower.gap();
        for (const move of seat.held ?? []) if (!sent.has(move.id)) follower.told(move);
        seat.held = null;
      } catch (error) {
        leave(seat);
        throw error;
      }
      return () => leave(seat);
    },
    heard(promptId) {
      if (seats.size === 0) return;
      due.add(promptId);
      void pump();
    },
    reset() {
      if (seats.size === 0) return;
      all = true;
      void pump();
    },
  };
}

/** The moves after one, oldest first, overlapping a little; null when that cannot be said. */
async function movesSince(db: Db, id: number): Promise<Move[] | null> {
  const moves = await listMoves(db, {
    kinds: everyKind,
    after: Math.max(0, id - OVERLAP),
    oldestFirst: true,
    limit: AT_MOST + OVERLAP,
  });
  const last = moves.find((move) => move.id === id);
  if (!last) return null;
  const missed = moves.filter((move) => move.id > id || move.at.getTime() > last.at.getTime() - OVERLAP_MS);
  return moves.length === AT_MOST + OVERLAP ? null : missed.filter((move) => move.id !== id);
}
