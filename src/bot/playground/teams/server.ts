import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf } from '../platform/body.ts';
import { type Failure, type Faults, underFault } from '../platform/faults.ts';
import type { Access } from './access.ts';
import { activities } from './connector/activities.ts';
import { members } from './connector/members.ts';
import type { Operation, Reply } from './connector/operation.ts';
import { teams } from './connector/teams.ts';
import { ConnectorError, codeFor } from './connector-error.ts';
import { issuer, type Keys } from './keys.ts';
import type { Call } from './records.ts';
import type { World } from './world.ts';

const operations: readonly Operation[] = [...activities, ...members, ...teams];

/** What the server needs beside the world. */
export type Doors = {
  world: World;
  keys: Keys;
  access: Access;
  faults: Faults;
  /** Seconds to wait before this call may be made; 0 when it may go. */
  rate: ((operation: Operation, conversation: string) => number) | undefined;
  record: (call: Call) => void;
  /** Where the server is, without a slash at the end. */
  base: () => string;
};

type Answer = Reply & { headers?: Record<string, string> };

const refusal = ({ status, code, message, retryAfter }: ConnectorError): Answer => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  body: { error: { code, message } },
});

/** What is done with one request, under the name that faults and records know it by. */
type Deed = { name: string; body: unknown; perform: () => Answer };

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What anybody may read: how to check the channel's signatures. */
function published(doors: Doors, path: string): unknown {
  if (path === '/v1/.well-known/openidconfiguration') {
    return {
      issuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${doors.base()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    };
  }
  return path === '/v1/.well-known/keys' ? doors.keys.jwks : undefined;
}

function connectorDeed(doors: Doors, request: IncomingMessage, url: URL, text: string): Deed {
  const { world, access } = doors;
  const path = url.pathname.slice(`/teams/${world.app.tenantId}/`.length);
  const operation = operations.find((known) => known.method === request.method && known.path.test(path));
  const ids = (operation?.path.exec(path) ?? []).slice(1).map(decodeURIComponent);
  const body = parsed(text);
  const perform = (): Answer => {
    try {
      if (!access.good(request.headers.authorization)) throw new ConnectorError('Unauthorized');
      if (!operation) throw new ConnectorError('NotFound');
      const counted = operation.counts?.(body) ?? ids[0]?.split(';')[0] ?? '';
      const wait = doors.rate?.(operation, counted) ?? 0;
      if (wait > 0) throw new ConnectorError('Throttled', undefined, wait);
      return operation.run(world, { path: ids, query: url.searchParams, body });
    } catch (error) {
      if (error instanceof ConnectorError) return refusal(error);
      throw error;
    }
  };
  return { name: operation?.name ?? 'unknown', body, perform };
}

function deedFor(doors: Doors, request: IncomingMessage, url: URL, text: string): Deed | undefined {
  const tenant = /^\/login\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(url.pathname)?.[1];
  if (tenant !== undefined && request.method === 'POST') {
    // The password goes into no record.
    const form = new URLSearchParams(text);
    const body = Object.fromEntries([...form].filter(([key]) => key !== 'client_secret'));
    return { name: 'token', body, perform: () => doors.access.login(tenant, form) };
  }
  if (!url.pathname.startsWith(`/teams/${doors.world.app.tenantId}/`)) return undefined;
  return connectorDeed(doors, request, url, text);
}

/** Answers one request to the platform: the connector, the login service, and what is published. */
export async function serve(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const started = performance.now();
  const at = doors.world.now();
  const url = new URL(request.url ?? '/', 'http://teams');
  const text = await bodyOf(request);
  const known = published(doors, url.pathname);
  if (known !== undefined) return write(response, { status: 200, body: known });
  const deed = deedFor(doors, request, url, text);
  if (!deed) return write(response, refusal(new ConnectorError('NotFound')));

  const plan = doors.faults.take(deed.name, callOf(deed.body));
  const answer = await underFault(plan, deed.perform, failed);
  const { status, body } = typeof answer === 'string' ? { status: undefined, body: undefined } : answer;
  doors.record({
    operation: deed.name,
    method: request.method ?? '',
    path: `${decodeURIComponent(url.pathname)}${url.search}`,
    body: deed.body,
    status,
    response: body,
    ms: performance.now() - started,
    at,
    faulty: plan !== undefined,
  });
  if (answer === 'reset') request.socket.destroy();
  else if (answer !== 'hang') write(response, answer);
}

const callOf = (body: unknown) => (body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {});

function failed(plan: Failure): Answer {
  if ('error' in plan) return refusal(new ConnectorError(plan.error));
  const { status, body, retryAfter } = plan;
  return { ...refusal(new ConnectorError(codeFor(status), body, retryAfter)), status };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const json = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(json);
}
