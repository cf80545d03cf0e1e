/** Lengths of time in milliseconds. A day has 24 hours here; days of people, which may have 23 or 25, are in `calendar.ts`. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
