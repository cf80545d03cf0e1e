import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { until } from '../../store/mirror-world.ts';
import { tcpProxy } from '../../store/tcp-proxy.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
let one: Awaited<ReturnType<HttpWorld['process']>>;
let token: string;

beforeAll(async () => {
  world = await httpWorld();
  one = await world.process();
  await world.inProduction('support-reply', 'The secret recipe');
  token = (await world.token(['read', 'commands'])).secret;
});
afterAll(() => world.stop());

/** Sends bytes as they are and returns what comes back until the connection ends or `ms` have passed. */
async function raw(url: string, text: string, ms = 1_000): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  socket.write(text);
  await Promise.race([new Promise((done) => socket.once('close', done)), new Promise((done) => setTimeout(done, ms))]);
  socket.destroy();
  return answer;
}

describe('the one port', () => {
  test('hands the paths of a platform over as they are, query and all, and the rest to the API', async () => {
    const seen: (string | undefined)[] = [];
    const slack = await world.process({
      listeners: {
        '/slack/events': (request, response) => {
          seen.push(request.url);
          let bytes = 0;
          request.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
          });
          request.on('end', () => response.end(`bolt ${bytes}`));
        },
      },
    });
    const post = (path: string) => slack.call(path, { method: 'POST', body: 'token=x&text=help' });
    expect(await post('/slack/events')).toMatchObject({ status: 200, text: 'bolt 17' });
    expect(await post('/slack/events?a=1')).toMatchObject({ status: 200, text: 'bolt 17' });
    expect((await post('/slack/events/more')).status).toBe(404);
    expect((await post('/slack')).status).toBe(404);
    expect((await slack.get('/healthz')).status).toBe(200);
    expect(seen).toEqual(['/slack/events', '/slack/events?a=1']);
    await slack.stop();
  });

  test('answers what is not there in JSON', async () => {
    for (const [path, method] of [
      ['/', 'GET'],
      ['/v1', 'GET'],
      ['/v1/prompts', 'GET'],
      ['/v1/prompts/support-reply/', 'GET'],
      ['/v1/prompts/support-reply', 'DELETE'],
      ['/v1/commands', 'POST'],
      ['/.env', 'GET'],
    ] as const) {
      const answer = await one.call(path, { method });
      expect([path, answer.status, answer.json]).toMatchObject([path, 404, { error: { code: 'not_found' } }]);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    }
    expect(await one.get('/%ff')).toMatchObject({ status: 400, json: { error: { code: 'malformed' } } });
  });

  test('keeps the id of a request that brings a sensible one, and makes one for the others', async () => {
    const idOf = async (path: string, given?: string) =>
      (await one.get(path, token, given === undefined ? {} : { 'x-request-id': given })).headers.get('x-request-id');
    for (const path of ['/v1/prompts/support-reply', '/healthz', '/nowhere', '/v1/prompts/nothing']) {
      expect(await idOf(path, 'trace-4711/a:b')).toBe('trace-4711/a:b');
      const made = [
        await idOf(path),
        await idOf(path),
        await idOf(path, 'x'.repeat(129)),
        await idOf(path, 'two words'),
      ];
      expect(new Set(made).size).toBe(4);
      for (const id of made) expect(id).toMatch(/^[\w-]{8,40}$/);
    }
  });

  test('sends protective headers with everything', async () => {
    const command = await one.post('whoami', {}, token);
    expect(Object.fromEntries(command.headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    for (const path of ['/v1/prompts/support-reply', '/nowhere', '/v1/prompts/nothing']) {
      expect((await one.get(path, token)).headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('answers what is no HTTP, and headers without end', async () => {
    expect(await raw(one.url, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*\{"error":\{"code":"malformed"/);
    expect(await raw(one.url, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  test('cuts off whoever sends slowly on purpose', { timeout: 30_000 }, async () => {
    const began = performance.now();
    const slow = raw(one.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\n', 20_000);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});

describe('stopping', () => {
  test('lets a running request finish, ends idle connections, and takes no new ones', async () => {
    const hold = Promise.withResolvers<void>();
    const process = await world.process({
      listeners: { '/slow': (_request, response) => void hold.promise.then(() => response.end('finished')) },
    });
    const running = process.get('/slow');
    await process.get('/healthz');
    await new Promise((done) => setTimeout(done, 50));
    const stopped = process.stop();
    await new Promise((done) => setTimeout(done, 100));
    await expect(process.get('/healthz')).rejects.toThrow();
    hold.resolve();
    expect((await running).text).toBe('finished');
    const began = performance.now();
    await stopped;
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test('waits five seconds at most for a request that does not end', { timeout: 15_000 }, async () => {
    const process = await world.process({ listeners: { '/never': () => {} } });
    const never = process.get('/never').catch(() => 'cut');
    await new Promise((done) => setTimeout(done, 50));
    const began = performance.now();
    await process.stop();
    expect(performance.now() - began).toBeLessThan(6_500);
    expect(await never).toBe('cut');
  });

  test('a port that is taken is an error', async () => {
    const taken = Number(new URL(one.url).port);
    const process = await world.process();
    await expect(process.door.listen(taken, '127.0.0.1')).rejects.toThrow();
    await process.stop();
  });
});

describe('operations', () => {
  test('/healthz and /readyz say that all is well', async () => {
    expect(await one.get('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect(await one.get('/readyz')).toMatchObject({
      status: 200,
      json: { status: 'ready', missing: [], needs: { database: true, listener: true } },
    });
  });

  test('/readyz says within three seconds what is missing, and /healthz does not care', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const away = await world.process({}, store);
    try {
      await proxy.close();
      await until(() => !away.mirror.up());
      const began = performance.now();
      const { status, json } = await away.get('/readyz');
      expect([status, json]).toMatchObject([503, { status: 'not ready', missing: ['database', 'listener'] }]);
      expect(performance.now() - began).toBeLessThan(3_000);
      expect((await away.get('/healthz')).status).toBe(200);
      await proxy.open();
      await until(async () => (await away.get('/readyz')).status === 200);
    } finally {
      await away.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('/readyz answers although nothing it asks does', async () => {
    const stuck = await world.process({ ready: () => new Promise(() => {}) });
    const { status, json } = await stuck.get('/readyz');
    expect([status, json]).toMatchObject([503, { missing: ['answer'] }]);
    const broken = await world.process({ ready: () => Promise.reject(new Error('no')) });
    expect((await broken.get('/readyz')).status).toBe(503);
    await Promise.all([stuck.stop(), broken.stop()]);
  });

  test('/metrics counts requests, reads and waiting deliveries, and names no prompt', async () => {
    const process = await world.process();
    await process.get('/v1/prompts/support-reply', token);
    await process.get('/v1/prompts/support-reply', token);
    const { headers } = await process.get('/v1/prompts/support-reply', token);
    await process.get('/v1/prompts/support-reply', token, { 'if-none-match': headers.get('etag')! });
    await process.get('/v1/prompts/nothing', token);
    await process.post('whoami', {}, token);
    await process.get('/nowhere');
    const { status, text, headers: told } = await process.get('/metrics');
    expect([status, told.get('content-type')]).toEqual([200, expect.stringContaining('text/plain; version=0.0.4')]);
    for (const line of [
      'countersign_database_read_seconds_count{status="200"} 1',
      'countersign_memory_reads_total{status="200"} 2',
      'countersign_memory_reads_total{status="304"} 1',
      'countersign_http_request_seconds_count{route="/v1/prompts/:slug",method="GET",status="404"} 1',
      'countersign_http_request_seconds_count{route="/v1/commands/whoami",method="POST",status="200"} 1',
      'countersign_memory_trusted 1',
      'countersign_streams 0',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/^countersign_jobs_waiting [1-9]\d*$/m);
    expect(text).toMatch(/^process_cpu_seconds_total \d/m);
    for (const secret of ['support-reply', 'secret recipe', 'cs_', 'Ada', 'nowhere'])
      expect(text).not.toContain(secret);
    await process.stop();
  });

  test('/metrics counts the use cases whose cycles could not be closed', async () => {
    const process = await world.process();
    const counted = async () =>
      /^countersign_use_cases_unclosed (\d+)$/m.exec((await process.get('/metrics')).text)?.[1];
    expect(await counted()).toBe('0');
    await world.sql`insert into close_fault (use_case_id, alone, at) select min(id), true, now() from use_case`;
    expect(await counted()).toBe('1');
    await world.sql`delete from close_fault`;
    await process.stop();
  });

  test('/metrics leaves out what it cannot have', async () => {
    const process = await world.process({ backlog: () => Promise.reject(new Error('away')) });
    const { status, text } = await process.get('/metrics');
    expect(status).toBe(200);
    expect(text).not.toMatch(/^countersign_jobs_waiting \d/m);
    expect(text).toMatch(/^countersign_streams 0$/m);
    await process.stop();
  });
});

describe('the log', () => {
  test('has one line for each request, by route, status, duration and token, and never what was sent', async () => {
    const process = await world.process();
    await process.post('submit', { prompt: 'support-reply', text: 'A new secret', why: 'hush' }, token);
    await process.post('show', '{"secret-key": broken', token);
    await process.get('/v1/secret-path?text=secret-query', token);
    await process.get('/healthz');
    await process.get('/readyz', token, { 'x-secret': 'secret-header' });
    const lines = process.lines.filter((line) => line.msg === 'request');
    expect(lines.map(({ level, method, route, status }) => [level, method, route, status])).toEqual([
      [30, 'POST', '/v1/commands/submit', 200],
      [30, 'POST', '/v1/commands/show', 400],
      [30, 'GET', null, 404],
      [20, 'GET', '/healthz', 200],
      [20, 'GET', '/readyz', 200],
    ]);
    expect(lines[0]).toMatchObject({
      ms: expect.any(Number),
      token_id: expect.any(Number),
      request: expect.any(String),
    });
    const all = JSON.stringify(process.lines);
    for (const secret of ['secret', 'cs_', token, 'hush']) expect(all).not.toContain(secret);
    await process.stop();
  });

  test('has a line for a client that did not wait', async () => {
    const hold = Promise.withResolvers<Record<string, boolean>>();
    const process = await world.process({ ready: () => hold.promise });
    const request = httpRequest(`${process.url}/readyz`);
    request.on('error', () => {});
    request.end();
    await new Promise((done) => setTimeout(done, 50));
    request.destroy();
    await until(() => process.lines.some((line) => line.status === 499));
    hold.resolve({});
    await process.stop();
  });
});
