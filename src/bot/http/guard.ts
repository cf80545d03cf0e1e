import type { FastifyRequest } from 'fastify';
import type { Mirror } from '../../store/mirror.ts';
import type { Scope, Token } from '../../store/tokens.ts';
import { fromStore } from './from-store.ts';
import { problem } from './problem.ts';

/** Who may come in: service tokens, by `Authorization: Bearer cs_…`. */
export type Guard = {
  /** The token of a request when it is remembered and has the scope; costs no waiting. */
  known(request: FastifyRequest, scope: Scope): Token | undefined;
  /** The token of a request. @throws problem 401, 403, 429 or 503 */
  admit(request: FastifyRequest, scope: Scope): Promise<Token>;
};

/** Counts wrong tokens of one address. `increment: false` only looks. */
type FailureLimit = (
  request: FastifyRequest,
  options?: { increment: false },
) => Promise<{ isAllowed: boolean; isExceeded?: boolean; ttlInSeconds?: number }>;

const SHAPE = /^cs_[\w-]{10,200}$/;

/** Lets in who brings a token that is known, and slows down who guesses. */
export function createGuard(mirror: Mirror, failures: FailureLimit): Guard {
  return {
    known(request, scope) {
      const secret = secretOf(request);
      const token = secret === undefined ? undefined : mirror.tokens.peek(secret);
      return token?.scopes.includes(scope) ? token : undefined;
    },
    async admit(request, scope) {
      const secret = secretOf(request);
      if (secret === undefined) {
        throw denied('A service token is needed: Authorization: Bearer cs_… Ask an admin for one ("token create").');
      }
      const token = mirror.tokens.peek(secret) ?? (await find(request, secret));
      if (token.scopes.includes(scope)) return token;
      const held = token.scopes.join(', ') || 'none';
      throw problem(
        403,
        'forbidden',
        `The token "${token.name}" lacks the scope ${scope}; it has: ${held}. Ask an admin for one that has it.`,
        { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` },
      );
    },
  };

  async function find(request: FastifyRequest, secret: string): Promise<Token> {
    // Looked at before the database is asked: guessing costs it nothing.
    const before = await failures(request, { increment: false });
    if (!before.isAllowed && before.isExceeded) throw tooMany(before.ttlInSeconds);
    const token = SHAPE.test(secret) ? await fromStore(mirror.tokens.find(secret)) : null;
    if (token) return token;
    const after = await failures(request);
    if (!after.isAllowed && after.isExceeded) throw tooMany(after.ttlInSeconds);
    throw denied('This token is not known here, or was revoked.', ', error="invalid_token"');
  }
}

const REALM = 'Bearer realm="countersign"';

const denied = (message: string, why = '') =>
  problem(401, 'unauthorized', message, { 'www-authenticate': REALM + why });

const tooMany = (seconds = 60) =>
  problem(429, 'too_many', `Too many wrong tokens from this address. Try again in ${seconds} seconds.`, {
    'retry-after': String(seconds),
  });

function secretOf({ headers }: FastifyRequest): string | undefined {
  const header = headers.authorization;
  if (header === undefined) return undefined;
  if (header.startsWith('Bearer cs_')) return header.slice(7);
  return /^bearer +(\S+) *$/i.exec(header)?.[1];
}
