import type { Cycle } from '../../rules/calendar.ts';
import { openCycle } from '../../rules/closing.ts';
import type { UseCase } from '../../store/use-cases.ts';

/** The cycle of a use case that is closed next. */
export const openCycleOf = ({ period, timezone, closedThrough, runningSince, stateSince }: UseCase): Cycle =>
  openCycle({ unit: period, zone: timezone, closedThrough, runningSince: runningSince ?? stateSince });
