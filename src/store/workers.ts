import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type Runner, type RunnerOptions, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { Later } from '../rules/later.ts';
import { finishJob, putOffJob, type RunningJob } from './jobs.ts';
import { type Line, openLine } from './line.ts';
import type { Store } from './open.ts';
import { startReaper } from './reaper.ts';
import { afterFailure, faultOf } from './retry.ts';
import { openWorkerPool } from './worker-pool.ts';

type Log = Record<'info' | 'warn' | 'error', (facts: Record<string, unknown>, message: string) => void>;

/** Something held by name among all processes. `lost` says whether it ended by itself, with our connection. */
export type Hold = { lost(): boolean; release(): Promise<void> };

/** What a task may ask of the worker that runs it. */
export type Run = {
  /** Holds a name among all processes until it is released; null when somebody else holds it. */
  hold(name: string): Promise<Hold | null>;
};

/**
 * A kind of job. One that throws is run again, soon at first, then at growing distances, for three days; `Later` is run
 * again when it says, without counting. Whatever it does may be interrupted, and is then done again.
 */
export type Task = (payload: never, run: Run) => Promise<void>;

export type Workers = { stop(): Promise<void> };

/** All in milliseconds. How often jobs are looked for that nobody has announced. */
const POLL = 500;
/** What running jobs get at the end. */
const GRACE = 5_000;
/** How long after the database went away the workers begin anew. */
const AGAIN = 300;
/** For so long after an outage nobody is taken for dead: others come back as well. */
const SPARED = 2_000;

/**
 * Runs the queue's jobs in this process, and takes over those of processes that are no more. When the database goes
 * away the workers begin anew until it is back. Resolves when they run, or when a first attempt has failed.
 * `stop` lets running jobs finish for at most five seconds; what is not done by then is left to others.
 * @param options.concurrency how many jobs at a time
 */
export async function startWorkers(
  store: Store,
  tasks: Record<string, Task>,
  options: { log: Log; concurrency: number },
): Promise<Workers> {
  const { log } = options;
  const stopping = new AbortController();
  const started = Promise.withResolvers<void>();
  const crew: Crew = { store, tasks, ...options, held: new Set(), running: new Set() };
  const reaper = startReaper(store.background, log);

  const working = (async () => {
    let down = 0;
    while (!stopping.signal.aborted) {
      const why = await oneSession(crew, stopping.signal, () => {
        // Everybody lost their locks, the living too: they get time to note what they were doing.
        if (down > 0) reaper.spare(SPARED);
        if (down > 0) log.info({ seconds: Math.round((Date.now() - down) / 1000) }, 'workers are back');
        down = 0;
        started.resolve();
      });
      if (stopping.signal.aborted) return;
      reaper.spare(SPARED);
      if (down === 0) log.warn({ fault: why }, 'workers lost the database and begin anew');
      if (down === 0) down = Date.now();
      started.resolve();
      await sleep(AGAIN * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();

  await started.promise;
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([reaper.stop(), working, within(GRACE, Promise.allSettled(crew.running))]);
    },
  };
}

type Crew = {
  store: Store;
  tasks: Record<string, Task>;
  log: Log;
  concurrency: number;
  /** Names held by this process. A session of Postgres may take its own lock twice, and an older one may still send. */
  held: Set<string>;
  running: Set<Promise<unknown>>;
};

/**
 * One life of the workers: a line that says that they are alive, and graphile-worker. When either ends so does the other.
 * @returns why it ended, in words for the log
 */
async function oneSession(crew: Crew, stopping: AbortSignal, up: () => void): Promise<string> {
  const { pool, close } = openWorkerPool(crew.store.url, Math.min(crew.concurrency, 4) + 2);
  const told = new AbortController();
  let line: Line | undefined;
  let runner: Runner | undefined;
  try {
    line = await openLine(crew.store.url);
    runner = await startRunner(crew, line, pool, told.signal);
    up();
    const ended = runner.promise.then(() => 'the workers ended').catch(faultOf);
    return await Promise.race([ended, aborted(line.lost, 'the connection ended'), aborted(stopping, 'stopping')]);
  } catch (error) {
    return faultOf(error);
  } finally {
    const ended = end({ runner, told, close }, stopping.aborted);
    // After a loss nothing that still runs is waited for: its jobs belong to whoever takes them over.
    if (stopping.aborted) await ended;
    await line?.close();
  }
}

type Session = { runner: Runner | undefined; told: AbortController; close(): void };

async function end({ runner, told, close }: Session, stopping: boolean): Promise<void> {
  if (!stopping) {
    // What was asked of a database that is still there is answered; nothing new is asked. What fails has to fail before
    // graphile-worker is told to stop, for afterwards it prints it.
    await sleep(200);
    close();
    await sleep(50);
  }
  const ended = runner?.stop().catch(() => {});
  told.abort();
  await within(stopping ? GRACE : 1_000, ended);
  close();
}

async function startRunner(
  crew: Crew,
  line: Line,
  pgPool: RunnerOptions['pgPool'],
  told: AbortSignal,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  const alive = Promise.withResolvers<void>();
  // The id under which jobs are locked is known only here. No job is taken before the lock says that its owner lives.
  events.once('pool:create', ({ workerPool }) => {
    const open = () => alive.resolve();
    line.take(workerPool.id).then(open, open);
  });
  return run({
    pgPool,
    concurrency: crew.concurrency,
    pollInterval: POLL,
    noHandleSignals: true,
    events,
    taskList: Object.fromEntries(
      Object.entries(crew.tasks).map(([name, task]) => [name, perform(crew, line, name, task)]),
    ),
    // A gate rather than flags: it is asked before each job. Once the line is lost no further job is looked for.
    forbiddenFlags: async () => {
      await alive.promise;
      if (line.lost.aborted) await aborted(told, '');
      return null;
    },
    logger: new Logger(() => (level, message) => {
      if (level === 'error') crew.log.warn({ fault: message.split('\n')[0] }, 'graphile-worker');
    }),
    // Without a delay a failure to note a job's end would be thrown where nobody catches it, and end the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  });
}

/** A task as graphile-worker wants it: the job is ended or queued again here, by whoever still owns it. */
function perform(crew: Crew, line: Line, name: string, task: Task): TaskList[string] {
  const work = async (payload: Record<string, unknown>, job: RunningJob) => {
    const mine = await task(payload as never, { hold: (held) => hold(crew.held, line, held) }).then(
      () => finishJob(crew.store.background.db, job),
      (error: unknown) => again(crew, job, payload, error),
    );
    // Thrown, so that graphile-worker does not delete what another one owns by now.
    if (!mine) throw new Error('taken over in the meantime');
  };
  return (payload, { job }) => {
    const { id, key, priority } = job;
    const own = { id, key, priority, max: job.max_attempts, pool: job.locked_by ?? '', task: name };
    const running = work(payload as Record<string, unknown>, own);
    crew.running.add(running);
    return running.finally(() => crew.running.delete(running));
  };
}

async function again(
  { store, log }: Crew,
  job: RunningJob,
  payload: Record<string, unknown>,
  error: unknown,
): Promise<boolean> {
  if (error instanceof Later) return putOffJob(store, job, payload, error.ms);
  const { retry, ms } = afterFailure(payload.retry, Date.now());
  const { retry: _, ...facts } = payload;
  if (ms === null) {
    log.error({ task: job.task, ...facts, tries: retry.tries, fault: faultOf(error) }, 'job given up');
    return finishJob(store.background.db, job);
  }
  log.warn(
    { task: job.task, ...facts, tries: retry.tries, ms, fault: faultOf(error) },
    'job failed, will be run again',
  );
  return putOffJob(store, job, { ...payload, retry }, ms);
}

async function hold(held: Set<string>, line: Line, name: string): Promise<Hold | null> {
  if (held.has(name)) return null;
  held.add(name);
  const mine = await line.take(name).catch((error: unknown) => {
    held.delete(name);
    throw error;
  });
  if (!mine) held.delete(name);
  if (!mine) return null;
  return {
    lost: () => line.lost.aborted,
    release: async () => {
      await line.give(name);
      held.delete(name);
    },
  };
}

const aborted = (signal: AbortSignal, word: string) =>
  new Promise<string>((done) => {
    if (signal.aborted) done(word);
    signal.addEventListener('abort', () => done(word), { once: true });
  });

/** Whether it settled in time. */
const within = (ms: number, work: Promise<unknown> | undefined): Promise<boolean> =>
  Promise.race([
    Promise.resolve(work).then(
      () => true,
      () => true,
    ),
    sleep(ms, false, { ref: false }),
  ]);
