/**
 * How a label moved. `pause` and `resume` leave it where it is: its readers were stopped, and served again.
 */
export type MoveKind = 'promote' | 'rollback' | 'pause' | 'resume';

/** Every kind, and those by which a label comes to hold another version. */
export const everyKind: readonly MoveKind[] = ['promote', 'rollback', 'pause', 'resume'];
export const goingKinds: readonly MoveKind[] = ['promote', 'rollback'];

/** Said of the person who did it: "Ada rolled it back". */
export const didMove: Record<MoveKind, string> = {
  promote: 'released',
  rollback: 'rolled back',
  pause: 'paused',
  resume: 'resumed',
};

export const moveSign: Record<MoveKind, string> = { promote: '🚀', rollback: '⏪', pause: '⏸️', resume: '▶️' };
