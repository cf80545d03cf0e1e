import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { House } from '../../commands/kit/dispatch.ts';
import { readLine } from '../../commands/kit/usage.ts';
import type { Lookup, People } from '../people.ts';
import { doorkeeper } from './doorkeeper.ts';
import { heardBefore } from './heard.ts';
import { quietLogger } from './logger.ts';
import { homePoster, slackPoster } from './poster.ts';
import { slackProfile } from './profile.ts';
import { createReplies } from './replies.ts';
import { createRun, type Run } from './run.ts';
import type { Home } from './sender.ts';
import { plainText, withoutName } from './text.ts';

export type SlackSettings = { botToken: string; signingSecret?: string; appToken?: string; apiUrl: string };

/**
 * Slack as a door: commands, mentions, clicks and forms come in, each acknowledged after its effect has been committed.
 * Over HTTP `listener` is to be mounted at `/slack/events`; with an app token the door opens Socket Mode instead.
 */
export function createSlack(of: {
  settings: SlackSettings;
  house: House;
  people: () => People;
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
    // Our own record of auth.test: an answer to a person must not wait for one more call.
    authorize: async () => ({ botToken: settings.botToken, botId: home?.botId, botUserId: home?.botUserId }),
  });
  receiver.init({ processEvent: (event: Event) => acknowledgeLast(app, event) } as never);

  const run = createRun({
    house,
    people: { identify: (key) => of.people().identify(key), introduce: (args) => of.people().introduce(args) },
    home: () => home,
  });
  const replies = createReplies({ client: hasty, log: house.log, home: () => home });
  listen(app, run, replies, house, () => home, of.alive);

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

// Waiting does not help against a wrong token.
function refusedToken(error: unknown): void {
  const said = (error as { data?: { error?: string } }).data?.error;
  const wrong = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'];
  if (!said || !wrong.includes(said)) return;
  throw new Error(
    `SLACK_BOT_TOKEN: Slack refuses it (${said}). Copy it from OAuth & Permissions → Bot User OAuth Token.`,
  );
}

async function whoWeAre(client: WebClient): Promise<Home> {
  const me = await client.auth.test();
  return {
    teamId: me.team_id ?? '',
    enterpriseId: me.enterprise_id ?? null,
    botUserId: me.user_id ?? '',
    botId: me.bot_id ?? '',
  };
}

function listen(
  app: InstanceType<typeof bolt.App>,
  run: Run,
  replies: ReturnType<typeof createReplies>,
  house: House,
  home: () => Home | null,
  alive: (place: string) => Promise<void>,
): void {
  const team = () => home()?.teamId ?? '';
  const repeated = heardBefore();

  app.command(/.*/, async ({ command, ack }) => {
    const arrived = performance.now();
    const typed = readLine(plainText(command.text, team()), house.commands);
    const place = `slack:${team()}/${command.channel_id}`;
    const work = run({
      ...typed,
      from: { userId: command.user_id, teamId: command.team_id, enterpriseId: command.enterprise_id },
      place,
      id: command.trigger_id,
      arrived,
    });
    const viewId = asks(house, typed) ? await replies.waiting(work, command.trigger_id) : undefined;
    await ack(await replies.toTyped(await work, { triggerId: command.trigger_id, place, viewId }));
  });

  app.event('app_mention', async ({ event, body }) => {
    const arrived = performance.now();
    const from = {
      userId: event.user ?? '',
      teamId: event.user_team ?? event.source_team ?? event.team ?? body.team_id,
      enterpriseId: body.enterprise_id,
    };
    if (!event.user || event.bot_id || repeated(body.event_id)) return;
    const text = plainText(withoutName(event.text, home()?.botUserId ?? ''), team());
    const place = `slack:${team()}/${event.channel}`;
    void alive(place).catch((error: unknown) =>
      house.log.warn({ err: error, place }, 'could not note that a place works'),
    );
    const outcome = await run({ ...readLine(text, house.commands), from, place, id: body.event_id, arrived });
    replies.toMention(outcome, { channel: event.channel, user: event.user, thread: event.thread_ts });
  });

  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const account = `slack:${team()}/${event.user}`;
    const from = { userId: event.user, teamId: body.team_id, enterpriseId: body.enterprise_id };
    await run({ command: 'home', args: { account }, from, id: body.event_id, own: true, arrived: performance.now() });
  });

  app.action(/^run:/, async ({ action, body, ack, respond }) => {
    const arrived = performance.now();
    if (body.type !== 'block_actions' || action.type !== 'button' || !('action_id' in action)) return ack();
    const pressed = readButton(action.action_id, action.value);
    const channel = body.channel?.id ?? body.container?.channel_id;
    const place = typeof channel === 'string' ? `slack:${team()}/${channel}` : undefined;
    const work = run({
      ...pressed,
      from: { userId: body.user.id, teamId: body.user.team_id ?? body.team?.id, enterpriseId: body.enterprise?.id },
      place,
      id: body.trigger_id ?? `${action.action_ts}:${body.user.id}`,
      arrived,
    });
    // A person's own page is a view as well, but a dialog opens over it.
    const dialog = body.view?.type === 'modal' ? body.view.id : undefined;
    const waits = pressed.ask && body.trigger_id && !dialog;
    const viewId = waits ? await replies.waiting(work, body.trigger_id) : dialog;
    await replies.toClick(await work, {
      ack,
      respond: body.response_url ? respond : undefined,
      triggerId: body.trigger_id,
      viewId,
      inView: dialog !== undefined,
      ephemeral: body.container?.is_ephemeral === true,
      place,
      reads: house.commands.get(pressed.command)?.effect === 'read',
    });
  });

  app.view(/^run:/, async ({ view, body, ack }) => {
    const arrived = performance.now();
    const form = replies.readForm(view);
    const outcome = await run({
      command: form.command,
      args: form.args,
      from: {
        userId: body.user.id,
        teamId: (body.user as { team_id?: string }).team_id ?? body.team?.id,
        enterpriseId: body.enterprise?.id,
      },
      place: form.place ?? undefined,
      id: (body as { trigger_id?: string }).trigger_id ?? `${view.id}:${view.hash}`,
      arrived,
    });
    await ack(replies.toSubmission(outcome, view, form.place) as never);
  });

  app.shortcut(/^run:/, async ({ shortcut, ack }) => {
    const arrived = performance.now();
    const work = run({
      command: shortcut.callback_id.slice('run:'.length),
      args: {},
      from: {
        userId: shortcut.user.id,
        teamId: (shortcut.user as { team_id?: string }).team_id ?? shortcut.team?.id,
        enterpriseId: shortcut.enterprise?.id,
      },
      id: shortcut.trigger_id,
      arrived,
    });
    const viewId = await replies.waiting(work, shortcut.trigger_id);
    await replies.toShortcut(await work, { triggerId: shortcut.trigger_id, viewId });
    await ack();
  });
}

/** Whether a form will open: something is missing, or the command always shows one first. */
function asks(house: House, typed: { command: string; args: Record<string, unknown> }): boolean {
  const command = house.commands.get(typed.command);
  return command !== undefined && command.effect !== 'none' && !command.args.safeParse(typed.args).success;
}

/** A button's command and arguments; a value that is not ours becomes a command nobody knows. */
function readButton(
  actionId: string,
  value: string | undefined,
): { command: string; args: Record<string, unknown>; ask?: boolean } {
  const command = actionId.split(':')[1] ?? '';
  try {
    const read = JSON.parse(value ?? '{}') as { a?: Record<string, unknown>; ask?: boolean };
    return { command, args: read.a ?? {}, ask: read.ask === true };
  } catch {
    return { command, args: {} };
  }
}
