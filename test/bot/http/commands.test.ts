import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commandsByName } from '../../../src/commands/index.ts';
import type { Command } from '../../../src/commands/kit/command.ts';
import { Refusal } from '../../../src/refusal.ts';
import { auditTrail } from '../../../src/store/audit.ts';
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
  await world.inProduction('support-reply', 'One', 'Two');
  token = (await world.token(['commands'])).secret;
});
afterAll(() => world.stop());

const refusal = (answer: { json: Record<string, unknown> }) =>
  answer.json.error as { code: string; message: string; fields?: Record<string, string>; offers?: unknown[] };

describe('a command over HTTP', () => {
  test('does what it does everywhere, for the person who made the token, and answers with the result', async () => {
    const text = 'Three: é, \u202E, ```, <!channel>\r\n  ';
    const submitted = await one.post('submit', { prompt: 'support-reply', text, why: 'Shorter' }, token);
    expect([submitted.status, submitted.json]).toMatchObject([
      200,
      { prompt: 'support-reply', from: 2, to: 3, by: 'Ada', why: 'Shorter', review: 'open' },
    ]);
    expect(submitted.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const read = (await world.token(['read'])).secret;
    expect((await one.get('/v1/prompts/support-reply?version=3', read)).json.messages).toEqual([
      { role: 'system', content: text },
    ]);
    const withdrawn = await one.post('withdraw', { change: submitted.json.change }, token);
    expect(withdrawn.status).toBe(200);
    const [row] = await auditTrail(world.store.db, [`change:${submitted.json.change}`], 1);
    expect(row).toMatchObject({ via: 'http', actor: expect.stringMatching(/^person:\d+ token:\d+$/) });
  });

  test('rolls back in one call, and history tells it', async () => {
    const back = await one.post(
      'rollback',
      { prompt: 'support-reply', reason: 'wrong', note: 'It promised refunds.' },
      token,
    );
    expect([back.status, back.json]).toMatchObject([200, { prompt: 'support-reply', from: 2, to: 1 }]);
    const { status, json } = await one.post('history', { prompt: 'support-reply' }, token);
    expect([status, json]).toMatchObject([
      200,
      {
        moves: [
          {
            kind: 'rollback',
            label: 'production',
            from: 2,
            to: 1,
            by: 'Ada',
            why: expect.stringContaining('refunds'),
            at: expect.any(String),
            fingerprint: expect.any(String),
          },
          { kind: 'promote', from: 1, to: 2 },
          { kind: 'promote', from: null, to: 1 },
        ],
        verdicts: [
          { by: 'Grace', verdict: 'approve' },
          { by: 'Grace', verdict: 'approve' },
        ],
      },
    ]);
  });

  test('needs no body where it needs no arguments', async () => {
    const who = await one.call('/v1/commands/whoami', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([who.status, who.json]).toMatchObject([200, { name: 'Ada', token: 'checkout' }]);
    expect((await one.post('help', '', token)).status).toBe(200);
    expect((await one.post('help', '{}', token)).status).toBe(200);
  });

  test('takes a text of nearly a megabyte, and refuses more than it can store in words', async () => {
    const long = await one.post('submit', { prompt: 'support-reply', text: '"'.repeat(480_000), why: 'Long' }, token);
    expect(long.status).toBe(200);
    await one.post('withdraw', { change: long.json.change }, token);
    const longer = await one.post(
      'submit',
      { prompt: 'support-reply', text: 'x'.repeat(1_000_100), why: 'Longer' },
      token,
    );
    expect([longer.status, refusal(longer).message]).toEqual([
      422,
      expect.stringContaining('the most that can be stored'),
    ]);
    const longest = await one.post(
      'submit',
      { prompt: 'support-reply', text: 'x'.repeat(1_600_000), why: 'Longest' },
      token,
    );
    expect([longest.status, refusal(longest)]).toMatchObject([
      413,
      { code: 'too_large', message: expect.stringContaining('1.5 MB') },
    ]);
  });
});

describe('a refusal', () => {
  test.each<[string, unknown, number, string, string]>([
    ['sumbit', {}, 404, 'not_found', 'Did you mean submit?'],
    ['expire', {}, 404, 'not_found', 'I do not know "expire"'],
    ['show', { prompt: 'suport-reply' }, 404, 'not_found', 'Did you mean support-reply?'],
    ['change', { change: 99 }, 404, 'not_found', 'There is no change #99'],
    ['show', {}, 422, 'invalid', 'show needs prompt'],
    ['submit', { prompt: 'support-reply', text: 'x' }, 422, 'invalid', 'submit needs why'],
    ['submit', { prompt: 'support-reply', text: 'a\0b', why: 'x' }, 422, 'invalid', 'NUL character'],
    ['submit', '{"prompt":"support-reply","why":"x","text":"\\ud800"}', 422, 'invalid', 'half a character'],
    ['show', { prompt: 'support-reply', colour: 'red' }, 422, 'invalid', 'does not know "colour"'],
    ['submit', { prompt: 'support-reply', text: 'One', why: 'Again' }, 409, 'conflict', 'This is v1 already'],
    ['owner', { prompt: 'support-reply', person: 'grace@example.com' }, 403, 'forbidden', 'Olu'],
    ['approve', { change: 1, cycle: 1, fingerprint: 'abcdef0' }, 403, 'forbidden', 'A service token may not'],
    ['token', { action: 'create', name: 'more' }, 403, 'forbidden', 'A service token may not'],
  ])('of %s %j is %i', async (command, body, status, code, message) => {
    const answer = await one.post(command, body, token);
    expect([answer.status, refusal(answer)]).toMatchObject([
      status,
      { code, message: expect.stringContaining(message) },
    ]);
    expect(answer.headers.get('x-request-id')).toBe((answer.json.error as { request_id: string }).request_id);
  });

  test('names the fields, and what may have been meant', async () => {
    const { json } = await one.post('show', { prompt: 'suport-reply' }, token);
    expect(json.error).toMatchObject({
      fields: { prompt: expect.stringContaining('support-reply') },
      offers: [{ label: 'Show support-reply', command: 'show', args: { prompt: 'support-reply' } }],
    });
  });

  const KEY = { 'idempotency-key': 'deep' };
  test.each<[string, string, Record<string, string>, number, string]>([
    ['half a JSON', '{"prompt":', {}, 400, 'not valid JSON'],
    ['no JSON at all', 'prompt=support-reply', {}, 400, 'not valid JSON'],
    ['a list', '[1]', {}, 400, 'The arguments are a JSON object'],
    ['null', 'null', {}, 400, 'The arguments are a JSON object'],
    ['a key that poisons objects', '{"__proto__":{"prompt":"x"}}', {}, 400, '__proto__'],
    ['a form', 'prompt=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'application/json'],
    ['plain text', 'hello', { 'content-type': 'text/plain' }, 415, 'application/json'],
    ['another charset', '{}', { 'content-type': 'application/json; charset=latin1' }, 415, 'UTF-8'],
    ['lists without end', `{"prompt":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, {}, 400, 'nested deeper than 32'],
    ['objects without end', `${'{"prompt":'.repeat(99_999)}1${'}'.repeat(99_999)}`, KEY, 400, 'nested deeper than 32'],
    ['an endless key', '{}', { 'idempotency-key': 'k'.repeat(201) }, 400, 'Idempotency-Key'],
  ])('of %s says what is wrong', async (_name, body, headers, status, message) => {
    const answer = await one.post('show', body, token, headers);
    expect([answer.status, refusal(answer).message]).toEqual([status, expect.stringContaining(message)]);
  });

  test('of bytes that are no UTF-8 comes before they could be changed', async () => {
    const body = Buffer.concat([
      Buffer.from('{"prompt":"support-reply","why":"x","text":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}'),
    ]);
    const answer = await one.call('/v1/commands/submit', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    expect([answer.status, refusal(answer).message]).toEqual([400, 'The body is not valid UTF-8.']);
  });

  test('without a token, or without its scope, comes before the body is read', async () => {
    const huge = 'x'.repeat(1_600_000);
    expect((await one.post('submit', huge)).status).toBe(401);
    const { secret } = await world.token(['read', 'facts'], 'ada', 'reader');
    const scoped = await one.post('whoami', '{"half":', secret);
    expect([scoped.status, refusal(scoped).message]).toEqual([403, expect.stringContaining('it has: read, facts.')]);
    expect(scoped.headers.get('www-authenticate')).toContain('scope="commands"');
    expect((await one.get('/v1/commands/whoami', token)).status).toBe(404);
  });
});

describe('an Idempotency-Key', () => {
  const submit = (text: string, key: string, secret = token) =>
    one.post('submit', { prompt: 'support-reply', text, why: 'Once' }, secret, { 'idempotency-key': key });
  const changes = async () => (await world.done<{ changes: unknown[] }>('grace', 'review')).changes.length;

  test('makes a repeat harmless: the same answer, one effect', async () => {
    const key = randomUUID();
    const before = await changes();
    const first = await submit('Repeated', key);
    const again = await submit('Repeated', key);
    expect([first.status, first.headers.get('idempotent-replay')]).toEqual([200, null]);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect(again.json).toEqual(first.json);
    expect(await changes()).toBe(before + 1);
  });

  test('of twenty requests at the same moment lets one have the effect', async () => {
    const key = randomUUID();
    const before = await changes();
    const all = await Promise.all(Array.from({ length: 20 }, () => submit('At once', key)));
    expect(new Set(all.map((one) => one.status))).toEqual(new Set([200]));
    expect(new Set(all.map((one) => one.json.change)).size).toBe(1);
    expect(all.filter((one) => one.headers.get('idempotent-replay') === null)).toHaveLength(1);
    expect(await changes()).toBe(before + 1);
  });

  test('that came with something else is refused, and nothing is done', async () => {
    const key = randomUUID();
    await submit('The first', key);
    const before = await changes();
    const other = await submit('Another text', key);
    expect([other.status, refusal(other).message]).toEqual([422, expect.stringContaining('another request')]);
    const command = await one.post('comment', { change: 1, note: 'Hm' }, token, { 'idempotency-key': key });
    expect(command.status).toBe(422);
    expect(await changes()).toBe(before);
  });

  test('is the own one of each token', async () => {
    const key = randomUUID();
    const { secret } = await world.token(['commands'], 'ada', 'another');
    const [mine, theirs] = [await submit('Mine', key), await submit('Theirs', key, secret)];
    expect([mine.status, theirs.status]).toEqual([200, 200]);
    expect(mine.json.change).not.toBe(theirs.json.change);
  });

  test('does not hold a refusal: what was refused may be tried again', async () => {
    const key = randomUUID();
    const bad = await one.post('submit', { prompt: 'support-reply', text: 'Later', why: '' }, token, {
      'idempotency-key': key,
    });
    expect(bad.status).toBe(422);
    expect((await submit('Later', key)).status).toBe(200);
  });
});

describe('when something goes wrong', () => {
  const made = (name: string, run: Command['run']): Command => ({
    name,
    summary: 'For this test',
    about: 'nothing',
    right: 'anyone',
    effect: 'write',
    args: z.strictObject({}),
    typed: [],
    examples: [name],
    run,
    say: () => ({ title: [''], parts: [] }),
  });
  const withCommands = (...commands: Command[]) =>
    world.process({
      house: {
        ...world.house,
        commands: new Map([...commandsByName, ...commands.map((one) => [one.name, one] as const)]),
      },
    });

  test('a fault is 503, says that nothing was done, and its words are neither shown nor logged as data', async () => {
    const process = await withCommands(
      made('explode', async (ctx) => {
        await ctx.db.execute("select 'the secret text' where 1 = 'x'" as never);
      }),
    );
    const { status, headers, json, text } = await process.post('explode', {}, token);
    expect([status, headers.get('retry-after'), json]).toMatchObject([503, '1', { error: { code: 'unavailable' } }]);
    expect(text).toContain('nothing was done');
    expect(text).not.toContain('secret');
    const request = headers.get('x-request-id');
    expect(process.lines).toContainEqual(expect.objectContaining({ level: 50, command: 'explode', request }));
    expect(JSON.stringify(process.lines)).not.toContain('secret');
    await process.stop();
  });

  test('every kind of refusal has its own status', async () => {
    const codes = ['invalid', 'forbidden', 'not_found', 'conflict', 'paused'] as const;
    const process = await withCommands(
      ...codes.map((code) =>
        made(`refuse-${code.replace('_', '-')}`, async () => {
          throw new Refusal(code, `It is ${code}.`);
        }),
      ),
    );
    const statuses = await Promise.all(
      codes.map(async (code) => (await process.post(`refuse-${code.replace('_', '-')}`, {}, token)).status),
    );
    expect(statuses).toEqual([422, 403, 404, 409, 423]);
    await process.stop();
  });

  test('a database that is away is 503 within three seconds', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const away = await world.process({}, store);
    try {
      expect((await away.post('whoami', {}, token)).status).toBe(200);
      await proxy.close();
      await until(() => !away.mirror.up());
      const began = performance.now();
      const answer = await away.post('comment', { change: 1, note: 'Hello?' }, token);
      expect([answer.status, refusal(answer).code]).toEqual([503, 'unavailable']);
      expect(performance.now() - began).toBeLessThan(3_000);
      await proxy.open();
      await until(async () => (await away.post('whoami', {}, token)).status === 200);
    } finally {
      await away.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('a commit that was never answered is 504, and the same key tells what became of it', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const shaky = await world.process({}, store);
    try {
      const key = { 'idempotency-key': randomUUID() };
      const body = { change: 1, note: 'Was this written?' };
      expect((await shaky.post('whoami', {}, token)).status).toBe(200);
      proxy.cutAfter('commit');
      const answer = await shaky.post('comment', body, token, key);
      expect([answer.status, refusal(answer)]).toMatchObject([
        504,
        { code: 'unknown', message: expect.stringContaining('Idempotency-Key') },
      ]);
      let again = await shaky.post('comment', body, token, key);
      await until(async () => {
        again = await shaky.post('comment', body, token, key);
        return again.status === 200;
      });
      expect(again.headers.get('idempotent-replay')).toBe('true');
    } finally {
      await shaky.stop();
      await store.close();
      await proxy.stop();
    }
  });
});

test('commands are measured by name and outcome, and made-up names are not', async () => {
  const process = await world.process();
  await process.post('whoami', {}, token);
  await process.post('show', { prompt: 'nothing-like-it' }, token);
  await process.post('made-up-name', {}, token);
  const { text } = await process.get('/metrics');
  expect(text).toContain('countersign_command_seconds_count{command="whoami",outcome="done",door="http"} 1');
  expect(text).toContain('countersign_command_seconds_count{command="show",outcome="not_found",door="http"} 1');
  expect(text).toContain('countersign_command_seconds_count{command="unknown",outcome="not_found",door="http"} 1');
  expect(text).not.toContain('made-up-name');
  await process.stop();
});
