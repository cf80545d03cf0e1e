import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaygroundOptions, RunCommand } from './options.ts';
import { makePageFiles, type PageFiles } from './server/page-files.ts';
import type { ClientKey, Outcome } from './server/protocol.ts';
import { createHandler } from './server/routes.ts';
import { createShow, type OpenClient } from './server/show.ts';
import { createSlackClient } from './server/slack/client.ts';
import { newCredentials, startWorkspace } from './server/slack/workspace.ts';
import { createTeamsClient } from './server/teams/client.ts';
import { newAppPassword, startTenant } from './server/teams/tenant.ts';
import { incoming } from './story/answers.ts';
import { answerIn } from './story/application.ts';
import { weekAfter } from './story/passing.ts';
import { accountOf, channels, guidePrompt, placeOf, teamsChannels, tenant } from './story/people.ts';
import { type Played, playStory } from './story/play.ts';

export type { PlaygroundOptions, RunCommand } from './options.ts';

/** A workspace without Slack and an organisation without Teams: their platforms, the page, the people and their story. */
export type Playground = {
  /** What the Slack door is started with in place of a configuration. */
  readonly slack: { readonly botToken: string; readonly signingSecret: string; readonly apiUrl: string };
  /** The same for the Teams door. The channel's tokens are signed with a key that the stand-in alone has. */
  readonly teams: {
    readonly appId: string;
    readonly appPassword: string;
    readonly tenantId: string;
    readonly loginUrl: string;
    readonly openIdMetadata: string;
    readonly serviceUrl: string;
  };
  /** How soon something may be sent to Teams: at once. The stand-in refuses what is too much, by the clock of its story. */
  readonly pace: { wait(): number; note(): void };
  /** What the house is set to: who is admin, where changes are reviewed and moves announced. */
  readonly settings: {
    readonly admins: readonly string[];
    readonly reviewPlaces: readonly string[];
    readonly announcePlaces: readonly string[];
  };
  /** The time of the story: that of this computer, until somebody jumps. What the house does is done at this time. */
  clock(): Date;
  /**
   * Answers `GET /` and everything under `/playground/`; false, with nothing touched, for any other path.
   * Mount it in front of the other routes of the server that listens on loopback. It refuses other hosts itself.
   */
  handler(request: IncomingMessage, response: ServerResponse): boolean;
  /** Tells where the bot listens and the page is: `http://127.0.0.1:3000`. */
  connect(url: string): void;
  /**
   * Empties the store (`reset` of the options), plays the story so far through `run`, and from then on lets visitors act.
   * Call it when the bot listens and its deliveries run. `Reset` on the page does the same on a new platform.
   */
  seed(run: RunCommand): Promise<void>;
  /** While the story is played or a week goes by, in its own time, the house's clock types nothing: what waited then is not overdue. */
  playing(): boolean;
  /** Ends the connections of open pages. Call it before the HTTP server is closed, which would wait for them. */
  hangUp(): void;
  /** Ends the platforms at once. */
  stop(): Promise<void>;
};

/** Starts the stand-ins with the people of the story. Nothing is served before `handler` is mounted. */
export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const credentials = newCredentials();
  const appPassword = newAppPassword();
  let slack = await startWorkspace(credentials, 0);
  let teams = await startTenant(appPassword, 0);
  const { apiUrl } = slack;
  const { loginUrl, openIdMetadata, serviceUrl } = teams;
  /** How far the story is ahead of this computer, in milliseconds. */
  let ahead = 0;
  const clock = () => new Date(Date.now() + ahead);
  const show = createShow(options, () => ahead);
  const clients: Readonly<Record<ClientKey, OpenClient>> = {
    slack: (hears) => createSlackClient(slack, options, hears),
    teams: (hears) => createTeamsClient(teams, hears),
  };
  show.of(clients);

  let botUrl: string | undefined;
  let run: RunCommand | undefined;
  let played: Played | undefined;
  let playing: Promise<void> | undefined;
  let files: Promise<PageFiles> | undefined;
  let stopped = false;

  async function settled(): Promise<void> {
    while ((await options.waiting()) > 0) await sleep(10);
  }

  async function play(): Promise<void> {
    if (!run || botUrl === undefined) throw new Error('the playground was not told yet how to run commands, or where');
    const { timezone } = options;
    played = await playStory({ slack, teams, run, botUrl, now: new Date(), timezone, settled });
    const address = new URL(`/v1/prompts/${guidePrompt}`, botUrl).href;
    await show.begin(new Date(), `curl -s -H 'Authorization: Bearer ${played.token}' ${address}`);
  }

  async function jump(): Promise<void> {
    if (!played) throw new Error('there is no story yet in which a week could go by');
    const goTo = (moment: Date) => {
      const wanted = moment.getTime() - Date.now();
      for (const platform of [slack, teams]) platform.advance(wanted - ahead);
      ahead = wanted;
    };
    const from = clock();
    await played.pass(from, weekAfter(options.timezone, from), goTo);
    show.jumped();
  }

  function hearAt(url: string): void {
    slack.connect(new URL('/slack/events', url).href);
    teams.connect(new URL('/api/messages', url).href);
  }

  async function begin(): Promise<void> {
    ahead = 0;
    await options.reset();
    await Promise.all([slack.stop(), teams.stop()]);
    slack = await startWorkspace(credentials, portOf(apiUrl));
    teams = await startTenant(appPassword, portOf(loginUrl));
    if (botUrl !== undefined) hearAt(botUrl);
    show.of(clients);
    await play();
  }

  let answered = 0;

  async function letAnswerIn(client: ClientKey): Promise<Outcome> {
    const said = incoming[answered++ % incoming.length]!;
    if (!played) return { ok: false, problem: 'Nobody works at the help desk yet.' };
    try {
      await answerIn(client, played.application, said, clock());
      return { ok: true };
    } catch (error) {
      // A prompt that is paused or withdrawn answers nobody.
      return { ok: false, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  function pageFiles(): Promise<PageFiles> {
    files ??= makePageFiles();
    return files;
  }

  // One story at a time; whoever asks meanwhile gets the one that is being played, which is as new as can be.
  function alone(work: () => Promise<void>): Promise<void> {
    playing ??= work().finally(() => {
      playing = undefined;
    });
    return playing;
  }

  const handler = createHandler(
    {
      bot: () => botUrl ?? '',
      files: pageFiles,
      listen: show.listen,
      see: show.see,
      act: show.act,
      answer: letAnswerIn,
      ready: show.ready,
      inside: show.inside,
      reset: () => alone(begin),
      jump: () => alone(jump),
    },
    (error) => options.log.warn({ err: error }, 'the playground could not answer its page'),
  );

  return {
    slack: { ...credentials, apiUrl },
    teams: { appId: tenant.appId, appPassword, tenantId: tenant.id, loginUrl, openIdMetadata, serviceUrl },
    pace: { wait: () => 0, note() {} },
    settings: {
      admins: [accountOf('root'), accountOf('root', 'teams')],
      reviewPlaces: [channels.reviews, teamsChannels.reviews].map(placeOf),
      announcePlaces: [channels.announcements, teamsChannels.announcements].map(placeOf),
    },
    clock,
    handler,
    connect(url) {
      botUrl = url;
      hearAt(url);
      // Whoever comes need not wait for it; what goes wrong is said to whoever asks.
      pageFiles().catch(() => {});
    },
    async seed(given) {
      run = given;
      const begun = alone(async () => {
        await options.reset();
        await play();
      });
      await begun.catch((error: unknown) => {
        // A story that is cut short by the end of the program is no failure.
        if (!stopped) throw error;
      });
    },
    playing: () => playing !== undefined,
    hangUp() {
      stopped = true;
      show.stop();
    },
    async stop() {
      stopped = true;
      show.stop();
      await Promise.all([slack.stop(), teams.stop()]);
    },
  };
}

const portOf = (url: string): number => Number(new URL(url).port);
