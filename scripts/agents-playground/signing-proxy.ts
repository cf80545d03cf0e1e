import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SigningProxy = { url: string; stop(): Promise<void> };

/**
 * Stands between the bot and several playgrounds, on loopback. `/<name>/api/messages` goes on to the bot under a token: the
 * bot takes nothing that is not signed, and a playground signs nothing. `/teams/<name>/…` is where the bot answers that
 * playground, and goes on to its connector.
 */
export async function startSigningProxy(of: {
  /** The bot's `…/api/messages`. */
  bot: () => string;
  /** A token for an activity that names this `serviceUrl`. */
  token: (serviceUrl: string) => Promise<string>;
  /** Where the playground of that name is. */
  client: (name: string) => string | undefined;
}): Promise<SigningProxy> {
  let url = '';

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const [, sender] = /^\/(\w+)\/api\/messages$/.exec(path) ?? [];
    if (sender !== undefined) {
      const authorization = `Bearer ${await of.token(`${url}/teams/${sender}`)}`;
      return pass(request, response, of.bot(), { authorization });
    }
    const [, name = '', rest = ''] = /^\/teams\/(\w+)\/(.*)$/.exec(path) ?? [];
    const client = of.client(name);
    if (client === undefined) return void response.writeHead(404).end();
    return pass(request, response, `${client}/_connector/${rest}`, {});
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`${request.method} ${request.url}: ${String(error)}\n`);
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  to: string,
  more: Record<string, string>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET' } = request;
  const type = request.headers['content-type'];
  const answered = await fetch(to, {
    method,
    headers: { ...(type && { 'content-type': type }), ...more },
    body: method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks),
  });
  const body = Buffer.from(await answered.arrayBuffer());
  const said = answered.headers.get('content-type');
  response.writeHead(answered.status, said ? { 'content-type': said } : {}).end(body);
}
