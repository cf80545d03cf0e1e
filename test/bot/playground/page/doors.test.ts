import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPlayground, type Playground } from '../../../../src/bot/playground/index.ts';

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

describe('the doors of the playground', () => {
  let playground: Playground;
  let port: number;
  const server = createServer((asked, response) => {
    if (!playground.handler(asked, response)) response.writeHead(418).end();
  });

  beforeAll(async () => {
    playground = await createPlayground({
      verbs: [],
      shortcuts: [],
      prompts: async () => [],
      happened: async () => [],
      reset: async () => {},
      timezone: 'UTC',
      waiting: async () => 0,
      log: { warn() {} },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    await playground.stop();
    server.closeAllConnections();
    server.close();
  });

  const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    new Promise<Answer>((done, failed) => {
      const { method = 'GET', headers = {}, body } = options;
      const sent = request({ port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on('error', failed);
      sent.end(body);
    });
  const own = () => ({ origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' });
  const post = (path: string, body: unknown, headers: Record<string, string> = own()) =>
    ask(path, { method: 'POST', headers, body: JSON.stringify(body) });

  test('other paths are left to the rest of the server', async () => {
    expect((await ask('/v1/prompts/x')).status).toBe(418);
    expect((await ask('/slack/events', { method: 'POST' })).status).toBe(418);
  });

  test('the page and all it needs are under 500 kB compressed, and loaded from here alone', async () => {
    const page = await ask('/', { headers: { 'accept-encoding': 'gzip' } });
    const html = (await ask('/')).body.toString();
    const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path as string);
    expect(parts).toHaveLength(3);
    let size = page.body.length;
    for (const path of parts) {
      expect(path).toMatch(/^\/playground\/\w+\.[0-9a-f]{12}\.(js|css|svg)$/);
      const part = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
      expect(part.status).toBe(200);
      expect(part.headers['content-encoding']).toBe('gzip');
      expect(part.headers['cache-control']).toContain('immutable');
      size += part.body.length;
    }
    expect(size).toBeLessThan(500_000);
  });

  test('the policy lets in nothing from elsewhere, nothing inline, and nobody may frame the page', async () => {
    const { headers } = await ask('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.1.5'])(
    'a request to host "%s" is refused: the name may have been bent to this computer',
    async (host) => {
      expect((await ask('/', { headers: { host } })).status).toBe(403);
      expect((await ask('/playground/news?as=ada', { headers: { host } })).status).toBe(403);
    },
  );

  test.each(['localhost:1', '127.0.0.1', '[::1]:3000'])('a request to %s is answered', async (host) => {
    expect((await ask('/', { headers: { host } })).status).toBe(200);
  });

  test('another site’s page can neither act nor read', async () => {
    const act = { act: 'home' };
    const foreign = { ...own(), origin: 'https://evil.example' };
    expect((await post('/playground/act?client=slack&as=ada', act, foreign)).status).toBe(403);
    expect(
      (await post('/playground/act?client=slack&as=ada', act, { 'content-type': 'application/json' })).status,
    ).toBe(403);
    expect(
      (await post('/playground/act?client=slack&as=ada', act, { ...own(), 'content-type': 'text/plain' })).status,
    ).toBe(403);
    expect((await post('/playground/reset', {}, foreign)).status).toBe(403);
    const crossing = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await ask('/playground/inside?as=ada', { headers: crossing })).status).toBe(403);
    const answer = await ask('/playground/inside?as=ada');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  test('looking changes nothing: acts and Reset want POST', async () => {
    expect((await ask('/playground/reset')).status).toBe(404);
    expect((await ask('/playground/act?client=slack&as=ada')).status).toBe(404);
    expect((await ask('/', { method: 'PUT', headers: own() })).status).toBe(405);
  });

  test('what makes no sense is refused in words, and nothing breaks', async () => {
    expect((await post('/playground/act?client=slack&as=nobody', { act: 'home' })).status).toBe(404);
    expect((await post('/playground/act?as=ada', { act: 'home' })).status).toBe(404);
    expect((await post('/playground/see?client=slack&as=ada', { place: 'C0REVIEWS1' })).status).toBe(422);
    const broken = await ask('/playground/act?client=slack&as=ada', {
      method: 'POST',
      headers: own(),
      body: '{"act":',
    });
    expect(broken.status).toBe(400);
    const huge = await ask('/playground/act?client=slack&as=ada', {
      method: 'POST',
      headers: own(),
      body: `"${'x'.repeat(1_100_000)}"`,
    });
    expect(huge.status).toBe(413);
    const early = await post('/playground/act?client=slack&as=ada', { act: 'submit', view: 'V1' });
    expect(early.status).toBe(409);
    expect((await ask('/playground/news?as=nobody')).status).toBe(404);
    expect((await ask('/playground/app.js')).status).toBe(404);
  });
});
