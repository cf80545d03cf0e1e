import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { createHttp, type HttpParts } from '../../../src/bot/http/server.ts';
import { createMetrics } from '../../../src/bot/metrics.ts';
import { safeError } from '../../../src/log.ts';
import { isReachable, readBacklog } from '../../../src/store/backlog.ts';
import { unclosedUseCases } from '../../../src/store/close-faults.ts';
import { openFacts } from '../../../src/store/facts.ts';
import { openMirror } from '../../../src/store/mirror.ts';
import { addToken } from '../../../src/store/tokens.ts';
import { openUseCaseFacts } from '../../../src/store/use-case-facts.ts';
import { until } from '../../store/mirror-world.ts';
import { createWorld } from '../../world.ts';

export type HttpWorld = Awaited<ReturnType<typeof httpWorld>>;
export type Answer = { status: number; headers: Headers; text: string; json: Record<string, unknown> };

/** The bot with its HTTP door on a port of its own; `process` opens another one on the same database. */
export async function httpWorld(over: Parameters<typeof createWorld>[0] = {}) {
  const world = await createWorld(over);
  const processes: { stop(): Promise<void> }[] = [];

  const process = async (more: Partial<HttpParts> = {}, database = world.store) => {
    const lines: Record<string, unknown>[] = [];
    const out = new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(JSON.parse(String(chunk)));
        done();
      },
    });
    const log = pino({ level: 'debug', serializers: { err: safeError } }, out);
    const metrics = createMetrics();
    const house = { ...(more.house ?? world.house), store: database, log, measure: metrics.command };
    const mirror = openMirror({ store: database, clock: () => new Date(), log: house.log });
    const door = await createHttp({
      mirror,
      facts: openFacts(database),
      useCaseFacts: openUseCaseFacts(database),
      metrics,
      log,
      ready: async () => ({ database: await isReachable(database.db), listener: mirror.up() }),
      backlog: () => readBacklog(database.background.db),
      unclosed: async () => (await unclosedUseCases(database.background.db)).size,
      ...more,
      house,
    });
    const url = await door.listen(0, '127.0.0.1');
    await until(mirror.up);
    let stopped = false;
    const stop = async () => {
      if (stopped) return;
      stopped = true;
      await door.close();
      await mirror.stop();
    };
    processes.push({ stop });
    const call = (path: string, init: RequestInit = {}) => request(url + path, init);
    const get = (path: string, token?: string, headers: Record<string, string> = {}) =>
      call(path, { headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } });
    const post = (command: string, body: unknown, token?: string, headers: Record<string, string> = {}) =>
      call(`/v1/commands/${command}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      });
    return { url, lines, mirror, door, get, post, call, stop };
  };

  return {
    ...world,
    process,
    /** A token of somebody. */
    token: async (scopes: string[], who = 'ada', name = 'checkout') => {
      const secret = `cs_${randomBytes(24).toString('base64url')}`;
      const personId = await world.person(who);
      const id = await addToken(world.store.db, { name, secret, scopes, personId, now: new Date() });
      return { id, secret };
    },
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      await world.close();
    },
  };
}

async function request(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  let json = {};
  try {
    json = JSON.parse(text);
  } catch {}
  return { status: response.status, headers: response.headers, text, json };
}
