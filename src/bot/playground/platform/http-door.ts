import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';

/** Bytes for the bot's address. */
export type Posting = { url: string; body: string; headers: Readonly<Record<string, string>> };

/** What came back. Without a `status` nothing did, and `failure` says why. */
export type Heard = {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON, else the text, else undefined when the body is empty. */
  readonly body: unknown;
  readonly ms: number;
  readonly failure?: 'timeout' | 'unreachable';
};

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

  /** Posts, and waits at most `timeoutMs` for the whole answer. Never throws: a failure is an answer too. */
  function post(posting: Posting, timeoutMs: number): Promise<Heard> {
    const started = performance.now();
    const ms = () => performance.now() - started;
    return new Promise((resolve) => {
      const fail = (failure: NonNullable<Heard['failure']>) => {
        clearTimeout(timer);
        resolve({ status: undefined, headers: {}, body: undefined, ms: ms(), failure });
        request.destroy();
      };
      const timer = setTimeout(() => fail('timeout'), timeoutMs);
      const length = String(Buffer.byteLength(posting.body));
      const headers = { ...posting.headers, 'content-length': length };
      const request = httpRequest(posting.url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => fail('unreachable'));
        response.on('end', () => {
          clearTimeout(timer);
          const body = parsed(Buffer.concat(chunks).toString('utf8'), response.headers);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body, ms: ms() });
        });
      });
      request.on('error', () => fail('unreachable'));
      request.end(posting.body);
    });
  }

  return { post, close: () => agent.destroy() };
}
