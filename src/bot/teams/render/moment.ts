import { utc } from '../../../commands/kit/words.ts';

/** A moment in the reader's own time zone and words, which the client computes. */
export function localTime(at: Date): string {
  const iso = `${at.toISOString().slice(0, 19)}Z`;
  // Only years of four digits are computed.
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(iso) ? `{{DATE(${iso},SHORT)}}, {{TIME(${iso})}}` : utc(at);
}
