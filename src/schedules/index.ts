import { closeCycles } from './close-cycles.ts';
import { compare } from './compare.ts';
import { erase } from './erase.ts';
import { expire } from './expire.ts';
import { remindProposals } from './remind-proposals.ts';
import { report } from './report.ts';
import type { Schedule } from './schedule.ts';
import { usecaseRemind } from './usecase-remind.ts';

/** Everything that happens by the clock. */
export const schedules: readonly Schedule[] = [
  expire,
  erase,
  compare,
  closeCycles,
  remindProposals,
  usecaseRemind,
  report,
];
