import type { Schedule } from './schedule.ts';

/** The time given to a pause or a pilot runs out also when nobody looks; nothing is resumed or closed by the clock. */
export const usecaseRemind: Schedule = { name: 'usecase-remind', cron: '* * * * *', command: 'usecase-remind' };
