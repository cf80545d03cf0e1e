import { Worker } from 'node:worker_threads';

export type Load = { port: number; requests: string[]; connections: number };
export type Measured = { perSecond: number; p50: number; p99: number; failed: number };

/**
 * Sends every request once, over kept-alive connections that each wait for their answer, from a thread of its own.
 * Times are milliseconds; `failed` counts answers other than 2xx.
 */
export function load(what: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: what });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** A request as the bytes of HTTP/1.1. */
export function httpRequest(method: string, path: string, headers: Record<string, string>, body = ''): string {
  const all = { host: '127.0.0.1', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
