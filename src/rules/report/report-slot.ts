import { Temporal } from 'temporal-polyfill';
import { dayIn, daysAfter } from '../calendar.ts';
import { HOUR } from '../milliseconds.ts';

/** When a report is due: a day of the week (1 is Monday) and an hour of the clock in a time zone. */
export type ReportTime = { weekday: number; hour: number; zone: string };

/** An hour at which a report is due. `slot` is its local date and its name: no two slots of a setting share one. */
export type Slot = { slot: string; at: Date };

export const defaultReportTime = { weekday: 1, hour: 9 } as const;

const LATE = HOUR;

/**
 * The slot that a moment belongs to, which is the latest at or before it, and the one after that. An hour that the clock
 * skips is made up for right after the gap, as much later as the gap is long; an hour that comes twice counts the first time.
 */
export function reportSlot(time: ReportTime, at: Date): { latest: Slot; next: Slot } {
  const today = dayIn(time.zone, at);
  const weekday = Temporal.PlainDate.from(today).dayOfWeek;
  // The clock moves a slot by a day at most, so the one of the week after next is always ahead.
  let next = slotOn(time, daysAfter(today, time.weekday - weekday + 14));
  for (;;) {
    const latest = slotOn(time, daysAfter(next.slot, -7));
    if (latest.at <= at) return { latest, next };
    next = latest;
  }
}

/** Whether a report made now comes late for its slot: more than an hour after it. It then says so. */
export const isLate = ({ at }: Slot, now: Date): boolean => now.getTime() - at.getTime() > LATE;

function slotOn({ hour, zone }: ReportTime, slot: string): Slot {
  const at = Temporal.PlainDate.from(slot).toPlainDateTime({ hour }).toZonedDateTime(zone);
  return { slot, at: new Date(at.epochMilliseconds) };
}
