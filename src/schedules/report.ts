import type { Schedule } from './schedule.ts';

/** Every audience has an hour of its own, in its own zone: each minute it is looked whose has come. */
export const report: Schedule = { name: 'report', cron: '* * * * *', command: 'report-due', again: true };
