import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile } from './page-files.ts';

const policy = (bot: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // Charts come from the address that the bot knows itself by, whichever name of this computer the page was opened with.
    `img-src 'self' data: ${bot}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** On every answer: nothing from elsewhere is loaded but pictures of the bot's, nobody else may show or read it. */
export const protectingHeaders = (bot: string) => ({
  'content-security-policy': policy(bot),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

const local = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The host a request names, without its port; undefined when it makes no sense. */
function hostOf({ headers }: IncomingMessage): string | undefined {
  return URL.parse(`http://${headers.host ?? ''}`)?.hostname;
}

/**
 * Why a request is refused; undefined when it comes from a page of this computer. A name that only resolves to it
 * (DNS rebinding) is refused, and so is whatever another site's page sends.
 */
export function refusalOf(request: IncomingMessage): string | undefined {
  const { headers, method, socket } = request;
  if (!local.has(socket.remoteAddress ?? '')) return 'The playground answers on this computer only.';
  if (!['localhost', '127.0.0.1', '[::1]'].includes(hostOf(request) ?? '')) {
    return 'The playground answers to localhost and 127.0.0.1 only.';
  }
  const site = headers['sec-fetch-site'];
  const navigation = headers['sec-fetch-mode'] === 'navigate' && (method === 'GET' || method === 'HEAD');
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigation) {
    return 'Only the playground’s own page may ask this.';
  }
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (headers.origin !== `http://${headers.host}`) return 'Only the playground’s own page may ask this.';
  return headers['content-type']?.startsWith('application/json') ? undefined : 'This needs JSON.';
}

const MOST = 1_000_000;

/** Thrown for a request that says more than it may. */
export class TooMuch extends Error {}

/** The JSON of a request. @throws TooMuch beyond a megabyte, SyntaxError for what is no JSON */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // The rest is let run out, so that whoever sends it can read the answer.
    if (size <= MOST) chunks.push(chunk);
  });
  await once(request, 'end');
  if (size > MOST) throw new TooMuch('That is more than a megabyte.');
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** A file in the best encoding the client takes. */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
  const body = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : file.plain;
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    vary: 'accept-encoding',
    'cache-control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(encoding && { 'content-encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
