import type { Application } from './application.ts';
import type { Platform } from './people.ts';

/** What a scene does with the world: commands by people of the story on a platform (Slack, unless it is said), words of theirs, and what their application does. */
export type Stage = {
  /** Runs a command as somebody; its result as JSON. */
  run(
    who: string,
    command: string,
    args: Readonly<Record<string, unknown>>,
    on?: Platform,
  ): Promise<Record<string, unknown>>;
  /** Runs a command as the clock does. */
  tick(command: string): Promise<void>;
  /** The same for what nobody hears of: nothing is waited for. */
  write(who: string, command: string, args: Readonly<Record<string, unknown>>): Promise<void>;
  say(who: string, channel: string, text: string): Promise<void>;
  /** Puts the bot into Teams. */
  install(): Promise<void>;
  /** So many days after the scene, as an ISO date. */
  dayAfter(days: number): string;
  /** What reads prompts and reports answers and thumbs; its token has to be made first. */
  application(): Application;
  /** What time it is in the story, and when it ends. */
  at(): Date;
  readonly end: Date;
};

/** When: so many working days before today at an hour of the clock, or so many minutes before the story ends. */
export type When = { readonly days: number; readonly at: `${number}:${number}` } | { readonly minutes: number };
export type Scene = { readonly when: When; readonly play: (stage: Stage) => Promise<void> | void };

/** The moment a scene is played at, in the time zone of this computer. */
export function momentOf(when: When, now: Date): Date {
  if ('minutes' in when) return new Date(now.getTime() - when.minutes * 60_000);
  const [hours = 0, minutes = 0] = when.at.split(':').map(Number);
  const moment = new Date(now);
  moment.setHours(hours, minutes, 0, 0);
  for (let left = when.days; left > 0; ) {
    moment.setDate(moment.getDate() - 1);
    if (moment.getDay() % 6 !== 0) left -= 1;
  }
  return moment;
}
