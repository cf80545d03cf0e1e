import type { RunCommand } from '../options.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import { story } from './history.ts';
import { accountOf, people } from './people.ts';
import { momentOf, type Stage } from './scene.ts';

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
