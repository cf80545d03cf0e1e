// A process that delivers: node deliver-child.ts <database> <platform>. It says when it is ready, and what it logs.

import { deliveries } from '../../src/bot/deliver.ts';
import { openStore } from '../../src/store/open.ts';
import { openOutbox } from '../../src/store/outbox.ts';
import { startWorkers } from '../../src/store/workers.ts';
import { bareSettings } from '../settings.ts';
import { NOW } from './delivery-settings.ts';
import { posterOverHttp } from './platform-over-http.ts';

const [database, platform] = process.argv.slice(2);
const store = openStore(database!);
const say = (level: string) => (facts: Record<string, unknown>, message: string) =>
  void process.stdout.write(`${JSON.stringify({ level, message, facts })}\n`);
const log = { info: say('info'), warn: say('warn'), error: say('error') };
const tasks = deliveries({
  outbox: openOutbox(store),
  posters: { slack: posterOverHttp(platform!) },
  settings: bareSettings,
  clock: () => NOW,
  log,
  metrics: { delivery: () => {} },
});
const workers = await startWorkers(store, tasks, { log, concurrency: 4 });
log.info({}, 'ready');
process.on('SIGTERM', async () => {
  await workers.stop();
  await store.close();
  process.exit(0);
});
