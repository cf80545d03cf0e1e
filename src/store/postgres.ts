import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type postgresDriver from 'postgres';

// What the driver (3.4.9) does when a connection ends in the middle of a transaction: it writes the rollback to a socket
// that is gone, in a callback where nobody can catch the error, which ends the process; or it keeps what it could not
// write, and that connection never works again. Its authors know (porsager/postgres #1154, #1208) but have not released a
// repair, so it is repaired as it is loaded. A version that these repairs do not fit is refused.
const REPAIRS: readonly (readonly [wrong: string, right: string])[] = [
  [
    'function nextWrite(fn) {',
    `function nextWrite(fn) {
    if (socket === null) {
      clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      const lost = Errors.connection('CONNECTION_CLOSED', options)
      query && queryError(query, lost)
      while (sent.length) queryError(sent.shift(), lost)
      return false
    }`,
  ],
  [
    'clearImmediate(nextWriteTimer)\n    socket.removeListener(',
    'clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener(',
  ],
  ['!hadError && (query || sent.length) && error(', ';(query || sent.length) && error('],
];

function repaired(source: string): string {
  return REPAIRS.reduce((text, [wrong, right]) => {
    if (text.split(wrong).length !== 2) throw new Error('The Postgres driver has changed: look at its repairs again.');
    return text.replace(wrong, right);
  }, source);
}

let fitted = false;
const load = createRequire(import.meta.url);
const hooks = registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/postgres/cjs/src/connection.js')) return loaded;
    fitted = true;
    return { ...loaded, source: repaired(readFileSync(fileURLToPath(url), 'utf8')) };
  },
});

/** The Postgres driver, the only one in the house; drizzle gets the same. */
export const postgres = load('postgres') as typeof postgresDriver;
export type { Sql } from 'postgres';

/** For a connection that is one and kept: it holds locks, or listens, and what it held is gone when it ends. */
export const lasting = {
  max: 1,
  idle_timeout: 0,
  max_lifetime: null,
  connect_timeout: 2,
  fetch_types: false,
  onnotice: () => {},
};

hooks.deregister();
if (!fitted) throw new Error('The Postgres driver was loaded by somebody else, without its repairs.');
