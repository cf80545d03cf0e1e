import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Load, Measured } from './load.ts';

const { port, requests, connections } = workerData as Load;
const took: number[] = [];
let next = 0;
let failed = 0;

function speak(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let sent = 0;
    let heard = '';
    const ask = () => {
      const request = requests[next++];
      if (request === undefined) {
        socket.end();
        resolve();
        return;
      }
      sent = performance.now();
      heard = '';
      socket.write(request);
    };
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.on('data', (chunk: string) => {
      heard += chunk;
      if (!whole(heard)) return;
      took.push(performance.now() - sent);
      if (!/^HTTP\/1\.1 2/.test(heard)) failed++;
      ask();
    });
  });
}

function whole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length);
  if (/\r\ntransfer-encoding: chunked/i.test(text.slice(0, head + 2)))
    return text.endsWith('\r\n0\r\n\r\n') || text.endsWith('\n0\r\n\r\n');
  return true;
}

const began = performance.now();
await Promise.all(Array.from({ length: connections }, speak));
const seconds = (performance.now() - began) / 1000;
took.sort((a, b) => a - b);
const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
const measured: Measured = { perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99), failed };
parentPort!.postMessage(measured);
