import { utc } from '../../../commands/kit/words.ts';

/** A moment in the reader's own time zone and words, which the client computes. */
export function localTime(at: Date): string {
  const iso = `${at.toISOString().slice(0, 19)}Z`;
  return isComputed(at) ? `{{DATE(${iso},SHORT)}}, {{TIME(${iso})}}` : utc(at);
}

/** Whether clients compute a moment: only those in years of four digits. */
export const isComputed = (at: Date): boolean => /^\d{4}-/.test(at.toISOString());
