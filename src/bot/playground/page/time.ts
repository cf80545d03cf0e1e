const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The moment of a message. */
export const momentOf = (ts: string): Date => new Date(Number(ts) * 1_000);

/** `10:32` */
export const clockTime = (date: Date): string => clock.format(date);

export const fullTime = (date: Date): string => full.format(date);

/** `Tuesday, 10 November` */
export const dayNamed = (date: Date): string => dayName.format(date);

/** The same, or `Today`, `Yesterday`; `ahead`: how many milliseconds later than here it is. */
export function dayOf(date: Date, ahead: number): string {
  const days = Math.round((startOfDay(new Date(Date.now() + ahead)) - startOfDay(date)) / 86_400_000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : dayNamed(date);
}

const startOfDay = (date: Date): number => new Date(date).setHours(0, 0, 0, 0);

/** `34 ms`, `1.2 s` */
export const duration = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
