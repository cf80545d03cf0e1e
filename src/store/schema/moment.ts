import { timestamp } from '../drizzle.ts';

/** A column with a moment, to the millisecond as JavaScript has it. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
