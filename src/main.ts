import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { deliveries } from './bot/deliver.ts';
import type { Pictures } from './bot/http/pictures.ts';
import { createHttp } from './bot/http/server.ts';
import { createMetrics } from './bot/metrics.ts';
import { createPeople, type Lookup, type People } from './bot/people.ts';
import { pictureAddresses } from './bot/picture-address.ts';
import { createPlayground } from './bot/playground/index.ts';
import type { Poster } from './bot/poster.ts';
import { createSlack } from './bot/slack/door.ts';
import type { createTeams, Teams, TeamsSettings } from './bot/teams/door.ts';
import { commandsByName } from './commands/index.ts';
import type { House } from './commands/kit/invocation.ts';
import { type Config, readConfig, settingsOf, unusableAddress, unusableDatabase } from './config.ts';
import { createLog, type Logger, takeConsole } from './log.ts';
import { actor, stage } from './playground-stage.ts';
import { startClock } from './schedules/clock.ts';
import { schedules } from './schedules/index.ts';
import * as accounts from './store/accounts.ts';
import { isReachable, readBacklog } from './store/backlog.ts';
import { unclosedUseCases } from './store/close-faults.ts';
import { findConversation, listConversations, rememberConversation } from './store/conversations.ts';
import { startEmbedded } from './store/embedded/start.ts';
import { openFacts } from './store/facts.ts';
import { openMirror } from './store/mirror.ts';
import { migrateStore, openStore } from './store/open.ts';
import { openOutbox } from './store/outbox.ts';
import { findPerson } from './store/people.ts';
import { postAt, revivePlace } from './store/posts.ts';
import { openUseCaseFacts } from './store/use-case-facts.ts';
import { startWorkers } from './store/workers.ts';

/** What was started, stopped in reverse. */
type Running = { what: string; stop(): Promise<void> }[];

async function start(config: Config, log: Logger, running: Running): Promise<void> {
  const began = performance.now();
  const started = (what: string, stop: () => Promise<void>) => void running.push({ what, stop });

  // The playground's story never mixes with real prompts.
  const dataDir = config.playground ? join(config.DATA_DIR, 'playground') : config.DATA_DIR;
  const database = config.DATABASE_URL ? null : await startEmbedded({ dataDir, log });
  if (database) started('database', database.stop);
  const url = config.DATABASE_URL ?? database!.url;
  await migrateStore(url).catch((error: unknown) => {
    throw config.DATABASE_URL ? unusableDatabase(url, error) : error;
  });
  const store = openStore(url);
  started('store', store.close);

  const playground = config.playground ? await createPlayground(stage(store, config.TIMEZONE, log)) : null;
  if (playground) started('playground', playground.stop);

  const metrics = createMetrics();
  // The playground shows pictures on this computer, which reaches us where we listen.
  let address: string | undefined;
  const publicUrl = () => config.PUBLIC_URL ?? (playground ? address : undefined);
  const pictureKey = config.SECRET_KEY ?? (playground ? randomBytes(32) : undefined);
  const house: House = {
    store,
    settings: {
      ...settingsOf(config),
      picture: pictureAddresses(publicUrl, pictureKey),
      ...playground?.settings,
    },
    commands: commandsByName,
    clock: playground?.clock ?? (() => new Date()),
    log,
    measure: metrics.command,
  };

  const posters: Record<string, Poster> = {};
  const lookups: Record<string, Lookup> = {};
  const people: People = createPeople({ store, persist: accounts, lookups, clock: house.clock, log });
  const chat = playground?.slack ?? config.slack;
  const slack = chat && createSlack({ settings: chat, house, people, alive: (place) => revivePlace(store.db, place) });
  if (slack) {
    posters.slack = slack.poster;
    posters['slack-home'] = slack.homePoster;
    lookups.slack = slack.lookup;
    started('slack', slack.stop);
    await slack.start();
  }

  const microsoft = playground?.teams ?? config.teams;
  const office = microsoft && (await openTeams(microsoft, house, people, playground ? { pace: playground.pace } : {}));
  if (office) {
    takeConsole(log);
    posters.teams = office.poster;
    lookups.teams = office.lookup;
    started('teams', office.stop);
    await office.start();
  }

  // Places of the configuration get another chance at every start.
  for (const place of [...config.REVIEW_PLACE, ...config.ANNOUNCE_PLACE]) await revivePlace(store.db, place);
  const outbox = openOutbox(store);
  const tasks = deliveries({ outbox, posters, settings: house.settings, clock: house.clock, log, metrics });
  const workers = await startWorkers(store, tasks, { log, concurrency: 8 });
  started('deliveries', workers.stop);

  const mirror = openMirror({ store, clock: house.clock, log });
  started('mirror', mirror.stop);
  const http = await createHttp({
    house,
    mirror,
    facts: openFacts(store),
    useCaseFacts: openUseCaseFacts(store),
    ...(pictureKey && { pictures: { key: pictureKey, draw: drawLazily } }),
    metrics,
    log,
    ready: async () => ({ database: await isReachable(store.db), listener: mirror.up() }),
    backlog: () => readBacklog(store.background.db),
    unclosed: async () => (await unclosedUseCases(store.background.db)).size,
    listeners: {
      ...(slack?.listener && { '/slack/events': slack.listener }),
      ...(office && { '/api/messages': office.listener }),
    },
    pages: playground?.handler,
  });
  address = await http.listen(config.PORT, config.HOST).catch((error: unknown) => {
    throw unusableAddress(config, error);
  });
  started('http', http.close);

  const clock = startClock(house, schedules, playground?.playing);
  started('clock', clock.stop);

  // The playground brings its own platforms and people: nothing is missing.
  for (const line of playground ? [] : config.missing) log.warn(line);
  log.info({ ms: Math.round(performance.now() - began) }, `Countersign is ready on ${address}`);
  if (playground) {
    started('pages', async () => playground.hangUp());
    playground.connect(address);
    await playground.seed(actor(house, people));
    log.info(`The playground is open: ${address}`);
  }
}

/** What draws takes a quarter of a second to load, so only whoever looks at pictures loads it. */
const drawLazily: Pictures['draw'] = async (chart) => (await import('./bot/pictures/draw.ts')).drawChart(chart);

/** botbuilder takes a third of a second to load, so only whoever is on Teams loads it. */
async function openTeams(
  settings: TeamsSettings,
  house: House,
  people: People,
  more: Pick<Parameters<typeof createTeams>[0], 'pace'>,
): Promise<Teams> {
  const { createTeams } = await import('./bot/teams/door.ts');
  const { db } = house.store;
  return createTeams({
    ...more,
    settings,
    house,
    people,
    conversations: {
      remember: (place, reference) => rememberConversation(db, place, reference, house.clock()),
      find: (place) => findConversation(db, place),
      list: (prefix, limit) => listConversations(db, prefix, limit),
    },
    postAt: (place, ids) => postAt(db, place, ids),
    alive: (place) => revivePlace(db, place),
    peopleNamed: async (keys) => {
      const found = await Promise.all(keys.map(async (id) => ({ id, person: await findPerson(db, id) })));
      return found.flatMap(({ id, person }) => (person ? [{ id, name: person.name }] : []));
    },
  });
}

async function stop(running: Running, log: Logger): Promise<void> {
  for (const { what, stop: end } of running.splice(0).reverse()) {
    await end().catch((error: unknown) => log.error({ err: error, what }, 'did not stop cleanly'));
  }
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config.LOG_LEVEL);
  const running: Running = [];
  let stopping = false;
  const end = async (why: string, code: number) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), 15_000).unref();
    await stop(running, log);
    process.exit(code);
  };
  process.on('SIGTERM', () => void end('SIGTERM', 0));
  process.on('SIGINT', () => void end('SIGINT', 0));
  try {
    await start(config, log, running);
  } catch (error) {
    await stop(running, log);
    throw error;
  }
}

main().catch((error: unknown) => {
  // A start that fails is read by a person: one sentence, no stack.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
