/** What this rule needs of a move; versions by id. */
export type Step = { kind: 'promote' | 'rollback'; from: number | null; to: number };

/**
 * The versions a label can go back to, best first, and the one to pre-select.
 *
 * Last-known-good is the version that held the label most recently before the present one and was not itself rolled
 * away from. A rollback onto a version that had been rolled away from undoes that judgement (and passes none on the
 * version it leaves); a fresh approval clears it too.
 * @param moves every move of one label, oldest first
 */
export function rollbackTargets(moves: readonly Step[]): { targets: number[]; lastKnownGood: number | null } {
  const bad = new Set<number>();
  const held: number[] = [];
  for (const move of moves) {
    if (move.kind === 'rollback' && !bad.has(move.to) && move.from !== null) bad.add(move.from);
    bad.delete(move.to);
    held.push(move.to);
  }
  const current = held.at(-1);
  const targets = [...new Set(held.reverse())].filter((id) => id !== current);
  return { targets, lastKnownGood: targets.find((id) => !bad.has(id)) ?? null };
}
