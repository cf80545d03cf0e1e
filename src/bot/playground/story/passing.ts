import { cycleOf, dayIn, daysAfter, daysBetween } from '../../../rules/calendar.ts';
import { defaultReportTime, reportSlot } from '../../../rules/report/report-slot.ts';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/** The next moment at which a week has been closed and its reports are due: shortly after nine on a Monday. */
export function nextMonday(zone: string, after: Date): Date {
  const { next } = reportSlot({ ...defaultReportTime, zone }, new Date(after.getTime() - MINUTE));
  return new Date(next.at.getTime() + MINUTE);
}

/** A week later, and on a Monday late enough for its reports, so that each jump shows those of one more week. */
export function weekAfter(zone: string, moment: Date): Date {
  const later = new Date(moment.getTime() + WEEK);
  const monday = nextMonday(zone, later);
  return dayIn(zone, monday) === dayIn(zone, later) ? monday : later;
}

/** The working days of the week before that of a moment, as ISO dates. */
export function lastWorkingDays(zone: string, moment: Date): string[] {
  const monday = cycleOf('week', dayIn(zone, moment)).startsOn;
  return [-7, -6, -5, -4, -3].map((days) => daysAfter(monday, days));
}

/** How many weeks a day is after the week of a moment; below 0 before it. */
export function weeksAfter(zone: string, moment: Date, day: string): number {
  const mondayOf = (one: string) => cycleOf('week', one).startsOn;
  return daysBetween(mondayOf(dayIn(zone, moment)), mondayOf(day)) / 7;
}
