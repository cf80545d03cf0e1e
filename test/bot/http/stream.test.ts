import { request as httpRequest } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { announceMoves } from '../../../src/store/listen.ts';
import { openStore } from '../../../src/store/open.ts';
import { quickest, until } from '../../store/mirror-world.ts';
import { tcpProxy } from '../../store/tcp-proxy.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

type Process = Awaited<ReturnType<HttpWorld['process']>>;
let world: HttpWorld;
let token: string;
const streams: { close(): void }[] = [];

beforeAll(async () => {
  world = await httpWorld();
  await world.inProduction('support-reply', 'One');
  token = (await world.token(['read'])).secret;
});
afterEach(() => {
  for (const one of streams.splice(0)) one.close();
});
afterAll(() => world.stop());

/** An open stream and what came of it; resolves when the head has arrived. */
async function stream(process: Process, of: { token?: string; since?: number | string; stalled?: true } = {}) {
  const events: EventSourceMessage[] = [];
  const comments: string[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event), onComment: (text) => comments.push(text) });
  const headers = {
    authorization: `Bearer ${of.token ?? token}`,
    ...(of.since !== undefined && { 'last-event-id': String(of.since) }),
  };
  const state = { ended: false, status: 0, body: '' };
  const head = Promise.withResolvers<Record<string, unknown>>();
  const request = httpRequest(`${process.url}/v1/stream`, { headers, agent: false }, (response) => {
    state.status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    response.on('close', () => {
      state.ended = true;
    });
    response.on('error', () => {});
    if (!of.stalled) {
      response.on('data', (chunk: string) => {
        state.body += chunk;
        parser.feed(chunk);
      });
    }
    head.resolve(response.headers);
  });
  request.on('error', head.reject);
  request.end();
  streams.push({ close: () => request.destroy() });
  const moves = () => events.filter((event) => event.event === 'move').map((event) => JSON.parse(event.data));
  return { headers: await head.promise, state, events, comments, moves, close: () => request.destroy() };
}

/** More moves at once than any socket holds. */
async function bulkMoves(many: number): Promise<void> {
  const sql = postgres(world.url, { max: 1 });
  try {
    await sql.begin(async (tx) => {
      await tx`
        insert into move (prompt_id, label, kind, from_id, to_id, person_id, why, at)
        select prompt_id, 'bulk', 'promote', null, id, created_by, 'many', now()
        from version, generate_series(1, ${many}) where number = 1`;
    });
    await announceMoves(world.store.db, [1]);
  } finally {
    await sql.end();
  }
}

describe('a stream', () => {
  test('tells every client of every process of a move within 100 ms', async () => {
    const [one, other] = [await world.process(), await world.process()];
    const clients = [await stream(one), await stream(one), await stream(other)];
    expect(clients[0]?.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    await world.release('support-reply', 'Two');
    await until(() => clients.every((client) => client.events.length > 0), 1_000);
    for (const client of clients) {
      expect(client.events).toHaveLength(1);
      expect(client.events[0]?.id).toMatch(/^\d+$/);
      expect(client.moves()).toEqual([
        {
          prompt: 'support-reply',
          label: 'production',
          kind: 'promote',
          from: 1,
          to: 2,
          version: 2,
          fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
          at: world.now().toISOString(),
        },
      ]);
    }
    await world.done('grace', 'rollback', { prompt: 'support-reply', reason: 'wrong' });
    await until(() => clients.every((client) => client.events.length > 1));
    for (const client of clients) {
      expect(client.moves()[1]).toMatchObject({ kind: 'rollback', from: 2, to: 1, version: 1 });
    }
    let told = 2;
    const took = await quickest(5, async () => {
      await world.release('support-reply', `Three and ${++told}`);
      const released = performance.now();
      await until(() => clients.every((client) => client.events.length === told), 1_000);
      return performance.now() - released;
    });
    expect(took).toBeLessThan(100);
    await Promise.all([one.stop(), other.stop()]);
    for (const client of clients) await until(() => client.state.ended, 1_000);
  });

  test('resumes after the last event that was seen, in another process as well', async () => {
    const [one, other] = [await world.process(), await world.process()];
    const before = await stream(one);
    await world.release('support-reply', 'Seen');
    await until(() => before.events.length === 1);
    before.close();
    world.pass(60_000);
    await world.release('support-reply', 'Missed');
    await world.release('support-reply', 'Missed as well');
    const last = Number(before.events[0]?.id);
    const after = await stream(other, { since: last });
    const missed = () => after.events.filter((event) => Number(event.id) > last);
    await until(() => missed().length === 2);
    await world.release('support-reply', 'Live again');
    await until(() => missed().length === 3);
    const versions = missed().map((event) => JSON.parse(event.data).version);
    expect(versions).toEqual([versions[0], versions[0] + 1, versions[0] + 2]);
    expect(after.events.map((event) => event.id)).not.toContain(String(last));
    await Promise.all([one.stop(), other.stop()]);
  });

  test('says when it cannot tell what was missed', async () => {
    const one = await world.process();
    const client = await stream(one, { since: 987_654 });
    await until(() => client.events.length > 0);
    expect(client.events[0]).toMatchObject({ event: 'gap' });
    const wrong = await one.get('/v1/stream', token, { 'last-event-id': 'yesterday' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Last-Event-ID')]);
    await one.stop();
  });

  test('keeps the connection alive with comments', async () => {
    const one = await world.process({ streams: { beat: 20 } });
    const client = await stream(one);
    await until(() => client.comments.length >= 3);
    expect(client.comments[0]).toBe('beat');
    await one.stop();
  });

  test('needs the scope read', async () => {
    const one = await world.process();
    const { secret } = await world.token(['commands'], 'ada', 'no-reader');
    expect((await one.get('/v1/stream', secret)).status).toBe(403);
    expect((await one.get('/v1/stream')).status).toBe(401);
    expect((await one.call('/v1/stream', { method: 'HEAD' })).status).toBe(404);
    await one.stop();
  });

  test('ends when its token is revoked, and those of others go on', async () => {
    const [one, other] = [await world.process(), await world.process()];
    const { id, secret } = await world.token(['read'], 'ada', 'short-lived');
    const ending = [await stream(one, { token: secret }), await stream(other, { token: secret })];
    const staying = await stream(one);
    await world.done('root', 'token', { action: 'revoke', name: String(id) });
    for (const client of ending) await until(() => client.state.ended, 1_000);
    expect(staying.state.ended).toBe(false);
    await world.release('support-reply', `After ${id}`);
    await until(() => staying.events.length === 1);
    for (const client of ending) expect(client.events).toHaveLength(0);
    await Promise.all([one.stop(), other.stop()]);
  });

  test('of a client that does not read is cut off, and costs the others nothing', async () => {
    const one = await world.process();
    const [slow, quick] = [await stream(one, { stalled: true }), await stream(one)];
    const many = 30_000;
    await bulkMoves(many);
    await until(() => quick.events.length >= many, 15_000);
    expect(quick.events).toHaveLength(many);
    await until(async () => (await one.get('/metrics')).text.includes('countersign_streams 1'));
    expect(quick.state.ended).toBe(false);
    slow.close();
    await one.stop();
  });

  test('are limited in number', async () => {
    const one = await world.process({ streams: { most: 2 } });
    const clients = [await stream(one), await stream(one)];
    expect((await one.get('/v1/stream', token)).status).toBe(503);
    clients[0]?.close();
    await until(async () => (await one.get('/metrics')).text.includes('countersign_streams 1'));
    const next = await stream(one);
    expect(next.state.status).toBe(200);
    await one.stop();
  });

  test('stays open while the database is away, and tells then what happened', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const one = await world.process({}, store);
    try {
      const client = await stream(one);
      await proxy.close();
      await until(() => !one.mirror.up());
      await world.release('support-reply', 'Meanwhile');
      expect((await one.get('/v1/stream', token)).status).toBe(503);
      await proxy.open();
      await until(() => client.events.length === 1);
      expect(client.state.ended).toBe(false);
    } finally {
      await one.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('is logged when it ends, with the number of its token', async () => {
    const one = await world.process();
    const client = await stream(one);
    expect(one.lines.filter((line) => line.route === '/v1/stream')).toHaveLength(0);
    client.close();
    await until(() => one.lines.some((line) => line.route === '/v1/stream'));
    expect(one.lines.find((line) => line.route === '/v1/stream')).toMatchObject({
      status: 200,
      method: 'GET',
      token_id: expect.any(Number),
    });
    await one.stop();
  });
});
