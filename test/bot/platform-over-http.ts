import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Busy, type Poster } from '../../src/bot/poster.ts';
import { digestOf } from './delivery-settings.ts';

/** Serves a platform on the loopback, for deliveries in other processes. */
export async function serveOverHttp(poster: Poster) {
  const server = createServer(async (req, res) => {
    try {
      const said = JSON.parse(await text(req));
      const ref = req.url === '/post' ? await poster.post(said.place, said.card, said.how) : null;
      if (!ref) await poster.update(said.ref, said.card);
      res.end(JSON.stringify(ref));
    } catch (error) {
      res.statusCode = error instanceof Busy ? 429 : 500;
      res.end(error instanceof Busy ? String(error.seconds) : 'no');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The platform served there, as a delivery sees it. */
export function posterOverHttp(url: string): Poster {
  const call = async (path: string, body: unknown) => {
    const res = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    const said = await res.text();
    if (res.status === 429) throw new Busy(Number(said));
    if (!res.ok) throw new Error(`the platform answered ${res.status}`);
    return JSON.parse(said);
  };
  return {
    digest: digestOf,
    post: (place, card, how) => call('/post', { place, card, how }),
    update: (ref, card) => call('/update', { ref, card }),
  };
}
