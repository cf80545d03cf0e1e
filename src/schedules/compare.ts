import type { Schedule } from './schedule.ts';

/** Owners learn within minutes that a new version is liked less than the one before. */
export const compare: Schedule = { name: 'compare', cron: '*/5 * * * *', command: 'compare' };
