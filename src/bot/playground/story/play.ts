import { dayIn } from '../../../rules/calendar.ts';
import { factKinds } from '../../../rules/fact-row.ts';
import type { RunCommand } from '../options.ts';
import type { SlackPlatform } from '../slack/platform.ts';
import type { TeamsPlatform } from '../teams/platform.ts';
import { type Application, createApplication } from './application.ts';
import { type Facts, factsOf } from './facts.ts';
import { story, visitor } from './history.ts';
import { lastWorkingDays, nextMonday, weeksAfter } from './passing.ts';
import { accountOf, helpDesk, objectIdOf, people, teamsChannels, userOf } from './people.ts';
import { momentOf, type Stage } from './scene.ts';
import { sendThumbs } from './thumbs.ts';
import { useCases } from './use-cases.ts';

type Of = {
  slack: SlackPlatform;
  teams: TeamsPlatform;
  run: RunCommand;
  /** Where the bot's HTTP API is. */
  botUrl: string;
  /** When the story ends. */
  now: Date;
  /** In which weeks end. */
  timezone: string;
  /** Resolves when everything a command had to tell has been told. */
  settled: () => Promise<void>;
};

/** A story that was played. */
export type Played = {
  readonly application: Application;
  /** With which the visitor reads. */
  readonly token: string;
  /** Lets the weeks end that end until a moment: `goTo` sets the clocks to each of their Mondays, and at last to the moment. */
  pass(from: Date, to: Date, goTo: (moment: Date) => void): Promise<void>;
};

/**
 * Plays what happened before the visitor came, each scene in its own time: the platforms' clocks are set back for it, so
 * that messages carry the hour at which they were sent.
 */
export async function playStory(of: Of): Promise<Played> {
  const { slack, teams, run, botUrl, now, timezone, settled } = of;
  let ahead = 0;
  /** Until when the thumbs are sent. */
  let sent = new Date(0);
  let at = now;
  const tokens = new Map<unknown, string>();
  /** Use case → the day from which on it is at work. */
  const since = new Map<string, string>();
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
      if (command === 'usecase-activate') since.set(String(args.usecase), dayIn(timezone, at));
      if (command === 'token') tokens.set(args.name, String(result.secret));
      return result;
    },
    tick: async (command) => void (await run(null, command, {}, at)),
    async write(who, command, args) {
      await run(accountOf(who), command, args, at);
    },
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

  async function pass(from: Date, to: Date, set: (moment: Date) => void, stopped: ReadonlySet<string>): Promise<void> {
    for (let monday = nextMonday(timezone, from); monday <= to; monday = nextMonday(timezone, monday)) {
      set(monday);
      if (since.size > 0) {
        await sendThumbs(application(), now, { from: sent, until: monday });
        sent = monday;
      }
      const week: Facts[] = lastWorkingDays(timezone, monday).flatMap((day) => {
        const atWork = (usecase: string) => !stopped.has(usecase) && (since.get(usecase) ?? '9') <= day;
        const weeks = weeksAfter(timezone, now, day);
        return factsOf(day, weeks, atWork);
      });
      for (const kind of factKinds) {
        const rows = week.flatMap((one) => (one.kind === kind ? one.rows : []));
        if (rows.length > 0) await application().tell(kind, rows);
      }
      await run(null, 'close-cycles', {}, monday);
      // Reports of long ago would stand between the visitor and what is new.
      if (weeksAfter(timezone, now, dayIn(timezone, monday)) >= 0) await run(null, 'report-due', {}, monday);
      await settled();
    }
    set(to);
  }

  let last = momentOf(story[0]!.when, now);
  for (const { when, play } of story) {
    const moment = momentOf(when, now);
    await pass(last, moment, goTo, new Set());
    last = moment;
    await play(stage);
    await settled();
  }
  await pass(last, now, goTo, new Set());
  return {
    application: application(),
    token: tokens.get(visitor) ?? '',
    async pass(from, to, set) {
      const stopped = new Set<string>();
      for (const usecase of since.keys()) {
        const { state } = (await run(accountOf('olu'), 'usecase-show', { usecase }, from)) as { state?: string };
        // An application that was told to stop decides nothing, and so has nothing to report.
        if (state === 'paused' || state === 'closed') stopped.add(usecase);
      }
      await pass(from, to, set, stopped);
      // Applications read on, so that a proposal can say who depends on it. What is stopped by now answers nobody.
      await Promise.allSettled(Object.keys(useCases).map((prompt) => application().read(prompt)));
      await run(null, 'remind-proposals', {}, to);
      await settled();
    },
  };
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
