import type { Schedule } from './schedule.ts';

/** Weeks and months are closed when they have ended, each in the zone of its use case. */
export const closeCycles: Schedule = { name: 'close-cycles', cron: '* * * * *', command: 'close-cycles', again: true };
