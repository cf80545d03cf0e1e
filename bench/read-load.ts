import { connect } from 'node:net';

/** What a round of load came to. `failed`: answers that did not begin with `HTTP/1.1 200`. */
export type Load = { answers: number; failed: number; seconds: number };

/**
 * Sends the same request over and over, one at a time on each of several kept connections, for a while. It works on
 * bytes: a client that parses properly would be slower than the server it measures. Answers must have the length that
 * the first one on the connection has, give or take what `slack` allows for its date and ids.
 */
export async function load(of: { port: number; request: string; connections: number; ms: number }): Promise<Load> {
  const bytes = Buffer.from(of.request, 'latin1');
  const end = performance.now() + of.ms;
  const began = performance.now();
  const rounds = await Promise.all(Array.from({ length: of.connections }, () => one(of.port, bytes, end)));
  return {
    answers: rounds.reduce((sum, round) => sum + round.answers, 0),
    failed: rounds.reduce((sum, round) => sum + round.failed, 0),
    seconds: (performance.now() - began) / 1000,
  };
}

const HEAD_END = Buffer.from('\r\n\r\n');
const OK = Buffer.from('HTTP/1.1 200');

function one(port: number, request: Buffer, end: number): Promise<{ answers: number; failed: number }> {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let answers = 0;
    let failed = 0;
    // Bytes of the present answer still to come; 0 while its head is awaited.
    let left = 0;
    let rest: Buffer = Buffer.alloc(0);

    socket.on('connect', () => socket.write(request));
    socket.on('error', fail);
    socket.on('close', () => done({ answers, failed }));
    socket.on('data', (chunk) => {
      let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      rest = Buffer.alloc(0);
      if (left === 0) {
        const head = data.indexOf(HEAD_END);
        if (head === -1) {
          rest = data;
          return;
        }
        if (!data.subarray(0, OK.length).equals(OK)) failed++;
        left = lengthIn(data.subarray(0, head));
        data = data.subarray(head + HEAD_END.length);
      }
      left -= data.length;
      if (left > 0) return;
      left = 0;
      answers++;
      if (performance.now() < end) socket.write(request);
      else socket.end();
    });
  });
}

const NAME = 'content-length: ';

function lengthIn(head: Buffer): number {
  const text = head.toString('latin1').toLowerCase();
  const at = text.indexOf(NAME);
  return at === -1 ? 0 : Number.parseInt(text.slice(at + NAME.length, at + NAME.length + 9), 10);
}
