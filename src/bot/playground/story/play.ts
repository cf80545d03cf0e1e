import type { RunCommand } from '../options.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import { story } from './history.ts';
import { accountOf, people } from './people.ts';

type Of = {
  platform: SlackPlatform;
  run: RunCommand;
  /** Reads a released prompt over HTTP, as an application with that token does. */
  read: (prompt: string, token: string) => Promise<void>;
  /** When the story ends. */
  now: Date;
  /** Resolves when everything a command had to tell has been told. */
  settled: () => Promise<void>;
};

/** What a scene does with the world: commands by people of the story, words of theirs, readings by their application. */
export type Stage = {
  /** Runs a command as somebody; its result as JSON. */
  run(who: string, command: string, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  say(who: string, channel: string, text: string): void;
  read(prompt: string): Promise<void>;
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

/**
 * Plays what happened before the visitor came, each scene in its own time: the platform's clock is set back for it, so
 * that messages carry the hour at which they were sent. @returns the service token an application of the story reads with
 */
export async function playStory({ platform, run, read, now, settled }: Of): Promise<{ token: string }> {
  let ahead = 0;
  let at = now;
  let token = '';
  const goTo = (moment: Date) => {
    const wanted = moment.getTime() - now.getTime();
    platform.advance(wanted - ahead);
    [ahead, at] = [wanted, moment];
  };
  const stage: Stage = {
    async run(who, command, args) {
      const result = (await run(accountOf(who), command, args, at)) as Record<string, unknown>;
      await settled();
      if (command === 'token') token = String(result.secret);
      return result;
    },
    say(who, channel, text) {
      const id = people.find(({ key }) => key === who)?.id ?? who;
      platform.as(id).say(text, { channel });
    },
    read: (prompt) => read(prompt, token),
  };
  for (const { when, play } of story) {
    goTo(momentOf(when, now));
    await play(stage);
  }
  goTo(now);
  return { token };
}
