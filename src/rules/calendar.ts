import { Temporal } from 'temporal-polyfill';

/** A week is an ISO week: it begins on Monday. */
export const cycleUnits = ['week', 'month'] as const;
export type CycleUnit = (typeof cycleUnits)[number];

/** The days of a cycle as ISO dates such as `2026-03-01`, first and last included. Dates as text sort by time. */
export type Cycle = { startsOn: string; endsOn: string };

/** Whether it names a time zone, as in the IANA database: `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The day that a moment falls on in a zone, as an ISO date. */
export const dayIn = (zone: string, at: Date): string => zoned(zone, at).toPlainDate().toString();

/** So many days after a day; before it, if negative. */
export const daysAfter = (day: string, days: number): string => date(day).add({ days }).toString();

/** How many days lie between two days: 1 from Monday to Tuesday, negative backwards. */
export const daysBetween = (from: string, to: string): number => date(from).until(date(to)).days;

/** The cycle that a day falls in. */
export function cycleOf(unit: CycleUnit, day: string): Cycle {
  const within = date(day);
  const first =
    unit === 'week' ? within.subtract({ days: within.dayOfWeek - 1 }) : within.subtract({ days: within.day - 1 });
  const length = unit === 'week' ? 7 : first.daysInMonth;
  return { startsOn: first.toString(), endsOn: first.add({ days: length - 1 }).toString() };
}

/** How many days a cycle has. */
export const cycleLength = ({ startsOn, endsOn }: Cycle): number => daysBetween(startsOn, endsOn) + 1;

/**
 * When a cycle closes: the first moment after its last day in the zone, from which on it never is that day again. Where
 * the clock skips midnight that is the first moment after the gap; where it turns back across midnight, the second midnight.
 */
export function closesAt({ endsOn }: Cycle, zone: string): Date {
  const midnight = date(endsOn).add({ days: 1 }).toPlainDateTime();
  const last = midnight.toZonedDateTime(zone, { disambiguation: 'later' });
  const before = last.subtract({ nanoseconds: 1 }).toPlainDate().toString();
  // The start of a day is its first moment, also where its midnight comes twice or not at all.
  return instant(before === endsOn ? last : last.startOfDay());
}

/** A cycle as people call it: "week 53 of 2026", "March 2026". */
export function cycleLabel(unit: CycleUnit, { startsOn }: Cycle): string {
  const first = date(startsOn);
  if (unit === 'week') return `week ${first.weekOfYear} of ${first.yearOfWeek}`;
  return first.toLocaleString('en', { month: 'long', year: 'numeric' });
}

const date = (day: string) => Temporal.PlainDate.from(day);
const zoned = (zone: string, at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const instant = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds);
