import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { BotAnswer } from './records.ts';

/** Bytes for the bot's request URL. */
export type Posting = { url: string; body: string; headers: Readonly<Record<string, string>> };

function parsed(text: string, headers: IncomingHttpHeaders): unknown {
  if (text === '') return undefined;
  if (!(headers['content-type'] ?? '').includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export type HttpDoor = ReturnType<typeof createHttpDoor>;

/** Keep-alive connections to the bot. `close` ends them and everything under way. */
export function createHttpDoor() {
  const agent = new Agent({ keepAlive: true });

  /** Posts, and waits at most `timeoutMs` for the whole answer. Never throws: a failure is an answer with an `error`. */
  function post(posting: Posting, timeoutMs: number): Promise<BotAnswer> {
    const started = performance.now();
    const ms = () => performance.now() - started;
    return new Promise((resolve) => {
      const fail = (error: NonNullable<BotAnswer['error']>) => {
        clearTimeout(timer);
        resolve({ via: 'http', status: undefined, headers: {}, body: undefined, ms: ms(), error });
        request.destroy();
      };
      const timer = setTimeout(() => fail('operation_timeout'), timeoutMs);
      const length = String(Buffer.byteLength(posting.body));
      const headers = { ...posting.headers, 'content-length': length };
      const request = httpRequest(posting.url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => fail('dispatch_failed'));
        response.on('end', () => {
          clearTimeout(timer);
          const status = response.statusCode ?? 0;
          const body = parsed(Buffer.concat(chunks).toString('utf8'), response.headers);
          const error = status >= 500 ? 'http_service_error' : status >= 300 ? 'http_client_error' : undefined;
          resolve({ via: 'http', status, headers: response.headers, body, ms: ms(), ...(error && { error }) });
        });
      });
      request.on('error', () => fail('dispatch_failed'));
      request.end(posting.body);
    });
  }

  return { post, close: () => agent.destroy() };
}
