import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../platform/body.ts';
import { type Failure, type Faults, underFault } from '../platform/faults.ts';
import { SlackApiError } from './api-error.ts';
import { argumentsOf } from './arguments.ts';
import { complaints } from './blocks/complaints.ts';
import { app } from './methods/app.ts';
import { chat } from './methods/chat.ts';
import { conversations } from './methods/conversations.ts';
import type { Method } from './methods/method.ts';
import { users } from './methods/users.ts';
import { views } from './methods/views.ts';
import type { Call } from './records.ts';
import { respond } from './response-url.ts';
import type { World } from './world.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({ ...app, ...chat, ...conversations, ...users, ...views }),
);

/** Which tokens are good right now. */
export type Tokens = { bot: string; app: string; revoked: boolean };

type Answer = { status: number; headers?: Record<string, string>; body: Record<string, unknown> | string };

const refusal = (error: SlackApiError): Record<string, unknown> => ({
  ok: false,
  error: error.code,
  ...error.fields,
  ...(error.details.length > 0 && {
    errors: error.details,
    response_metadata: { messages: error.details.map((detail) => `[ERROR] ${detail}`) },
  }),
});

function authorise(world: World, tokens: Tokens, method: Method, token: string | undefined): void {
  if (token === undefined || token === '') throw new SlackApiError('not_authed');
  if (token !== tokens.bot && token !== tokens.app) throw new SlackApiError('invalid_auth');
  if (tokens.revoked) throw new SlackApiError('token_revoked');
  if ((token === tokens.app) !== (method.token === 'app')) throw new SlackApiError('not_allowed_token_type');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => world.scopes.has(scope))) {
    const fields = { needed: method.scopes.join(','), provided: [...world.scopes].join(',') };
    throw new SlackApiError('missing_scope', [], fields);
  }
}

function run(world: World, name: string, method: Method, args: Record<string, unknown>): Record<string, unknown> {
  const parsed = method.args.safeParse(args);
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue) => complaints([issue], args, String(issue.path[0] ?? '')));
    throw new SlackApiError('invalid_arguments', found);
  }
  for (const key of Object.keys(args)) {
    // Bolt adds `team_id` to every call of its own accord.
    if (key === 'token' || key === 'team_id' || key in method.args.shape) continue;
    world.find({ kind: 'unknown_argument', method: name, detail: key });
  }
  return { ok: true, ...method.run(world, parsed.data) };
}

/** What the server needs beside the world. */
export type WebApi = {
  world: World;
  tokens: Tokens;
  faults: Faults;
  /** Seconds to wait before the next post in a channel; 0 when it may go. */
  postRate: ((channel: string) => number) | undefined;
  record: (call: Call) => void;
};

function perform(
  api: WebApi,
  name: string,
  request: IncomingMessage,
  args: Record<string, unknown> | undefined,
): Answer {
  const { world, tokens } = api;
  try {
    const method = methods.get(name);
    if (!method) throw new SlackApiError('unknown_method', [], { req_method: name });
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    authorise(world, tokens, method, bearer ?? (typeof args?.token === 'string' ? args.token : undefined));
    if (args === undefined) throw new SlackApiError('invalid_json');
    const wait = name === 'chat.postMessage' ? api.postRate?.(String(args.channel)) : 0;
    if (wait)
      return { status: 429, headers: { 'retry-after': String(wait) }, body: { ok: false, error: 'ratelimited' } };
    return {
      status: 200,
      headers: { 'x-oauth-scopes': [...world.scopes].join(',') },
      body: run(world, name, method, args),
    };
  } catch (error) {
    if (!(error instanceof SlackApiError)) throw error;
    return { status: 200, headers: { 'x-oauth-scopes': [...world.scopes].join(',') }, body: refusal(error) };
  }
}

function write(response: ServerResponse, answer: Answer): void {
  const json = typeof answer.body !== 'string';
  response.writeHead(answer.status, {
    'content-type': json ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8',
    ...answer.headers,
  });
  response.end(json ? JSON.stringify(answer.body) : answer.body);
}

/**
 * Answers one request of the bot: `/api/<method>` or `/hooks/<response address>`, with the faults that were injected.
 * Unanswered ones (`hang`) stay open until the server closes.
 */
export async function serve(api: WebApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = Date.now();
  const started = performance.now();
  const url = new URL(request.url ?? '/', 'http://slack');
  const body = await bodyOf(request);
  const hook = url.pathname.startsWith('/hooks/');
  if (!hook && !url.pathname.startsWith('/api/')) return write(response, { status: 404, body: 'no such address' });
  const method = hook ? 'response_url' : url.pathname.slice('/api/'.length);
  const args = argumentsOf(request.headers['content-type'] ?? '', body, url.searchParams);
  const answerIt = () =>
    hook ? respond(api.world, url.pathname.slice('/hooks/'.length), args) : perform(api, method, request, args);

  const plan = api.faults.take(method, args ?? {});
  const answer = await underFault(plan, answerIt, failed);
  const { status, body: said } = typeof answer === 'string' ? { status: undefined, body: undefined } : answer;
  api.record({
    method,
    args: args ?? {},
    status,
    response: typeof said === 'string' ? { text: said } : said,
    ms: performance.now() - started,
    at,
    faulty: plan !== undefined,
  });
  if (answer === 'reset') request.socket.destroy();
  else if (answer !== 'hang') write(response, answer);
}

function failed(plan: Failure): Answer {
  if ('error' in plan) return { status: 200, body: { ok: false, error: plan.error } };
  const { status, body, retryAfter } = plan;
  const limited = status === 429 ? { ok: false, error: 'ratelimited' } : undefined;
  return {
    status,
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
    body: body ?? limited ?? 'the stand-in was told to fail',
  };
}
