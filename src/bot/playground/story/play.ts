import type { RunCommand } from '../options.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import type { TeamsPlatform } from '../teams/platform.ts';
import { type Application, createApplication } from './application.ts';
import { story, visitor } from './history.ts';
import { accountOf, helpDesk, objectIdOf, people, teamsChannels, userOf } from './people.ts';
import { momentOf, type Stage } from './scene.ts';

type Of = {
  slack: SlackPlatform;
  teams: TeamsPlatform;
  run: RunCommand;
  /** Where the bot's HTTP API is. */
  botUrl: string;
  /** When the story ends. */
  now: Date;
  /** Resolves when everything a command had to tell has been told. */
  settled: () => Promise<void>;
};

/**
 * Plays what happened before the visitor came, each scene in its own time: the platforms' clocks are set back for it, so
 * that messages carry the hour at which they were sent. @returns the application of the story, and a token for the visitor
 */
export async function playStory(of: Of): Promise<{ application: Application; token: string }> {
  const { slack, teams, run, botUrl, now, settled } = of;
  let ahead = 0;
  let at = now;
  const tokens = new Map<unknown, string>();
  const application = () => createApplication(botUrl, tokens.get(helpDesk) ?? '');
  const goTo = (moment: Date) => {
    const wanted = moment.getTime() - now.getTime();
    for (const platform of [slack, teams]) platform.advance(wanted - ahead);
    [ahead, at] = [wanted, moment];
  };
  const stage: Stage = {
    async run(who, command, args, on) {
      const result = (await run(accountOf(who, on), command, args, at)) as Record<string, unknown>;
      await settled();
      if (command === 'token') tokens.set(args.name, String(result.secret));
      return result;
    },
    tick: async (command) => void (await run(null, command, {}, at)),
    async say(who, channel, text) {
      if (teams.conversations.has(channel)) await teams.say(objectIdOf(who), channel, text, { mention: false });
      else slack.as(userOf(who)).say(text, { channel });
    },
    install: () => installIn(teams),
    dayAfter: (days) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10),
    application,
    at: () => at,
    end: now,
  };
  for (const { when, play } of story) {
    goTo(momentOf(when, now));
    await play(stage);
    await settled();
  }
  goTo(now);
  return { application: application(), token: tokens.get(visitor) ?? '' };
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
