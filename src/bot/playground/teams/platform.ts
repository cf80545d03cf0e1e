/**
 * A strict stand-in for Microsoft Teams: one tenant, its login service, its Bot Connector and its people, on loopback.
 *
 *   const teams = await startTeamsPlatform({
 *     tenantId, appId, appPassword,
 *     users: [{ id: ada, name: 'Ada', email: 'ada@example.com' }],                    // ids are aadObjectIds
 *     channels: [{ id: '19:general@thread.tacv2', name: 'General', team: 'Prompts' }], // everybody and the bot are in
 *   });
 *   // start the bot with TEAMS_LOGIN_URL=teams.loginUrl and TEAMS_OPENID_METADATA=teams.openIdMetadata
 *   teams.connect('http://127.0.0.1:3000/api/messages');
 *
 *   await teams.say(ada, ada, 'help');                                  // in the 1:1 chat, named by the person
 *   await teams.say(ada, '19:general@thread.tacv2', 'help');            // @Countersign help
 *   await teams.say(ada, '19:general@thread.tacv2', '/help', { targeted: true });
 *   const card = await teams.waitFor(() => teams.messages('19:general@thread.tacv2', ada).at(-1), { what: 'the card' });
 *   const press = await teams.press(ada, card, 'Approve');              // press.outcome: card, toast, dialog, failed …
 *   const sent = await teams.pressInDialog(ada, teams.dialog(ada)!, 'Send', { Why: 'clearer' });
 *
 *   // also: createConversation, replyToActivity, updateActivity, deleteActivity, getConversationMember, token …
 *   teams.fail('sendToConversation', { status: 429, retryAfter: 1, times: 2 });
 *   expect(teams.findings).toEqual([]);                                 // what Teams takes and the house does not
 *   await teams.stop();
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChanges } from '../platform/changes.ts';
import { createFaults, type Fault, type FaultMatch, type FaultPlan } from '../platform/faults.ts';
import { createHttpDoor, type Posting } from '../platform/http-door.ts';
import { createAccess } from './access.ts';
import { frame } from './activities.ts';
import type { Change } from './changes.ts';
import { createDelivery, patience } from './delivery.ts';
import { createDialogs } from './dialogs.ts';
import { createInstalling } from './installing.ts';
import { createKeys } from './keys.ts';
import { createPressing } from './pressing.ts';
import { createRates } from './rates.ts';
import type { BotAnswer, Call, Finding, SentActivity, TeamsMessage } from './records.ts';
import { createSaying, personOf, placeOf } from './saying.ts';
import { type Doors, serve } from './server.ts';
import { createState, type NewChannel, type NewGroupChat, type NewUser } from './state.ts';
import type { Activity } from './wire.ts';
import type { World } from './world.ts';

export type TeamsPlatformOptions = {
  tenantId: string;
  appId: string;
  appPassword: string;
  appName?: string;
  users?: readonly NewUser[];
  channels?: readonly NewChannel[];
  groupChats?: readonly NewGroupChat[];
  /** The bot's address, when it is known already: `…/api/messages`. */
  botUrl?: string;
  /** How long the bot has for answers. Default: what Teams gives. */
  timeouts?: { activityMs: number; invokeMs: number };
  /** Enforce how many calls may be made in a while. Default: yes; say no for a benchmark. */
  rateLimit?: boolean;
  /** Answer posts with Teams' older ids (`1:…`), as it does here and there. Default: no. */
  olderIds?: boolean;
  /** Remember calls, what was sent and findings. Default: yes; say no for a benchmark. */
  record?: boolean;
  /** 0: any free port. */
  port?: number;
};

export type TeamsPlatform = Awaited<ReturnType<typeof startTeamsPlatform>>;

/** Starts the stand-in on 127.0.0.1. `stop()` ends it at once, whatever is under way. */
export async function startTeamsPlatform(options: TeamsPlatformOptions) {
  const { tenantId, appId, appPassword, record = true } = options;
  const app = { tenantId, appId, name: options.appName ?? 'Countersign' };
  let ahead = 0;
  const now = () => Date.now() + ahead;
  let base = '';
  const serviceUrl = () => `${base}/teams/${tenantId}/`;

  const calls: Call[] = [];
  const sent: SentActivity[] = [];
  const findings: Finding[] = [];
  const changes = createChanges<Change>();
  const state = createState(appId, changes, now);
  const keys = await createKeys(appId, serviceUrl);
  const access = createAccess({ tenantId, appId, appPassword }, now);
  const faults = createFaults();
  const door = createHttpDoor();
  const delivery = createDelivery(options.timeouts ?? patience, door, keys.good, (told) => {
    // By the platform's clock; tokens are signed by the real one.
    const one = { ...told, at: told.at + ahead };
    if (record) sent.push(one);
    changes.emit({ kind: 'sent', sent: one });
  });
  if (options.botUrl !== undefined) delivery.connect(options.botUrl);

  const world: World = {
    app,
    state,
    dialogs: createDialogs(changes),
    changes,
    now,
    serviceUrl,
    nameOf: (message) => (options.olderIds ? message.legacyId : message.id),
    find(finding) {
      if (record) findings.push(finding);
      changes.emit({ kind: 'finding', finding });
    },
  };
  for (const user of options.users ?? []) state.addUser(user);
  for (const channel of options.channels ?? []) state.addChannel(channel);
  for (const chat of options.groupChats ?? []) state.addGroupChat(chat);

  const doors: Doors = {
    world,
    keys,
    access,
    faults,
    rate: options.rateLimit === false ? undefined : createRates(now),
    base: () => base,
    record(call) {
      if (record) calls.push(call);
      changes.emit({ kind: 'call', call });
    },
  };
  const server = createServer((request, response) => {
    serve(doors, request, response).catch((error: unknown) => {
      // A broken connection ends a request early; anything else is a fault of the stand-in and must be seen.
      if (response.destroyed || request.destroyed) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`the stand-in itself failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** What stands in a conversation, oldest first: what everybody sees, or what one person sees. */
  function messages(where: string, asUser?: string): TeamsMessage[] {
    return state
      .messagesIn(placeOf(world, where).id)
      .filter(({ visibleTo }) => visibleTo === undefined || visibleTo === asUser)
      .map((message) => (asUser === undefined ? message : state.seenBy(asUser, message)));
  }

  /** Ends everything at once: open requests are cut. */
  async function stop(): Promise<void> {
    door.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  return {
    ...app,
    appPassword,
    serviceUrl: serviceUrl(),
    /** Without a slash at the end; tokens are at `/{tenantId}/oauth2/v2.0/token` below it. */
    loginUrl: `${base}/login`,
    openIdMetadata: `${base}/v1/.well-known/openidconfiguration`,

    /** Tells where the bot listens, `…/api/messages`; of several addresses each delivery takes the next. */
    connect: delivery.connect,
    say: createSaying(world, delivery),
    messages,
    ...createPressing(world, delivery),
    ...createInstalling(world, delivery),
    addUser: state.addUser,
    addChannel: state.addChannel,
    addGroupChat: state.addGroupChat,
    dialog: world.dialogs.of,
    token: keys.token,
    /** Any activity, ready to be made wrong: what a message of that person would be. Nothing is sent. */
    activity(user: string, where: string, more: Partial<Activity> = {}): Activity {
      const scene = { user: personOf(world, user), conversation: placeOf(world, where) };
      return { ...frame(world, scene), ...more };
    },
    /** Sends anything, with a good token, one of the test's own making, or none (`false`). */
    post: (activity: Activity, token?: string | false): Promise<BotAnswer> => delivery.send(activity, token),
    /** The bytes and headers of an activity, for a load generator. Nothing is sent. */
    request: (activity: Activity): Promise<Posting> => delivery.signed(activity),
    /** Delivers once more: the identical bytes under the identical token. */
    replay: ({ activity, raw }: SentActivity): Promise<BotAnswer> => delivery.post(activity, raw),

    fail: (match: FaultMatch, plan: FaultPlan & { times?: number }): Fault => faults.set(match, plan),
    clearFaults: faults.clear,
    /** Moves the platform's clock ahead (tokens for the bot, rates, message ids); signatures keep the real time. */
    advance(ms: number) {
      ahead += ms;
    },

    users: state.users,
    conversations: state.conversations,
    teams: state.teams,
    calls: calls as readonly Call[],
    sent: sent as readonly SentActivity[],
    findings: findings as readonly Finding[],
    subscribe: changes.subscribe,
    waitFor: changes.waitFor,
    stop,
  };
}
