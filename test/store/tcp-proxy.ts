import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A line to the database that can be cut, or go dead without a word. `url` is that of the other end, through the proxy. */
export async function tcpProxy(target: string) {
  const other = new URL(target);
  const pairs = new Set<[Socket, Socket]>();
  let mode: 'open' | 'dead' = 'open';
  let cutAfter: string | undefined;

  const server = createServer((near) => {
    const far = connect(Number(other.port || 5432), other.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    // Swallowed rather than paused: neither side may notice.
    near.on('data', (chunk) => {
      if (mode !== 'open') return;
      far.write(chunk);
      if (cutAfter === undefined || !chunk.toString('latin1').includes(cutAfter)) return;
      cutAfter = undefined;
      far.removeAllListeners('data').once('data', end).resume();
    });
    far.on('data', (chunk) => mode === 'open' && near.write(chunk));
    for (const socket of pair) socket.on('close', end).on('error', end);
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);

  const cut = () => {
    for (const pair of [...pairs]) for (const socket of pair) socket.destroy();
  };
  const close = async () => {
    const closed = new Promise((done) => server.close(done));
    cut();
    await closed;
  };
  return {
    url: url.href,
    /** From now on nothing passes, and nobody is told. */
    goDead: () => {
      mode = 'dead';
    },
    /** Cuts the connection that sends this text next, once it was answered and before the answer passes. */
    cutAfter: (text: string) => {
      cutAfter = text;
    },
    /** Cuts all connections and refuses new ones. */
    close,
    open: async () => {
      mode = 'open';
      if (!server.listening) await listen(port);
      cut();
    },
    stop: async () => {
      if (server.listening) await close();
    },
  };
}
