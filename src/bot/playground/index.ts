import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlaygroundOptions, RunCommand } from './options.ts';
import { makePageFiles, type PageFiles } from './server/page-files.ts';
import { createHandler } from './server/routes.ts';
import { createShow, type OpenClient } from './server/show.ts';
import { createSlackClient } from './server/slack/client.ts';
import { newCredentials, startWorkspace } from './server/slack/workspace.ts';
import { accountOf, channels, guidePrompt, placeOf } from './story/people.ts';
import { playStory } from './story/play.ts';

export type { PlaygroundOptions, RunCommand } from './options.ts';

/** A workspace without Slack: its platform, its page, its people and their story. */
export type Playground = {
  /** What the Slack door is started with in place of a configuration. */
  readonly slack: { readonly botToken: string; readonly signingSecret: string; readonly apiUrl: string };
  /** What the house is set to: who is admin, where changes are reviewed and moves announced. */
  readonly settings: {
    readonly admins: readonly string[];
    readonly reviewPlaces: readonly string[];
    readonly announcePlaces: readonly string[];
  };
  /**
   * Answers `GET /` and everything under `/playground/`; false, with nothing touched, for any other path.
   * Mount it in front of the other routes of the server that listens on loopback. It refuses other hosts itself.
   */
  handler(request: IncomingMessage, response: ServerResponse): boolean;
  /** Tells where the bot listens: `http://127.0.0.1:3000/slack/events`. Its origin is also where the page is. */
  connect(url: string): void;
  /**
   * Empties the store (`reset` of the options), plays the story so far through `run`, and from then on lets visitors act.
   * Call it when the bot listens and its deliveries run. `Reset` on the page does the same on a new platform.
   */
  seed(run: RunCommand): Promise<void>;
  /** Ends the connections of open pages. Call it before the HTTP server is closed, which would wait for them. */
  hangUp(): void;
  /** Ends the platform at once. */
  stop(): Promise<void>;
};

/** Starts the stand-in for Slack with the people of the story. Nothing is served before `handler` is mounted. */
export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const credentials = newCredentials();
  let platform = await startWorkspace(credentials, 0);
  const { apiUrl } = platform;
  const show = createShow(options);
  const slackClient: OpenClient = (hears) => createSlackClient(platform, options, hears);
  show.of({ slack: slackClient });

  let botUrl: string | undefined;
  let run: RunCommand | undefined;
  let playing: Promise<void> | undefined;
  let files: Promise<PageFiles> | undefined;
  let stopped = false;

  async function settled(): Promise<void> {
    while ((await options.waiting()) > 0) await sleep(10);
  }

  async function play(): Promise<void> {
    if (!run || botUrl === undefined) throw new Error('the playground was not told yet how to run commands, or where');
    const address = (prompt: string) => new URL(`/v1/prompts/${prompt}`, botUrl).href;
    const read = async (prompt: string, token: string) => {
      const response = await fetch(address(prompt), { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`reading ${prompt} was answered with ${response.status}`);
      await response.body?.cancel();
    };
    const { token } = await playStory({ platform, run, read, now: new Date(), settled });
    await show.begin(new Date(), `curl -s -H 'Authorization: Bearer ${token}' ${address(guidePrompt)}`);
  }

  async function begin(): Promise<void> {
    await options.reset();
    await platform.stop();
    platform = await startWorkspace(credentials, Number(new URL(apiUrl).port));
    if (botUrl !== undefined) platform.connect(botUrl);
    show.of({ slack: slackClient });
    await play();
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
      files: pageFiles,
      listen: show.listen,
      see: show.see,
      act: show.act,
      ready: show.ready,
      inside: show.inside,
      reset: () => alone(begin),
    },
    (error) => options.log.warn({ err: error }, 'the playground could not answer its page'),
  );

  return {
    slack: { ...credentials, apiUrl },
    settings: {
      admins: [accountOf('root')],
      reviewPlaces: [placeOf(channels.reviews)],
      announcePlaces: [placeOf(channels.announcements)],
    },
    handler,
    connect(url) {
      botUrl = url;
      platform.connect(url);
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
    hangUp() {
      stopped = true;
      show.stop();
    },
    async stop() {
      stopped = true;
      show.stop();
      await platform.stop();
    },
  };
}
