/**
 * A command typed by the clock. It may be typed by several processes at once and must hold that. `again`: it does a part at a
 * time, and is typed again at once as long as its result says `left`.
 */
export type Schedule = { name: string; cron: string; command: string; again?: true };
