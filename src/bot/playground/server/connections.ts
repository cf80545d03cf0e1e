import type { ServerResponse } from 'node:http';
import type { News } from './protocol.ts';

const HEARTBEAT = 15_000;

/** The open pages, by the key of whom they act as; each hears of what happens by server-sent events. */
export function createConnections() {
  const open = new Map<ServerResponse, string>();
  const write = (response: ServerResponse, news: News) => response.write(`data: ${JSON.stringify(news)}\n\n`);
  const heartbeat = setInterval(() => {
    for (const response of open.keys()) response.write(':\n\n');
  }, HEARTBEAT);
  heartbeat.unref();

  return {
    add(response: ServerResponse, as: string, first: News): void {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      // After a break the page is back within a second, and is told everything again.
      response.write('retry: 500\n\n');
      write(response, first);
      open.set(response, as);
      response.on('close', () => open.delete(response));
    },
    /** Whether anybody looks. */
    any: () => open.size > 0,
    tellAll(newsFor: (as: string) => News | undefined): void {
      for (const [response, as] of open) {
        const news = newsFor(as);
        if (news) write(response, news);
      }
    },
    close(): void {
      clearInterval(heartbeat);
      for (const response of open.keys()) response.end();
      open.clear();
    },
  };
}
