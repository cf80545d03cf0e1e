import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { unknownPrompt } from '../../commands/kit/subject.ts';
import { labelName, looseSlug, promptSlug } from '../../rules/slug.ts';
import type { Mirror } from '../../store/mirror.ts';
import type { Db } from '../../store/open.ts';
import type { Miss, Reading } from '../../store/prompt-reading.ts';
import type { Token } from '../../store/tokens.ts';
import type { Metrics } from '../metrics.ts';
import { type HttpLog, logRequest } from './access-log.ts';
import { documented, errorResponses, secured } from './documented.ts';
import { fromStore } from './from-store.ts';
import type { Guard } from './guard.ts';
import type { Refuse } from './problem.ts';
import { missRefusal, readWhich } from './which.ts';

const UNCHANGED = ['cache-control', 'no-cache', 'x-content-type-options', 'nosniff'];
const CONTENT = ['content-type', 'application/json; charset=utf-8', ...UNCHANGED];

/**
 * `GET /v1/prompts/{slug}`, the one route that applications call all the time. It has no hooks, and an answer that is
 * remembered is sent without waiting for anything. Successful reads are logged at level debug and counted.
 */
export function readRoutes(
  app: FastifyInstance,
  of: { db: Db; mirror: Mirror; guard: Guard; metrics: Metrics; log: HttpLog; refuse: Refuse },
): void {
  const { db, mirror, guard, metrics, log, refuse } = of;

  const send = (request: FastifyRequest, reply: FastifyReply, reading: Reading, token: Token): 200 | 304 => {
    const same = request.headers['if-none-match'];
    const status = same !== undefined && matches(same, reading.etag) ? 304 : 200;
    // Written to the socket as it is ready: what fastify does for answers that are still to be made is a tenth of a read.
    reply.hijack();
    const response = reply.raw;
    if (status === 304) {
      response.writeHead(304, [...UNCHANGED, 'etag', reading.etag, 'x-request-id', request.id]);
      response.end();
    } else {
      const length = String(reading.bytes);
      response.writeHead(200, [...CONTENT, 'etag', reading.etag, 'x-request-id', request.id, 'content-length', length]);
      response.end(reading.body);
    }
    // A client that is told "as before" goes on using it, so that is a read as well.
    if (reading.label !== null) mirror.readings.count(token.id, reading.promptId, reading.label);
    return status;
  };

  const ask = async (request: FastifyRequest, reply: FastifyReply, started: number) => {
    const token = await guard.admit(request, 'read');
    const which = readWhich(request.query as Record<string, unknown>);
    const slug = looseSlug((request.params as { slug: string }).slug);
    // What cannot be a name is not looked for: the database has no place for some of it.
    const possible = promptSlug.safeParse(slug).success;
    const found: Reading | Miss = possible ? await fromStore(mirror.read(slug, which)) : { miss: 'prompt' };
    if ('miss' in found) {
      if (found.miss === 'prompt') throw await fromStore(unknownPrompt(db, slug));
      throw missRefusal(slug, which, found);
    }
    const status = send(request, reply, found, token);
    const ms = performance.now() - started;
    metrics.read(status, ms / 1000);
    if (log.isLevelEnabled('debug')) logRequest(log, 'debug', request, { status, ms, token: token.id });
  };

  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply, started: number) => {
    refuse(error, request, reply);
    const ms = performance.now() - started;
    metrics.request('/v1/prompts/:slug', request.method, reply.statusCode, ms / 1000);
    logRequest(log, 'info', request, { status: reply.statusCode, ms });
  };

  app.get('/v1/prompts/:slug', readDocs, (request, reply) => {
    const token = guard.known(request, 'read');
    const label = token && labelOf(request.query as Record<string, unknown>);
    const reading = label && mirror.peek((request.params as { slug: string }).slug, label);
    if (!reading) {
      const started = performance.now();
      ask(request, reply, started).catch((error: unknown) => fail(error, request, reply, started));
      return;
    }
    const status = send(request, reply, reading, token);
    metrics.remembered(status);
    if (log.isLevelEnabled('debug')) logRequest(log, 'debug', request, { status, token: token.id });
  });
}

/** The label a query asks for, when it asks for nothing else and needs no mending. */
function labelOf(query: Record<string, unknown>): string | undefined {
  let label: unknown = 'production';
  for (const name in query) {
    if (name !== 'label') return undefined;
    label = query[name];
  }
  return typeof label === 'string' ? label : undefined;
}

/** Whether the client has this answer already (RFC 9110: a list of tags, compared weakly, or any). */
function matches(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch === etag) return true;
  return ifNoneMatch.split(',').some((one) => {
    const tag = one.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
}

const versionSchema = z
  .looseObject({
    prompt: z.string(),
    version: z.int(),
    fingerprint: z.string().meta({ description: 'sha256 of the canonical JSON of the content' }),
    label: z.string().nullable().meta({ description: 'null when a version was asked for by itself' }),
    messages: z.array(z.looseObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
    model: z.string().nullable(),
    params: z.record(z.string(), z.unknown()),
    variables: z.array(z.string()).meta({ description: 'Names that the texts mention as {{ name }}' }),
    created_at: z.iso.datetime(),
    released_at: z.iso.datetime().nullable().meta({ description: 'When the label was moved here' }),
  })
  .meta({ id: 'PromptVersion' });

const readDocs = documented({
  operationId: 'read-prompt',
  tags: ['prompts'],
  summary: 'Read a prompt as a label holds it, or one of its versions',
  description:
    'Ask as often as you like: with the ETag of your last answer in If-None-Match an unchanged prompt is answered by 304. Give one of label, version and fingerprint at most. Needs the scope read.',
  security: secured,
  params: z.object({ slug: z.string().meta({ description: 'The name of the prompt', examples: ['support-reply'] }) }),
  querystring: z.object({
    label: labelName.optional().meta({ description: 'production when nothing is asked for' }),
    version: z
      .string()
      .optional()
      .meta({ description: 'A number', examples: ['v3', '3'] }),
    fingerprint: z
      .string()
      .regex(/^[0-9a-fA-F]{7,64}$/)
      .optional()
      .meta({ description: 'All of it, or the first seven characters or more' }),
  }),
  response: {
    200: versionSchema.meta({ description: 'The version' }),
    304: z.null().meta({ description: 'As it was' }),
    ...errorResponses(401, 403, 404, 422, 423, 429, 503),
  },
});
