/** A command typed by the clock. It may be typed by several processes at once and must hold that. */
export type Schedule = { name: string; cron: string; command: string };
