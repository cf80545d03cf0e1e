import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the house counts about itself. Labels are names from our own lists, never anybody's words. */
export type Metrics = {
  request(route: string, method: string, status: number, seconds: number): void;
  /** A read of a prompt that was answered from memory. */
  remembered(status: 200 | 304): void;
  /** A read of a prompt that was answered by the database. */
  read(status: 200 | 304, seconds: number): void;
  /** A command came to its end, whatever the door: `outcome` is the kind of its outcome or the code of its refusal. */
  command(name: string, outcome: string, door: string, seconds: number): void;
  /** A delivery was attempted: `outcome` such as `posted`, `edited`, `limited`, `failed`. */
  delivery(platform: string, outcome: string): void;
  /** A value that is asked for when somebody looks; one that cannot be had is left out, never zero. */
  gauge(name: string, help: string, value: () => number | Promise<number>): void;
  /** All of it, in the text format of Prometheus. */
  text(): Promise<string>;
  contentType: string;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** How long an answer is waited for, in milliseconds. */
const PATIENCE = 1_000;

/** A set of metrics of its own, with those of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'countersign_http_request_seconds',
    help: 'HTTP requests by route, without answered reads of prompts',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers,
  });
  const reads = new Histogram({
    name: 'countersign_database_read_seconds',
    help: 'Reads of prompts that memory could not answer',
    labelNames: ['status'],
    buckets: SECONDS,
    registers,
  });
  // Added up by hand: naming labels costs as much as finding the answer.
  const memory = { 200: 0, 304: 0 };
  new Counter({
    name: 'countersign_memory_reads_total',
    help: 'Reads of prompts that were answered from memory',
    labelNames: ['status'],
    registers,
    collect() {
      this.reset();
      for (const status of [200, 304] as const) this.inc({ status }, memory[status]);
    },
  });
  const commands = new Histogram({
    name: 'countersign_command_seconds',
    help: 'Commands by name, outcome and door',
    labelNames: ['command', 'outcome', 'door'],
    buckets: SECONDS,
    registers,
  });
  const deliveries = new Counter({
    name: 'countersign_deliveries_total',
    help: 'Attempts to post or edit a message',
    labelNames: ['platform', 'outcome'],
    registers,
  });

  return {
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    remembered: (status) => void memory[status]++,
    read: (status, seconds) => reads.observe({ status }, seconds),
    command: (command, outcome, door, seconds) => commands.observe({ command, outcome, door }, seconds),
    delivery: (platform, outcome) => deliveries.inc({ platform, outcome }),
    gauge(name, help, value) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.remove();
          const now = await soon(value);
          if (now !== undefined) this.set(now);
        },
      });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

async function soon(value: () => number | Promise<number>): Promise<number | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((done) => {
    timer = setTimeout(done, PATIENCE, undefined);
  });
  try {
    return await Promise.race([value(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
