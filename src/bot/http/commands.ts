import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dispatch } from '../../commands/kit/dispatch.ts';
import type { House, Outcome } from '../../commands/kit/invocation.ts';
import type { Token } from '../../store/tokens.ts';
import { commandDocs } from './command-docs.ts';
import type { Guard } from './guard.ts';
import { problem, unavailable } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The token a request came with, once it is admitted. */
    token: Token | null;
  }
}

/** `POST /v1/commands/{name}`: any command that is not hidden, with its arguments as JSON. */
export function commandRoutes(app: FastifyInstance, of: { house: House; guard: Guard }): void {
  const { house, guard } = of;
  readJson(app);

  const run = async (name: string, request: FastifyRequest, reply: FastifyReply) => {
    const token = request.token!;
    const args = argumentsOf(request.body);
    const key = keyOf(request);
    const asked = key === undefined ? undefined : digestOf(name, args);
    const outcome = await dispatch(house, {
      command: name,
      args,
      personId: token.personId,
      via: { door: 'http', token: { id: token.id, name: token.name } },
      request: request.id,
      // Each token has keys of its own.
      ...(key !== undefined && { id: `http:${token.id}:${key}`, asked }),
    });
    return answer(outcome, reply, asked);
  };

  const admit = async (request: FastifyRequest) => {
    request.token = await guard.admit(request, 'commands');
  };
  for (const command of house.commands.values()) {
    if (command.hidden) continue;
    const docs = commandDocs(command, house.commands);
    app.post(`/v1/commands/${command.name}`, { ...docs, onRequest: admit }, (request, reply) =>
      run(command.name, request, reply),
    );
  }
  // Names that are none are refused like any other mistake, with the nearest.
  app.post('/v1/commands/:name', { onRequest: admit }, (request, reply) =>
    run((request.params as { name: string }).name, request, reply),
  );
}

/** Bodies are JSON in UTF-8 and nothing else, so that a text arrives byte for byte or not at all. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    if (bytes.length === 0) return done(null, undefined);
    const charset = /charset="?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
      return done(problem(415, 'unsupported', `JSON is sent in UTF-8, not in ${charset}.`));
    }
    if (!isUtf8(bytes)) return done(problem(400, 'malformed', 'The body is not valid UTF-8.'));
    const text = bytes.toString('utf8');
    parse(request, text, (error, value) => {
      if (error) done(problem(400, 'malformed', `The body is not valid JSON: ${whyNot(text)}`));
      else done(null, value);
    });
  });
}

function whyNot(text: string): string {
  try {
    JSON.parse(text);
    return 'the keys __proto__ and constructor are not allowed.';
  } catch (error) {
    // V8 may quote the text around the mistake, which is no use in a long one.
    const [why] = (error as Error).message.split(/, *(?:\.{3})?"|( in JSON)/);
    const at = /at position \d+.*/.exec((error as Error).message)?.[0];
    return `${why}${at ? ` ${at}` : ''}.`;
  }
}

function argumentsOf(body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  if (tooDeep(body)) throw problem(400, 'malformed', `The arguments are nested deeper than ${DEEPEST} levels.`);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  throw problem(400, 'malformed', 'The arguments are a JSON object, such as {"prompt": "support-reply"}.');
}

// Deeper than anything we take. What is nested without end is read without harm, but nothing else may walk through it.
const DEEPEST = 32;
const tooDeep = (value: unknown, left = DEEPEST): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((one) => tooDeep(one, left - 1)));

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw problem(400, 'malformed', 'An Idempotency-Key is one word of 1 to 200 characters, such as a UUID.');
}

const digestOf = (name: string, args: Record<string, unknown>): string => hash('sha256', JSON.stringify([name, args]));

function answer(outcome: Outcome, reply: FastifyReply, asked: string | undefined): unknown {
  switch (outcome.kind) {
    case 'done':
      return json(outcome.result, reply);
    case 'repeated':
      if (outcome.asked !== asked) {
        throw problem(422, 'invalid', 'This Idempotency-Key came with another request before. Use a new one for each.');
      }
      return json(outcome.answer, reply.header('idempotent-replay', 'true'));
    case 'refused':
      throw outcome.refusal;
    case 'failed':
      throw unavailable('That did not work, and nothing was done. Try again in a moment.');
    case 'unknown':
      throw problem(
        504,
        'unknown',
        'The database did not say in time whether this was done. Look before you repeat it, or repeat it with the same Idempotency-Key: then it has one effect at most.',
      );
    case 'ask':
      throw new Error('A form was asked for where none can be opened');
  }
}

const json = (value: unknown, reply: FastifyReply) =>
  reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(value ?? null));
