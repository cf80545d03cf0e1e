import type { Schedule } from './schedule.ts';

/** Changes end when their time has run out, also when nobody looks. */
export const expire: Schedule = { name: 'expire', cron: '* * * * *', command: 'expire' };
