import type { Schedule } from './schedule.ts';

/** Nobody forgets what waits for an answer, also when whoever was asked has left. */
export const remindProposals: Schedule = {
  name: 'remind-proposals',
  cron: '*/10 * * * *',
  command: 'remind-proposals',
};
