import type { RunCommand } from '../options.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import type { TeamsPlatform } from '../teams/platform.ts';
import { story } from './history.ts';
import { accountOf, objectIdOf, people, teamsChannels, userOf } from './people.ts';
import { momentOf, type Stage } from './scene.ts';

type Of = {
  slack: SlackPlatform;
  teams: TeamsPlatform;
  run: RunCommand;
  /** Reads a released prompt over HTTP, as an application with that token does. */
  read: (prompt: string, token: string) => Promise<void>;
  /** When the story ends. */
  now: Date;
  /** Resolves when everything a command had to tell has been told. */
  settled: () => Promise<void>;
};

/**
 * Plays what happened before the visitor came, each scene in its own time: the platforms' clocks are set back for it, so
 * that messages carry the hour at which they were sent. @returns the service token an application of the story reads with
 */
export async function playStory({ slack, teams, run, read, now, settled }: Of): Promise<{ token: string }> {
  let ahead = 0;
  let at = now;
  let token = '';
  const goTo = (moment: Date) => {
    const wanted = moment.getTime() - now.getTime();
    for (const platform of [slack, teams]) platform.advance(wanted - ahead);
    [ahead, at] = [wanted, moment];
  };
  const stage: Stage = {
    async run(who, command, args, on) {
      const result = (await run(accountOf(who, on), command, args, at)) as Record<string, unknown>;
      await settled();
      if (command === 'token') token = String(result.secret);
      return result;
    },
    async say(who, channel, text) {
      if (teams.conversations.has(channel)) await teams.say(objectIdOf(who), channel, text, { mention: false });
      else slack.as(userOf(who)).say(text, { channel });
    },
    install: () => installIn(teams),
    read: (prompt) => read(prompt, token),
    dayAfter: (days) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10),
  };
  for (const { when, play } of story) {
    goTo(momentOf(when, now));
    await play(stage);
  }
  goTo(now);
  return { token };
}

/** Installs the app in the team and with everybody, as an administrator of Teams does; the bot greets each of them. */
async function installIn(teams: TeamsPlatform): Promise<void> {
  const answers = await teams.install(teamsChannels.reviews.id, objectIdOf('root'));
  for (const { objectId } of people) answers.push(...(await teams.install(objectId)));
  if (answers.some(({ error }) => error !== undefined)) return;
  const greeted = () => people.every(({ objectId }) => teams.messages(objectId).length > 0);
  // A greeting that comes later is a greeting as well.
  await teams.waitFor(greeted, { timeout: 10_000 }).catch(() => {});
}
