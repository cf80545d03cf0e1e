import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import type { Mirror } from '../../store/mirror.ts';
import type { Move } from '../../store/moves.ts';
import type { Metrics } from '../metrics.ts';
import { documented, errorResponses, secured } from './documented.ts';
import { fromStore } from './from-store.ts';
import type { Guard } from './guard.ts';
import { unavailable } from './problem.ts';

export type StreamLimits = {
  /** Milliseconds between comments that keep the connection alive. */
  beat: number;
  /** Bytes that may wait for a client that reads slowly. */
  buffer: number;
  /** Open streams of this process. */
  most: number;
};

// A beat more often than proxies give up on a quiet connection; 256 kB are some hundred moves.
const LIMITS: StreamLimits = { beat: 15_000, buffer: 256_000, most: 500 };

/**
 * `GET /v1/stream`: moves as server-sent events, whichever process they were made in. With `Last-Event-ID` it begins
 * with those that were missed; some may come twice, none is left out without an event `gap`.
 */
export function streamRoutes(
  app: FastifyInstance,
  of: { mirror: Mirror; guard: Guard; metrics: Metrics; limits?: Partial<StreamLimits> },
): void {
  const { mirror, guard, metrics } = of;
  const limits = { ...LIMITS, ...of.limits };
  const open = new Set<ServerResponse>();
  metrics.gauge('countersign_streams', 'Open event streams', () => open.size);

  const beat = setInterval(() => {
    for (const response of open) write(response, ': beat\n\n');
  }, limits.beat).unref();
  app.addHook('preClose', async () => {
    clearInterval(beat);
    for (const response of open) response.end();
  });

  const write = (response: ServerResponse, text: string) => {
    if (response.writableEnded || response.destroyed) return;
    // Whoever does not keep up is cut off, and comes back with the number of the last event it has read.
    if (response.writableLength + text.length > limits.buffer) response.destroy();
    else response.write(text);
  };

  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const token = await guard.admit(request, 'read');
    request.token = token;
    const since = sinceOf(request);
    if (open.size >= limits.most) throw unavailable('Too many streams are open here. Try again in a moment.');

    const response = reply.raw;
    const early: string[] = [];
    let tell = (text: string): void => void early.push(text);
    let revoked = false;
    const unwatch = mirror.tokens.watch(token.id, () => {
      revoked = true;
      if (response.headersSent) response.end();
    });
    response.once('close', () => {
      open.delete(response);
      unwatch();
    });
    // Revoked between the first look and the watching, it would not be noticed.
    await guard.admit(request, 'read');
    const following = mirror.moves.follow({ told: (move) => tell(eventOf(move)), gap: () => tell(GAP) }, since);
    // Also when it begins only after this request was given up.
    const leave = () => void following.then((stop) => stop()).catch(() => {});
    response.once('close', leave);
    await fromStore(following);
    if (revoked) await guard.admit(request, 'read');

    reply.hijack();
    if (response.destroyed) {
      leave();
      return reply;
    }
    response.writeHead(200, { ...HEAD, 'x-request-id': request.id });
    // The beginning is bounded by how many moves are told again, and goes out whole.
    response.write([BEGIN, ...early].join(''));
    open.add(response);
    tell = (text) => write(response, text);
    return reply;
  };

  app.get('/v1/stream', { ...docs, exposeHeadRoute: false }, serve);
}

const HEAD = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Tells nginx to pass events on as they come.
  'x-accel-buffering': 'no',
};
const BEGIN = 'retry: 1000\n\n';
const GAP = 'event: gap\ndata: {}\n\n';

function eventOf(move: Move): string {
  const data = {
    prompt: move.slug,
    label: move.label,
    kind: move.kind,
    from: move.from?.number ?? null,
    to: move.to.number,
    version: move.to.number,
    fingerprint: move.to.fingerprint,
    at: move.at.toISOString(),
  };
  return `id: ${move.id}\nevent: move\ndata: ${JSON.stringify(data)}\n\n`;
}

function sinceOf({ headers }: FastifyRequest): number | undefined {
  const given = headers['last-event-id'];
  if (given === undefined || given === '') return undefined;
  if (typeof given === 'string' && /^\d{1,9}$/.test(given)) return Number(given);
  throw new Refusal('invalid', 'Last-Event-ID is the id of the last event you have seen, a number.');
}

const docs = documented(
  {
    operationId: 'stream',
    tags: ['prompts'],
    summary: 'Moves of labels as they happen, as server-sent events',
    description:
      'Events are called move, with an id. Their kind is promote or rollback where a label went to another version; pause, resume and close say that readers of its use case are stopped, served again, or stopped for good. After a break send the last id as Last-Event-ID: what was missed comes first; moves of the seconds before it may come again. The event gap says that moves may be missing, so read again what you need. Needs the scope read.',
    security: secured,
    headers: z.object({ 'last-event-id': z.string().optional() }),
    response: {
      200: {
        description: 'Events without end',
        content: {
          'text/event-stream': {
            schema: z.string().meta({
              examples: [
                'id: 57\nevent: move\ndata: {"prompt":"support-reply","label":"production","kind":"rollback","from":8,"to":7,"version":7,"fingerprint":"…","at":"2026-03-01T12:00:00.000Z"}\n\n',
              ],
            }),
          },
        },
      },
      ...errorResponses(401, 403, 422, 429, 503),
    },
  },
  { stream: true },
);
