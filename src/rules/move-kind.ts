/**
 * How a label moved. `pause`, `resume` and `close` leave it where it is: its readers were stopped, served again, and
 * stopped for good.
 */
export type MoveKind = 'promote' | 'rollback' | 'pause' | 'resume' | 'close';

/** Every kind, and those by which a label comes to hold another version. */
export const everyKind: readonly MoveKind[] = ['promote', 'rollback', 'pause', 'resume', 'close'];
export const goingKinds: readonly MoveKind[] = ['promote', 'rollback'];

/** Said of the person who did it: "Ada rolled it back". */
export const didMove: Record<MoveKind, string> = {
  promote: 'released',
  rollback: 'rolled back',
  pause: 'paused',
  resume: 'resumed',
  close: 'closed',
};

export const moveSign: Record<MoveKind, string> = {
  promote: '🚀',
  rollback: '⏪',
  pause: '⏸️',
  resume: '▶️',
  close: '⏹️',
};
