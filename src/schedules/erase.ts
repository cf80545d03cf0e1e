import type { Schedule } from './schedule.ts';

/** What people and applications wrote is kept for so long and no longer. */
export const erase: Schedule = { name: 'erase', cron: '* * * * *', command: 'erase' };
