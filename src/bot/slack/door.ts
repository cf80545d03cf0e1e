import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { House } from '../../commands/kit/invocation.ts';
import type { Lookup, People } from '../people.ts';
import { createRun } from '../run.ts';
import { doorkeeper } from './doorkeeper.ts';
import { refusedToken, whoWeAre } from './identity.ts';
import { listenTo } from './listeners.ts';
import { quietLogger } from './logger.ts';
import { homePoster, slackPoster } from './poster.ts';
import { slackProfile } from './profile.ts';
import { createReplies } from './replies.ts';
import type { Home } from './sender.ts';

type SlackSettings = { botToken: string; signingSecret?: string; appToken?: string; apiUrl: string };

/**
 * Slack as a door: commands, mentions, clicks and forms come in, each acknowledged after its effect has been committed.
 * Over HTTP `listener` is to be mounted at `/slack/events`; with an app token the door opens Socket Mode instead.
 */
export function createSlack(of: {
  settings: SlackSettings;
  house: House;
  people: People;
  /** Somebody spoke to us in a place, so it takes posts again. */
  alive: (place: string) => Promise<void>;
}) {
  const { settings, house } = of;
  const logger = quietLogger(house.log);
  // People wait for these calls, so they fail fast; deliveries have a client of their own and the queue's patience.
  const hasty = new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    timeout: 1_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  });
  const patient = new WebClient(settings.botToken, {
    slackApiUrl: settings.apiUrl,
    timeout: 10_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger,
  });
  let home: Home | null = null;
  let again: NodeJS.Timeout | undefined;

  const receiver = settings.appToken
    ? new bolt.SocketModeReceiver({
        appToken: settings.appToken,
        logger,
        installerOptions: { clientOptions: { slackApiUrl: settings.apiUrl } },
      })
    : new bolt.HTTPReceiver({ signingSecret: settings.signingSecret ?? '', logger });
  const app = new bolt.App({
    receiver,
    logger,
    clientOptions: { slackApiUrl: settings.apiUrl },
    // What a conversation is about stands in the store, not in Bolt's memory.
    convoStore: false,
    // Our own record of auth.test: an answer to a person must not wait for one more call.
    authorize: async () => ({ botToken: settings.botToken, botId: home?.botId, botUserId: home?.botUserId }),
  });
  receiver.init({ processEvent: (event: Event) => acknowledgeLast(app, event) } as never);

  const run = createRun({
    door: 'slack',
    house,
    people: of.people,
  });
  const replies = createReplies({ client: hasty, log: house.log, home: () => home });
  listenTo(app, { house, run, replies, home: () => home, alive: of.alive });

  return {
    poster: slackPoster(patient, () => home?.teamId ?? ''),
    homePoster: homePoster(patient, () => home?.teamId ?? ''),
    lookup: (async (key) => (home ? slackProfile(hasty, home, key) : null)) satisfies Lookup as Lookup,
    /** What to mount at `/slack/events`; null in Socket Mode. */
    listener: receiver instanceof bolt.HTTPReceiver ? doorkeeper(receiver.requestListener) : null,
    /**
     * Learns who we are. While Slack does not answer, the rest of the house starts without it and this goes on trying.
     * @throws Error that names the setting when Slack refuses the token
     */
    async start(): Promise<void> {
      const begin = async () => {
        home = await whoWeAre(patient);
        if (settings.appToken) await app.start();
      };
      await begin().catch((error: unknown) => {
        refusedToken(error);
        house.log.warn({ err: error }, 'Slack does not answer yet; trying again');
        again = setInterval(() => {
          begin().then(
            () => clearInterval(again),
            (fault: unknown) => house.log.warn({ err: fault }, 'Slack does not answer yet; trying again'),
          );
        }, 5_000);
      });
    },
    async stop(): Promise<void> {
      clearInterval(again);
      if (settings.appToken) await app.stop();
      await replies.settled();
    },
  };
}

type Event = Parameters<InstanceType<typeof bolt.App>['processEvent']>[0];

// Bolt acknowledges events before anybody has looked at them, so that a crash would lose what it finds in memory; and
// what nobody listens for it does not acknowledge at all, so that Slack would complain or repeat it.
async function acknowledgeLast(app: InstanceType<typeof bolt.App>, event: Event): Promise<void> {
  const early = event.body.type === 'event_callback';
  let asked = false;
  await app.processEvent({
    ...event,
    ack: async (answer) => {
      asked = true;
      if (!early) await event.ack(answer);
    },
  });
  if (early || !asked) await event.ack();
}
