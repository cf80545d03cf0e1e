import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Heard = { body: string; headers: IncomingHttpHeaders };

/** A bot that is nothing but its answer: `answer` gives the status, or `hang`. What it heard is kept. */
export async function startListener(
  answer: (
    heard: Heard,
    count: number,
  ) => number | 'hang' | { status: number; json: unknown; headers?: Record<string, string> },
) {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const one = { body, headers: request.headers };
    heard.push(one);
    const outcome = answer(one, heard.length);
    if (outcome === 'hang') return;
    if (typeof outcome === 'number') {
      response.writeHead(outcome).end();
      return;
    }
    response
      .writeHead(outcome.status, { 'content-type': 'application/json', ...outcome.headers })
      .end(JSON.stringify(outcome.json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export type Listener = Awaited<ReturnType<typeof startListener>>;
