import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { readersOf } from '../../../src/store/readings.ts';
import { killListeners, quickest, until } from '../../store/mirror-world.ts';
import { tcpProxy } from '../../store/tcp-proxy.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

const TEXT =
  'Hi {{name}},\r\n\ttrailing  \n\u202Eright to left, <!channel>, ```, \u{1F600}, é e\u0301 \uFEFF"quotes" \\ /';

let world: HttpWorld;
let one: Awaited<ReturnType<HttpWorld['process']>>;
let token: string;

beforeAll(async () => {
  world = await httpWorld();
  await world.inProduction('support-reply', TEXT);
  one = await world.process();
  token = (await world.token(['read'])).secret;
});
afterAll(() => world.stop());

const path = '/v1/prompts/support-reply';

/** Releases a next version on production and waits until this process reads it. */
async function release(text: string): Promise<void> {
  await world.release('support-reply', text);
  await until(async () => (await one.get(path, token)).text.includes(JSON.stringify(text)));
}

describe('a read', () => {
  test('answers with all of the version the label holds, the text byte for byte', async () => {
    for (let round = 0; round < 2; round++) {
      const { status, json, headers } = await one.get(path, token);
      expect(status).toBe(200);
      expect(json).toMatchObject({
        prompt: 'support-reply',
        version: 1,
        label: 'production',
        messages: [{ role: 'system', content: TEXT }],
        model: null,
        params: {},
        variables: ['name'],
        released_at: world.now().toISOString(),
      });
      expect(json.fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
      });
      expect(headers.get('etag')).toMatch(/^"[\w.-]+"$/);
    }
  });

  test('is answered by 304 while nothing has moved, and in full after a move that leads back to the same version', async () => {
    const first = await one.get(path, token);
    const etag = first.headers.get('etag')!;
    for (const given of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const again = await one.get(path, token, { 'if-none-match': given });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await one.get(path, token, { 'if-none-match': '"other"' })).status).toBe(200);
    await release('Second text');
    expect((await one.get(path, token, { 'if-none-match': etag })).status).toBe(200);
    await world.done('grace', 'rollback', { prompt: 'support-reply', version: 'v1', reason: 'wrong' });
    await until(async () => (await one.get(path, token)).json.version === 1);
    const back = await one.get(path, token, { 'if-none-match': etag });
    expect([back.status, back.json.version]).toEqual([200, 1]);
    expect(back.headers.get('etag')).not.toBe(etag);
  });

  test('asks for another label, a version or a fingerprint', async () => {
    const { change } = await world.done<{ change: number }>('ada', 'submit', {
      prompt: 'support-reply',
      text: 'For staging',
      why: 'Try it',
      label: 'staging',
    });
    await world.approve('grace', change);
    const staging = (await one.get(`${path}?label=staging`, token)).json;
    expect(staging).toMatchObject({ label: 'staging', messages: [{ content: 'For staging' }] });
    const fingerprint = String(staging.fingerprint);
    const exact = { version: staging.version, label: null, released_at: null, fingerprint };
    for (const query of [
      `version=${staging.version}`,
      `version=v${staging.version}`,
      `version=V${staging.version}`,
      `fingerprint=${fingerprint}`,
      `fingerprint=${fingerprint.slice(0, 7).toUpperCase()}`,
    ]) {
      for (let round = 0; round < 2; round++) {
        const { status, json, headers } = await one.get(`${path}?${query}`, token);
        expect([query, status, json]).toMatchObject([query, 200, exact]);
        const same = await one.get(`${path}?${query}`, token, { 'if-none-match': headers.get('etag')! });
        expect(same.status).toBe(304);
      }
    }
  });

  test('mends case, spaces and quotes around a name', async () => {
    for (const slug of ['Support-Reply', '%20support-reply%20', '%22support-reply%22']) {
      const { status, json } = await one.get(`/v1/prompts/${slug}`, token);
      expect([status, json.prompt]).toEqual([200, 'support-reply']);
    }
    expect((await one.get(`${path}?label=Production`, token)).json.label).toBe('production');
  });

  test('works with HEAD', async () => {
    const { status, text, headers } = await one.call(path, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    expect([status, text]).toEqual([200, '']);
    expect(headers.get('etag')).toBeTruthy();
  });

  test.each([
    ['/v1/prompts/suport-reply', 404, 'not_found', 'Did you mean support-reply?'],
    ['/v1/prompts/%3Cscript%3E', 404, 'not_found', 'There is no prompt called <script>'],
    ['/v1/prompts/a%00b', 404, 'not_found', 'There is no prompt called a'],
    [`/v1/prompts/${'x'.repeat(3_000)}`, 414, 'too_large', 'This address is too long'],
    [`${path}?label=stagin`, 404, 'not_found', 'Did you mean staging? It has: production, staging.'],
    [`${path}?version=99`, 404, 'not_found', 'support-reply has no v99. It has v1 to v'],
    [`${path}?fingerprint=${'0'.repeat(64)}`, 404, 'not_found', 'No version of support-reply has this fingerprint'],
    [`${path}?version=latest`, 422, 'invalid', 'A version is a number'],
    [`${path}?version=0`, 422, 'invalid', 'A version is a number'],
    [`${path}?version=99999999999999999999`, 422, 'invalid', 'A version is a number'],
    [`${path}?fingerprint=abc`, 422, 'invalid', '7 to 64'],
    [`${path}?fingerprint=zzzzzzzz`, 422, 'invalid', '7 to 64'],
    [`${path}?label=`, 422, 'invalid', 'A label starts with'],
    [`${path}?label=a/b`, 422, 'invalid', 'A label starts with'],
    [`${path}?label=production&version=1`, 422, 'invalid', 'not label and version'],
    [`${path}?version=1&fingerprint=abcdefa`, 422, 'invalid', 'not version and fingerprint'],
    [`${path}?label=production&label=staging`, 422, 'invalid', 'Give label once'],
    [`${path}?lable=staging`, 422, 'invalid', 'Did you mean label?'],
  ])('of %s is refused with %i', async (address, status, code, message) => {
    const answer = await one.get(address, token);
    expect([answer.status, answer.json]).toMatchObject([
      status,
      { error: { code, message: expect.stringContaining(message), request_id: expect.any(String) } },
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('of an endless name is refused before it is looked for', async () => {
    expect((await one.get(`/v1/prompts/${'x'.repeat(80)}`, token)).status).toBe(404);
  });

  test('of a prompt without a release says so', async () => {
    await world.prompt('unreleased');
    const { status, text } = await one.get('/v1/prompts/unreleased', token);
    expect([status, text]).toEqual([404, expect.stringContaining('Nothing of unreleased has been released yet')]);
  });
});

describe('who may read', () => {
  test.each([
    ['nothing', undefined, '401', 'A service token is needed'],
    ['another scheme', 'Basic YTpi', '401', 'A service token is needed'],
    ['an unknown token', 'Bearer cs_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '401', 'not known here'],
    ['no token at all', 'Bearer hunter2', '401', 'not known here'],
  ])('not with %s', async (_name, authorization, status, message) => {
    const answer = await one.call(path, { headers: { ...(authorization && { authorization }) } });
    expect([String(answer.status), answer.text]).toEqual([status, expect.stringContaining(message)]);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer realm="countersign"');
  });

  test('not without the scope, and the answer names it', async () => {
    const { secret } = await world.token(['commands'], 'ada', 'release-bot');
    const answer = await one.get(path, secret);
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('The token \\"release-bot\\" lacks the scope read; it has: commands.'),
    ]);
    expect(answer.headers.get('www-authenticate')).toContain('scope="read"');
  });

  test('the scheme may be written in any case', async () => {
    const answer = await one.call(path, { headers: { authorization: `bearer  ${token}` } });
    expect(answer.status).toBe(200);
  });

  test('a token that is revoked by a command stops at once in every process', async () => {
    const other = await world.process();
    const took = await quickest(3, async () => {
      const { id, secret } = await world.token(['read'], 'ada', 'short-lived');
      for (const each of [one, other]) expect((await each.get(path, secret)).status).toBe(200);
      await world.done('root', 'token', { action: 'revoke', name: String(id) });
      const revoked = performance.now();
      for (const each of [one, other]) await until(async () => (await each.get(path, secret)).status === 401, 1_000);
      return performance.now() - revoked;
    });
    expect(took).toBeLessThan(150);
    await other.stop();
  });

  test('an address that tries too many wrong tokens waits, while remembered tokens go on', async () => {
    const few = await world.process({ wrongTokens: 5 });
    await few.get(path, token);
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await few.get(path, `cs_wrong-token-number-${i}`)).status);
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses.slice(-2)).toEqual([429, 429]);
    const blocked = await few.get(path, 'cs_wrong-token-again-and-again');
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await few.get(path, token)).status).toBe(200);
    // Another address is another matter; a proxy on this machine says which it is.
    const elsewhere = await few.get(path, 'cs_wrong-token-from-elsewhere', { 'x-forwarded-for': '203.0.113.9' });
    expect(elsewhere.status).toBe(401);
    await few.stop();
  });
});

describe('reads are counted', () => {
  test('per token and label, those answered by 304 as well, those of a version not', async () => {
    const { id, secret } = await world.token(['read'], 'ada', 'counted');
    const { headers } = await one.get(path, secret);
    await one.get(path, secret, { 'if-none-match': headers.get('etag')! });
    await one.get(path, secret);
    await one.get(`${path}?label=staging`, secret);
    await one.get(`${path}?version=1`, secret);
    await one.get(`${path}?label=nothing`, secret);
    await one.mirror.readings.flush();
    const count = async (label: string) =>
      (await readersOf(world.store.db, 1, label, new Date(0))).find((reader) => reader.token === 'counted')?.count;
    expect([await count('production'), await count('staging'), await count('nothing'), id > 0]).toEqual([
      3,
      1,
      undefined,
      true,
    ]);
  });

  test('and those of a process that stops are not lost', async () => {
    const { secret } = await world.token(['read'], 'ada', 'last-words');
    const short = await world.process();
    for (let i = 0; i < 4; i++) await short.get(path, secret);
    await short.stop();
    const readers = await readersOf(world.store.db, 1, 'production', new Date(0));
    expect(readers.find((reader) => reader.token === 'last-words')?.count).toBe(4);
  });
});

describe('when the line to the database breaks', () => {
  test('the very next reads are right, whether or not it is up again', async () => {
    for (let round = 0; round < 3; round++) {
      await one.get(path, token);
      await killListeners(world.store);
      await world.release('support-reply', `After kill ${round}`);
      await until(async () => (await one.get(path, token)).text.includes(`After kill ${round}`), 1_000);
    }
  });

  test('a database that is away is 503 within three seconds, and what is remembered is not guessed', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const away = await world.process({}, store);
    try {
      expect((await away.get(path, token)).status).toBe(200);
      await proxy.close();
      await until(() => !away.mirror.up());
      for (let round = 0; round < 3; round++) {
        const began = performance.now();
        const answer = await away.get(path, token);
        expect([answer.status, answer.json]).toMatchObject([503, { error: { code: 'unavailable' } }]);
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(performance.now() - began).toBeLessThan(3_000);
      }
      await proxy.open();
      await until(async () => (await away.get(path, token)).status === 200);
    } finally {
      await away.stop();
      await store.close();
      await proxy.stop();
    }
  });

  test('a database that does not answer at all is 503 within three seconds too', async () => {
    const proxy = await tcpProxy(world.url);
    const store = openStore(proxy.url);
    const away = await world.process({}, store);
    try {
      expect((await away.get(path, token)).status).toBe(200);
      proxy.goDead();
      await until(() => !away.mirror.up());
      const began = performance.now();
      expect((await away.get(path, token)).status).toBe(503);
      expect(performance.now() - began).toBeLessThan(3_000);
      await proxy.open();
      await until(async () => (await away.get(path, token)).status === 200);
    } finally {
      await away.stop();
      await store.close();
      await proxy.stop();
    }
  });
});

test('a read is one line at level debug, a refused one at level info, both without texts, queries and tokens', async () => {
  const logged = await world.process();
  await logged.get(`${path}?label=production`, token, { 'x-request-id': 'req-from-caller' });
  await logged.get(`${path}?label=secret-label-name`, token);
  const [read, refused] = logged.lines.filter((line) => line.msg === 'request');
  expect(read).toMatchObject({
    level: 20,
    request: 'req-from-caller',
    method: 'GET',
    route: '/v1/prompts/:slug',
    status: 200,
    token_id: expect.any(Number),
    ms: expect.any(Number),
  });
  expect(refused).toMatchObject({ level: 30, status: 404, route: '/v1/prompts/:slug' });
  const all = JSON.stringify(logged.lines);
  for (const secret of [token, 'cs_', 'secret-label-name', 'After kill']) expect(all).not.toContain(secret);
  await logged.stop();
});
