import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlaygroundOptions, RunCommand } from './options.ts';

export type { Fact, PlaygroundOptions, RunCommand, Shortcut, Verb } from './options.ts';

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
   * Plays the story so far through `run`, from an empty store, and from then on lets visitors act. Call it when the bot
   * listens and its deliveries run. `Reset` on the page calls `reset` of the options and plays it again.
   */
  seed(run: RunCommand): Promise<void>;
  /** Ends every open page connection and the platform at once. */
  stop(): Promise<void>;
};

/** Starts the stand-in for Slack with the people of the story. Nothing is served before `handler` is mounted. */
export async function createPlayground(_options: PlaygroundOptions): Promise<Playground> {
  throw new Error('the playground is being built');
}
