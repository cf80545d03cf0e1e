import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SHAPE = /^[\w.:/+=@-]{1,128}$/;

/** Names requests: with the caller's own `x-request-id` where it is a plain word, else with one of ours. */
export function requestIds(): (request: Pick<IncomingMessage, 'headers'>) => string {
  const start = randomBytes(6).toString('base64url');
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && SHAPE.test(given) ? given : `${start}-${(++count).toString(36)}`;
  };
}
