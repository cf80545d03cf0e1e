/**
 * A strict stand-in for Slack: one workspace, its Web API, its people and its Socket Mode, on loopback.
 *
 *   const slack = await startSlackPlatform({ users: [{ id: 'U1', name: 'ada', email: 'ada@example.com' }] });
 *   // start the bot with SLACK_API_URL=slack.apiUrl, SLACK_BOT_TOKEN=slack.botToken,
 *   // SLACK_SIGNING_SECRET=slack.signingSecret (and SLACK_APP_TOKEN=slack.appToken for Socket Mode)
 *   slack.connect('http://127.0.0.1:3000/slack/events');          // not needed for Socket Mode
 *
 *   const ada = slack.as('U1');
 *   const help = await ada.slash('/prompt', 'help');              // help.status, help.ms, help.message?.text
 *   const card = await slack.waitFor(() => slack.messages('C1').at(-1), { what: 'the card' });
 *   await ada.click(card, 'Approve');                             // by label or action_id
 *   const form = await slack.waitFor(() => slack.views('U1').at(-1));
 *   const sent = await ada.submitView(form, { Why: 'clearer' });  // sent.errors, sent.responseAction
 *
 *   slack.fail('chat.postMessage', { status: 429, retryAfter: 1, times: 2 });
 *   expect(slack.findings).toEqual([]);                           // what Slack takes and the house does not
 *   await slack.stop();
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { slackLimits } from '../../limits/slack.ts';
import { createChanges } from '../platform/changes.ts';
import { createFaults, type Fault, type FaultMatch, type FaultPlan } from '../platform/faults.ts';
import type { Posting } from '../platform/http-door.ts';
import type { Change } from './changes.ts';
import { createDelivery } from './delivery.ts';
import { type Told, tell } from './events.ts';
import { findElement } from './find-element.ts';
import { createHooks } from './hooks.ts';
import { createHttpDoor } from './http-door.ts';
import { newId, newSecret, timestamps } from './ids.ts';
import { defaultScopes, type RawRequest, type SlackPlatformOptions } from './options.ts';
import * as payloads from './payloads.ts';
import { type Person, personIn } from './person.ts';
import { createPostRate } from './rate-limit.ts';
import type {
  BotAnswer,
  Call,
  Finding,
  SentRequest,
  SlackChannel,
  SlackMessage,
  SlackUser,
  SlackView,
} from './records.ts';
import { signatureHeaders } from './signing.ts';
import { createSockets } from './socket.ts';
import { createState, type Identity, type NewChannel, type NewUser } from './state.ts';
import { createTriggers } from './triggers.ts';
import { createViews } from './views.ts';
import { serve, type Tokens, type WebApi } from './web-api.ts';
import type { World } from './world.ts';

export type SlackPlatform = Awaited<ReturnType<typeof startSlackPlatform>>;

/** Starts the stand-in on 127.0.0.1. `stop()` ends it at once, whatever is under way. */
export async function startSlackPlatform(options: SlackPlatformOptions = {}) {
  const record = options.record ?? true;
  const signingSecret = options.signingSecret ?? newSecret();
  const tokens: Tokens = {
    bot: options.botToken ?? `xoxb-${newSecret()}`,
    app: options.appToken ?? `xapp-1-${newSecret()}`,
    revoked: false,
  };
  const identity: Identity = {
    teamId: newId('T'),
    teamDomain: 'acme',
    teamName: 'Acme',
    appId: newId('A'),
    appName: 'Countersign',
    botId: newId('B'),
    botUserId: newId('U'),
    ...options.identity,
  };
  let ahead = 0;
  const now = () => Date.now() + ahead;
  let base = '';

  const calls: Call[] = [];
  const requests: SentRequest[] = [];
  const findings: Finding[] = [];
  const changes = createChanges<Change>();
  const state = createState(identity, changes, timestamps(now), record);
  const views = createViews(changes, now);
  const triggers = createTriggers(now);
  const hooks = createHooks(now, () => base, identity.teamId);
  const faults = createFaults();
  const sockets = createSockets(changes, identity.appId);
  const door = createHttpDoor();
  const timeoutMs = options.timeoutMs ?? slackLimits.acknowledgementMs;

  // What went between the bot and the platform is noted by the platform's clock; requests are signed by the real one.
  const noteRequest = (sent: SentRequest) => {
    const request = { ...sent, at: sent.at + ahead };
    if (record) requests.push(request);
    changes.emit({ kind: 'request', request });
  };
  const noteCall = (made: Call) => {
    const call = { ...made, at: made.at + ahead };
    if (record) calls.push(call);
    changes.emit({ kind: 'call', call });
  };
  const find = (finding: Finding) => {
    if (record) findings.push(finding);
    changes.emit({ kind: 'finding', finding });
  };

  const retryDelaysMs = options.retryDelaysMs ?? slackLimits.events.retryDelaysMs;
  const delivery = createDelivery({ signingSecret, timeoutMs, retryDelaysMs }, door, sockets, noteRequest);
  if (options.requestUrl !== undefined) delivery.connect(options.requestUrl);

  const scopes = new Set(options.scopes ?? defaultScopes);
  const world: World = {
    identity,
    state,
    views,
    triggers,
    hooks,
    changes,
    scopes,
    now,
    find,
    socketUrl: () => sockets.ticket(base),
  };
  const postRate = options.rateLimit ? createPostRate(now) : undefined;
  const api: WebApi = { world, tokens, faults, postRate, record: noteCall };

  state.addUser({
    id: identity.botUserId,
    name: identity.appName.toLowerCase(),
    realName: identity.appName,
    isBot: true,
  });
  for (const user of options.users ?? []) state.addUser(user);
  for (const channel of options.channels ?? [{ id: 'C1', name: 'general' }]) state.addChannel(channel);

  const server = createServer((request, response) => {
    serve(api, request, response).catch((error: unknown) => {
      // A broken connection ends a request early; anything else is a fault of the stand-in and must be seen.
      if (response.destroyed || request.destroyed) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`the stand-in itself failed: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  server.on('upgrade', sockets.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  function changeChannel(id: string, change: Partial<SlackChannel>): SlackChannel {
    const channel = state.channels.get(id);
    if (!channel) throw new Error(`there is no channel ${id}`);
    return state.putChannel({ ...channel, ...change });
  }

  function leave(id: string, user: string): SlackChannel {
    const members = state.channels.get(id)?.members ?? [];
    return changeChannel(id, { members: members.filter((member) => member !== user) });
  }

  const join = (id: string, user: string): SlackChannel =>
    changeChannel(id, { members: [...leave(id, user).members, user] });

  // Keyed by the record, so that a person who was changed acts as they are now.
  const people = new WeakMap<SlackUser, Person>();

  /** Acts as that person. Throws when there is no such user or they left. */
  function as(userId: string): Person {
    const user = state.users.get(userId);
    if (!user) throw new Error(`there is no user ${userId}`);
    if (user.deleted) throw new Error(`${userId} was deactivated and cannot act`);
    const person = people.get(user) ?? personIn(world, delivery, user);
    people.set(user, person);
    return person;
  }

  async function post(posting: Posting): Promise<BotAnswer> {
    const at = Date.now();
    const answer = await door.post(posting, timeoutMs);
    noteRequest({ kind: 'raw', type: 'raw', payload: undefined, raw: posting, answer, at });
    return answer;
  }

  /** Sends any bytes to the bot's request URL: forged, unsigned, late, from the future. */
  function send(raw: RawRequest): Promise<BotAnswer> {
    const url = delivery.requestUrl();
    if (url === undefined) throw new Error('connect(url) first');
    const { body, contentType = 'application/x-www-form-urlencoded', sign = true } = raw;
    const seconds = raw.timestamp ?? Math.floor(Date.now() / 1_000);
    const signature = sign === false ? {} : signatureHeaders(sign === true ? signingSecret : sign, body, seconds);
    return post({ url, body, headers: { 'content-type': contentType, ...signature, ...raw.headers } });
  }

  /** Delivers once more: the identical bytes with the identical signature, or the same payload in a new envelope. */
  function replay(request: SentRequest): Promise<BotAnswer> {
    if (request.raw) return post(request.raw);
    const { type, kind, payload = {} } = request;
    if (type === 'raw') throw new Error('there is nothing to replay');
    return delivery.send({ type, kind, payload }, { attempt: 1, reason: 'timeout' });
  }

  /** Ends everything at once: open requests are cut, waiting retries dropped. */
  async function stop(): Promise<void> {
    delivery.close();
    await sockets.close();
    door.close();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  return {
    identity,
    signingSecret,
    botToken: tokens.bot,
    appToken: tokens.app,
    /** What the bot needs as `SLACK_API_URL`; ends in `/api/`. */
    apiUrl: `${base}api/`,
    botUserId: identity.botUserId,

    /** Tells where the bot listens; of several addresses each delivery takes the next. */
    connect: delivery.connect,
    as,
    send,
    replay,
    /** Tells the bot any event: `{ type: 'tokens_revoked', … }`. */
    tell: (event: { type: string } & Record<string, unknown>): Promise<Told> => tell(world, delivery, event),
    /** The form body and signed headers of a slash command, for a load generator. Nothing is sent. */
    slashRequest(user: string, command: string, text = '', channel = 'C1'): Posting {
      const [who, where] = [state.users.get(user), state.channels.get(channel)];
      if (!who || !where) throw new Error(`there is no ${who ? channel : user}`);
      const payload = payloads.slashPayload(world, { user: who, channel: where, command, text });
      return delivery.signed({ type: 'slash_commands', kind: 'slash_command', payload }, {});
    },
    /** The same for pressing a button of a message, by its label. */
    clickRequest(user: string, message: SlackMessage, wanted: string): Posting {
      const [who, channel] = [state.users.get(user), state.channels.get(message.channel)];
      if (!who || !channel) throw new Error(`there is no ${who ? message.channel : user}`);
      const action = payloads.actionOf(world, findElement(message.blocks, wanted), undefined);
      const payload = payloads.messageActionPayload(world, { user: who, channel, message, action, values: {} });
      return delivery.signed({ type: 'interactive', kind: 'block_actions', payload }, {});
    },

    fail: (match: FaultMatch, plan: FaultPlan & { times?: number }): Fault => faults.set(match, plan),
    clearFaults: faults.clear,
    archive: (id: string) => changeChannel(id, { archived: true }),
    unarchive: (id: string) => changeChannel(id, { archived: false }),
    removeBot: (id: string) => leave(id, identity.botUserId),
    inviteBot: (id: string) => join(id, identity.botUserId),
    join,
    leave,
    revokeTokens() {
      tokens.revoked = true;
    },
    /** Moves the platform's clock (triggers, response addresses, rates) ahead; signatures keep the real time. */
    advance(ms: number) {
      ahead += ms;
    },
    /** Adds a person, in no channel yet (`join`), or changes one. */
    addUser: (user: NewUser): SlackUser => state.addUser(user),
    addChannel: (channel: NewChannel): SlackChannel => state.addChannel(channel),

    users: state.users as ReadonlyMap<string, SlackUser>,
    channels: state.channels as ReadonlyMap<string, SlackChannel>,
    /** Every message of a channel, oldest first, replies among them. */
    messages: (channel: string): SlackMessage[] => state.messagesIn(channel),
    /** The replies to one message. */
    thread: (channel: string, ts: string): SlackMessage[] =>
      state.messagesIn(channel).filter((message) => message.thread_ts === ts && message.ts !== ts),
    /** What only this person sees, oldest first. */
    ephemerals: (user: string): SlackMessage[] => state.ephemeralsFor(user),
    /** The person's open modals, bottom first. */
    views: (user: string): SlackView[] => views.stackOf(user),
    home: (user: string): SlackView | undefined => views.homeOf(user),
    /** The id of the direct message channel between the bot and this person, made when it is not there yet. */
    dmChannel: (user: string): string => state.dmOf(user).id,
    /** The direct messages between the bot and this person. */
    dm: (user: string): SlackMessage[] => {
      const channel = state.channels.values().find((known) => known.user === user);
      return channel ? state.messagesIn(channel.id) : [];
    },
    calls: calls as readonly Call[],
    requests: requests as readonly SentRequest[],
    findings: findings as readonly Finding[],
    subscribe: (listener: (change: Change) => void) => changes.subscribe(listener),
    waitFor: changes.waitFor,

    /** How many Socket Mode connections are open. */
    sockets: sockets.count,
    dropSockets: sockets.drop,
    askToReconnect: sockets.askToReconnect,
    stop,
  };
}
