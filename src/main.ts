import { createServer } from 'node:http';
import { deliveries } from './bot/deliver.ts';
import { createPeople, type Lookup, type People } from './bot/people.ts';
import type { Poster } from './bot/poster.ts';
import { createSlack } from './bot/slack/door.ts';
import { commandsByName } from './commands/index.ts';
import type { House } from './commands/kit/dispatch.ts';
import { type Config, readConfig } from './config.ts';
import { createLog, type Logger } from './log.ts';
import { startClock } from './schedules/clock.ts';
import { schedules } from './schedules/index.ts';
import { startEmbedded } from './store/embedded.ts';
import { migrateStore, openStore } from './store/open.ts';
import * as accounts from './store/people.ts';
import { revivePlace } from './store/posts.ts';
import { startWorkers } from './store/workers.ts';

/** What was started, stopped in reverse. */
type Running = { what: string; stop(): Promise<void> }[];

async function start(config: Config, log: Logger, running: Running): Promise<void> {
  const began = performance.now();
  const started = (what: string, stop: () => Promise<void>) => void running.push({ what, stop });

  const database = config.DATABASE_URL ? null : await startEmbedded({ dataDir: config.DATA_DIR, log });
  if (database) started('database', database.stop);
  const url = config.DATABASE_URL ?? database!.url;
  await migrateStore(url);
  const store = openStore(url);
  started('store', store.close);

  const house: House = {
    store,
    settings: {
      admins: config.ADMINS,
      reviewPlaces: config.REVIEW_PLACE,
      announcePlaces: config.ANNOUNCE_PLACE,
      publicUrl: config.PUBLIC_URL ?? null,
      timezone: config.TIMEZONE,
    },
    commands: commandsByName,
    clock: () => new Date(),
    log,
  };

  const posters: Record<string, Poster> = {};
  const lookups: Record<string, Lookup> = {};
  const people: People = createPeople({ store, persist: accounts, lookups, clock: house.clock, log });
  const slack =
    config.slack &&
    createSlack({
      settings: config.slack,
      house,
      people: () => people,
      alive: (place) => revivePlace(store.db, place),
    });
  if (slack) {
    posters.slack = slack.poster;
    posters['slack-home'] = slack.homePoster;
    lookups.slack = slack.lookup;
    started('slack', slack.stop);
    await slack.start();
  }

  // Places of the configuration get another chance at every start.
  for (const place of [...config.REVIEW_PLACE, ...config.ANNOUNCE_PLACE]) await revivePlace(store.db, place);
  const tasks = deliveries({ store, posters, settings: house.settings, clock: house.clock, log });
  const workers = await startWorkers(store, tasks, { log, concurrency: 8 });
  started('deliveries', workers.stop);

  const server = createServer((req, res) => slack?.listener(req, res));
  await new Promise<void>((done) => server.listen(config.PORT, config.HOST, done));
  started('http', () => new Promise((done) => server.close(() => done())));

  const clock = startClock(house, schedules);
  started('clock', clock.stop);

  for (const line of config.missing) log.warn(line);
  const { port } = server.address() as { port: number };
  log.info(
    { port, host: config.HOST, ms: Math.round(performance.now() - began) },
    `Countersign is ready on http://${config.HOST}:${port}`,
  );
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
