const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The moment of a message. */
export const momentOf = (ts: string): Date => new Date(Number(ts) * 1_000);

/** `10:32` */
export const clockTime = (date: Date): string => clock.format(date);

export const fullTime = (date: Date): string => full.format(date);

/** `Today`, `Yesterday`, or `Tuesday, 10 November`. */
export function dayOf(date: Date): string {
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : dayName.format(date);
}

const startOfDay = (date: Date): number => new Date(date).setHours(0, 0, 0, 0);

/** `34 ms`, `1.2 s` */
export const duration = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
