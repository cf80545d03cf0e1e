import { Refusal } from '../refusal.ts';
import { closesAt, daysAfter } from './calendar.ts';
import { DAY } from './milliseconds.ts';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const LONGEST = 366 * DAY;

/**
 * When a pause is meant to end, as somebody typed it: a day, which is its first moment in the zone of the use case, or an
 * ISO instant. @throws Refusal `invalid` in the field `until`
 */
export function pauseEnd(typed: string, zone: string, now: Date): Date {
  const text = typed.trim();
  const at = ISO_DAY.test(text) ? startOf(text, zone) : ISO_MOMENT.test(text) ? new Date(text) : null;
  if (!at || Number.isNaN(at.getTime()))
    throw no(`Write until when like 2026-12-31, or leave it open; not "${typed}".`);
  if (at <= now) throw no('A pause ends in the future. Leave it open if nobody knows when.');
  if (at.getTime() - now.getTime() > LONGEST) throw no('A pause of more than a year is a close. Close it instead.');
  return at;
}

function startOf(day: string, zone: string): Date | null {
  try {
    const before = daysAfter(day, -1);
    return closesAt({ startsOn: before, endsOn: before }, zone);
  } catch {
    // A day that the calendar does not have.
    return null;
  }
}

const no = (message: string) => new Refusal('invalid', message, { fields: { until: message } });
