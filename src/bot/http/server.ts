import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import type { House } from '../../commands/kit/invocation.ts';
import type { Backlog } from '../../store/backlog.ts';
import type { Facts } from '../../store/facts.ts';
import type { Mirror } from '../../store/mirror.ts';
import type { UseCaseFacts } from '../../store/use-case-facts.ts';
import type { Metrics } from '../metrics.ts';
import { type HttpLog, logRequest } from './access-log.ts';
import { commandRoutes } from './commands.ts';
import { factRoutes } from './facts.ts';
import { createGuard } from './guard.ts';
import { describeRoutes } from './openapi.ts';
import { operationRoutes, type Ready } from './operations.ts';
import { type Pictures, pictureRoutes } from './pictures.ts';
import { answerProblem, BODY_LIMIT, problem, type Refuse } from './problem.ts';
import { readRoutes } from './reads.ts';
import { requestIds } from './request-id.ts';
import { type StreamLimits, streamRoutes } from './stream.ts';
import { useCaseFactRoutes } from './use-case-facts.ts';

/** The one HTTP port. */
type HttpDoor = {
  /** @returns the address, such as `http://127.0.0.1:3000`. @throws when the port is taken */
  listen(port: number, host: string): Promise<string>;
  /** Takes no more connections, ends streams, lets running requests finish for at most five seconds. */
  close(): Promise<void>;
};

export type HttpParts = {
  house: House;
  mirror: Mirror;
  facts: Facts;
  useCaseFacts: UseCaseFacts;
  /** Without it there are no pictures. */
  pictures?: Pictures;
  metrics: Metrics;
  log: HttpLog;
  ready: Ready;
  /** What waits to be delivered, for the metrics. */
  backlog(): Promise<Backlog>;
  /** How many use cases have cycles that cannot be closed, for the metrics. */
  unclosed(): Promise<number>;
  /** Answers everything under these paths, without anything of ours in between. */
  listeners?: Readonly<Record<string, RequestListener>>;
  /** Is asked first; answers what is a page and leaves the rest alone. */
  pages?: (request: IncomingMessage, response: ServerResponse) => boolean;
  streams?: Partial<StreamLimits>;
  /** Wrong tokens an address may try in a minute. */
  wrongTokens?: number;
};

const GRACE = 5_000;
const NOTHING = 'There is nothing under this address. /openapi.json lists what there is.';

/** Builds the HTTP door; nothing listens yet. */
export async function createHttp(of: HttpParts): Promise<HttpDoor> {
  const { house, mirror, metrics, log, listeners = {} } = of;
  const app = fastify({
    serverFactory: (handler) => ourServer(handler, listeners, of.pages),
    logger: false,
    genReqId: requestIds(),
    bodyLimit: BODY_LIMIT,
    // A proxy of ours stands on this machine or in its private network.
    trustProxy: ['loopback', 'uniquelocal'],
    // The name of a picture says what it shows.
    routerOptions: { maxParamLength: 2_600 },
    clientErrorHandler: unreadable,
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
  });
  const refuse: Refuse = (error, request, reply) => {
    const told = answerProblem(error, request, reply);
    if (told && !(error instanceof Error && error.cause)) return;
    log.error({ request: request.id, route: request.routeOptions.url, err: error }, 'request failed');
  };
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) => {
    refuse(problem(404, 'not_found', NOTHING), request, reply);
    logRequest(log, 'info', request, { status: 404 });
  });

  await app.register(rateLimit, { global: false });
  const failures = app.createRateLimit({ max: of.wrongTokens ?? 20, timeWindow: 60_000 });
  const guard = createGuard(mirror, failures);
  await describeRoutes(app, { publicUrl: house.settings.publicUrl });

  // Each in a room of its own, so that no hook of the others is run for a read.
  await app.register(async (reads) => readRoutes(reads, { db: house.store.db, mirror, guard, metrics, log, refuse }));
  await app.register(async (others) => {
    await others.register(helmet, HELMET);
    observe(others, metrics, log);
    commandRoutes(others, { house, guard });
    factRoutes(others, { facts: of.facts, guard, clock: house.clock, days: house.settings.feedbackDays });
    useCaseFactRoutes(others, { facts: of.useCaseFacts, guard, clock: house.clock });
    if (of.pictures) pictureRoutes(others, of.pictures);
    streamRoutes(others, { mirror, guard, metrics, limits: of.streams });
    operationRoutes(others, { ready: of.ready, metrics });
  });

  gauges(of);

  return {
    listen: (port, host) => app.listen({ port, host }),
    async close() {
      // A connection whose last request has just been answered is idle only now.
      const idle = setInterval(() => app.server.closeIdleConnections(), 50);
      const late = setTimeout(() => app.server.closeAllConnections(), GRACE);
      try {
        await app.close();
      } finally {
        clearInterval(idle);
        clearTimeout(late);
      }
    },
  };
}

// Nothing here is a page. Whether a browser must use TLS is for whoever ends it to say.
const HELMET = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  strictTransportSecurity: false,
} as const;

function gauges({ mirror, metrics, backlog, unclosed }: HttpParts): void {
  metrics.gauge('countersign_memory_trusted', 'Whether reads are answered from memory', () => Number(mirror.up()));
  metrics.gauge('countersign_memory_bytes', 'Remembered answers, about', () => mirror.weight());
  metrics.gauge('countersign_reads_unwritten', 'Counted reads not yet written down', () => mirror.readings.waiting());
  const jobs = async (what: keyof Backlog) => (await backlog())[what];
  metrics.gauge('countersign_jobs_waiting', 'Deliveries that wait or run', () => jobs('waiting'));
  metrics.gauge('countersign_jobs_failed', 'Deliveries that were given up', () => jobs('failed'));
  metrics.gauge('countersign_jobs_late_seconds', 'How long the oldest delivery has been due', () => jobs('late'));
  metrics.gauge('countersign_use_cases_unclosed', 'Use cases whose cycles could not be closed', unclosed);
}

function ourServer(
  handler: RequestListener,
  listeners: Readonly<Record<string, RequestListener>>,
  pages: HttpParts['pages'],
) {
  const others = new Map(Object.entries(listeners));
  const options = {
    // Longer than the proxies in front, which would otherwise reuse a connection in the moment it is closed.
    keepAliveTimeout: 75_000,
    // Whoever sends slowly on purpose is cut off.
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 2_000,
  };
  if (others.size === 0 && !pages) return createServer(options, handler);
  return createServer(options, (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url!;
    const query = url.indexOf('?');
    const other = others.get(query === -1 ? url : url.slice(0, query));
    if (other) other(request, response);
    else if (!pages?.(request, response)) handler(request, response);
  });
}

/** Logs and measures every request of a room, also those whose client went away. */
function observe(app: FastifyInstance, metrics: Metrics, log: HttpLog): void {
  app.decorateRequest('token', null);
  app.addHook('onRequest', async (request, reply) => {
    const started = performance.now();
    reply.header('x-request-id', request.id);
    reply.raw.once('close', () => {
      const ms = performance.now() - started;
      // 499: the client did not wait for the answer.
      const status = reply.raw.writableFinished || reply.raw.headersSent ? reply.raw.statusCode : 499;
      const { url = 'unknown', config } = request.routeOptions;
      if (!config.stream) metrics.request(url, request.method, status, ms / 1000);
      logRequest(log, config.quiet && status < 400 ? 'debug' : 'info', request, {
        status,
        ms,
        token: request.token?.id,
      });
    });
  });
}

const unread: Readonly<Record<string, readonly [status: string, code: string, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'too_slow', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'too_large', 'The headers are too large.'],
};

/** What cannot be read as HTTP at all. */
function unreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, code, message] = unread[error.code ?? ''] ?? ['400 Bad Request', 'malformed', 'This is not HTTP.'];
  const body = JSON.stringify({ error: { code, message } });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
}
