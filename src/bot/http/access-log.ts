import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked for by machines all day long: logged at level debug while it goes well. */
    quiet?: true;
    /** Answered for as long as the client likes, so its duration says nothing. */
    stream?: true;
  }
}

/** Where the doors write. */
export type HttpLog = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'isLevelEnabled'>;

/** One line about a request: the route as it is named in the code, never the address, the body or the query as sent. */
export function logRequest(
  log: HttpLog,
  level: 'debug' | 'info',
  request: FastifyRequest,
  of: { status: number; ms?: number; token?: number },
): void {
  log[level](
    {
      request: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: of.status,
      ...(of.ms !== undefined && { ms: Math.round(of.ms * 10) / 10 }),
      ...(of.token !== undefined && { token_id: of.token }),
    },
    'request',
  );
}
