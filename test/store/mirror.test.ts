import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { announceMoves } from '../../src/store/listen.ts';
import { type Mirror, openMirror } from '../../src/store/mirror.ts';
import type { Store } from '../../src/store/open.ts';
import type { Reading } from '../../src/store/prompt-reading.ts';
import { revokeToken } from '../../src/store/tokens.ts';
import { killListeners, memoryLog, quickest, type StoreWorld, storeWorld, until } from './mirror-world.ts';
import { tcpProxy } from './tcp-proxy.ts';

let world: StoreWorld;
let count = 0;
const mirrors: Mirror[] = [];
const freshSlug = () => `prompt-${++count}`;

/** A mirror of another process, which is listening already. */
async function mirror(store: Store = world.store, more: { most?: number } = {}): Promise<Mirror> {
  const opened = openMirror({ store, clock: () => new Date(), log: memoryLog(), ...more });
  mirrors.push(opened);
  await until(opened.up);
  return opened;
}

const textOf = (found: unknown): string => JSON.parse(String((found as Reading).body)).messages[0].content;

beforeAll(async () => {
  world = await storeWorld();
});
afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((one) => one.stop()));
});
afterAll(() => world.drop());

describe('a read', () => {
  test('has all of the version, the text byte for byte, and comes from memory the second time', async () => {
    const slug = freshSlug();
    const text = 'Hi {{name}},\r\n\ttrailing  \n\u202Eright to left, <!channel>, ```, \u{1F600}, é e\u0301 \uFEFF';
    const move = await world.release(await world.prompt(slug), text);
    const one = await mirror();
    expect(one.peek(slug, 'production')).toBeUndefined();
    const found = (await one.read(slug, { label: 'production' })) as Reading;
    const body = JSON.parse(String(found.body));
    expect(body).toMatchObject({
      prompt: slug,
      version: 1,
      label: 'production',
      messages: [{ role: 'system', content: text }],
      model: 'model-1',
      params: { temperature: 0.2 },
      variables: ['name'],
    });
    expect(body.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(body.released_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(found.etag).toBe(`"${body.fingerprint}.production.${move}"`);
    expect(one.peek(slug, 'production')).toBe(found);
  });

  test('is asked for by number, by fingerprint and by the beginning of one', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'one');
    await world.release(id, 'two');
    const one = await mirror();
    const first = JSON.parse(String(((await one.read(slug, { version: 1 })) as Reading).body));
    expect(first).toMatchObject({ version: 1, label: null, released_at: null });
    for (const fingerprint of [first.fingerprint, first.fingerprint.slice(0, 7)]) {
      expect(await one.read(slug, { fingerprint })).toMatchObject({ label: null, body: JSON.stringify(first) });
    }
    expect(await one.read(slug, { version: 3 })).toEqual({ miss: 'version', newest: 2 });
    expect(await one.read(slug, { fingerprint: 'f'.repeat(64) })).toEqual({ miss: 'version', newest: 2 });
    expect(await one.read(slug, { label: 'staging' })).toEqual({ miss: 'label', labels: ['production'] });
    expect(await one.read('nobody', { label: 'production' })).toEqual({ miss: 'prompt' });
    expect(await one.read('nobody', { version: 1 })).toEqual({ miss: 'prompt' });
    // Every fingerprint begins with the empty one: what begins like two is neither.
    expect(await one.read(slug, { fingerprint: '' })).toEqual({ miss: 'ambiguous', versions: [1, 2] });
  });
});

describe('a move', () => {
  test('is known in three processes within 100 ms of its commit', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'before');
    const all = [await mirror(), await mirror(), await mirror()];
    for (const one of all) await one.read(slug, { label: 'production' });
    let count = 0;
    const took = await quickest(5, async () => {
      const text = `after ${++count}`;
      await world.release(id, text);
      const committed = performance.now();
      for (const one of all) {
        await until(async () => textOf(await one.read(slug, { label: 'production' })) === text, 1_000);
      }
      return performance.now() - committed;
    });
    expect(took).toBeLessThan(100);
    for (const one of all) expect(textOf(one.peek(slug, 'production'))).toBe(`after ${count}`);
  });

  test('leaves no stale answer behind, however reads and moves fall together', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'text 0');
    const one = await mirror();
    let reading = true;
    const readers = Array.from({ length: 4 }, async () => {
      while (reading) {
        await one.read(slug, { label: 'production' });
        await new Promise((done) => setTimeout(done, Math.random() * 3));
      }
    });
    for (let round = 1; round <= 40; round++) {
      await world.release(id, `text ${round}`);
      await until(async () => textOf(await one.read(slug, { label: 'production' })) === `text ${round}`, 1_000);
      // Had an older load been kept after the news, it would show here.
      await new Promise((done) => setTimeout(done, 3));
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe(`text ${round}`);
    }
    reading = false;
    await Promise.all(readers);
  });

  test('of one prompt forgets nothing of another', async () => {
    const [slug, other] = [freshSlug(), freshSlug()];
    const [id, otherId] = [await world.prompt(slug), await world.prompt(other)];
    await world.release(id, 'a');
    await world.release(otherId, 'b');
    const one = await mirror();
    await one.read(slug, { label: 'production' });
    await one.read(other, { label: 'production' });
    const [before, otherBefore] = [one.peek(slug, 'production'), one.peek(other, 'production')];
    await announceMoves(world.store.db, [id]);
    // What is in use is loaded anew at once, so it may be there again, but it is not the same.
    await until(() => one.peek(slug, 'production') !== before);
    expect(otherBefore).toBeDefined();
    expect(one.peek(other, 'production')).toBe(otherBefore);
  });
});

describe('while nobody can be heard', () => {
  test('a killed line is made again, and what was missed in between is not served', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'round 0');
    const one = await mirror();
    for (let round = 1; round <= 5; round++) {
      await one.read(slug, { label: 'production' });
      expect(await killListeners(world.store)).toBe(1);
      await world.release(id, `round ${round}`);
      // Down or up again: never the old answer once the line is known to be gone.
      await until(() => one.peek(slug, 'production') === undefined);
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe(`round ${round}`);
      await until(one.up);
      await one.read(slug, { label: 'production' });
      expect(textOf(one.peek(slug, 'production'))).toBe(`round ${round}`);
    }
  });

  test('reads come from the database and are not remembered, and memory is used again afterwards', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'before');
    const proxy = await tcpProxy(world.url);
    try {
      const one = await mirror({ ...world.store, url: proxy.url });
      await one.read(slug, { label: 'production' });
      await proxy.close();
      await until(() => !one.up());
      expect(one.peek(slug, 'production')).toBeUndefined();
      await world.release(id, 'meanwhile');
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe('meanwhile');
      expect(one.peek(slug, 'production')).toBeUndefined();
      await proxy.open();
      await until(one.up);
      expect(one.peek(slug, 'production')).toBeUndefined();
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe('meanwhile');
      expect(textOf(one.peek(slug, 'production'))).toBe('meanwhile');
    } finally {
      await Promise.all(mirrors.splice(0).map((each) => each.stop()));
      await proxy.stop();
    }
  });

  test('a line that went dead without a word is trusted for two seconds at most', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'before');
    const proxy = await tcpProxy(world.url);
    try {
      const one = await mirror({ ...world.store, url: proxy.url });
      await one.read(slug, { label: 'production' });
      proxy.goDead();
      const dead = performance.now();
      await world.release(id, 'after');
      await until(() => one.peek(slug, 'production') === undefined);
      expect(performance.now() - dead).toBeLessThan(2_100);
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe('after');
      await proxy.open();
      await until(one.up);
      expect(textOf(await one.read(slug, { label: 'production' }))).toBe('after');
    } finally {
      await Promise.all(mirrors.splice(0).map((each) => each.stop()));
      await proxy.stop();
    }
  });

  test('a line on which nothing is ever heard, as behind a splitting pooler, does not count as up', async () => {
    const other = await storeWorld();
    try {
      // LISTEN succeeds, on another database than the one announcements are made in.
      const log = memoryLog();
      const deaf = openMirror({ store: { ...world.store, url: other.url }, clock: () => new Date(), log });
      mirrors.push(deaf);
      await until(() => log.lines.length > 0, 8_000);
      expect(log.lines[0]?.facts.why).toContain('announcements do not arrive');
      expect(deaf.up()).toBe(false);
    } finally {
      await Promise.all(mirrors.splice(0).map((each) => each.stop()));
      await other.drop();
    }
  });

  test('a move announced while an answer is on its way from the database is not overwritten by it', async () => {
    const slug = freshSlug();
    const id = await world.prompt(slug);
    await world.release(id, 'before');
    // The answer of the first load is held back until the news of the move have arrived.
    const held = Promise.withResolvers<void>();
    let loads = 0;
    const db = new Proxy(world.store.db, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== 'select') return value;
        return (...args: unknown[]) => {
          const query = (value as (...all: unknown[]) => object).apply(target, args);
          return ++loads === 1 ? holdBack(query, held.promise) : query;
        };
      },
    });
    const [one, witness] = [await mirror({ ...world.store, db }), await mirror()];
    await witness.read(slug, { label: 'production' });
    const early = one.read(slug, { label: 'production' });
    await new Promise((done) => setTimeout(done, 50));
    await world.release(id, 'after');
    await until(async () => textOf(await witness.read(slug, { label: 'production' })) === 'after');
    await new Promise((done) => setTimeout(done, 50));
    const late = one.read(slug, { label: 'production' });
    held.resolve();
    expect(textOf(await early)).toBe('before');
    expect(textOf(await late)).toBe('after');
    await new Promise((done) => setTimeout(done, 20));
    expect(textOf(await one.read(slug, { label: 'production' }))).toBe('after');
    expect(textOf(one.peek(slug, 'production'))).toBe('after');
  });
});

/** A query builder whose answer arrives later than it was read. */
function holdBack(query: object, until: Promise<void>): object {
  return new Proxy(query, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name === 'then') {
        return (yes: (rows: unknown) => void, no: (error: unknown) => void) =>
          (target as unknown as Promise<unknown>).then((rows) => until.then(() => yes(rows)), no);
      }
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const next = value.apply(target, args);
        return typeof next === 'object' && next !== null ? holdBack(next, until) : next;
      };
    },
  });
}

describe('a token', () => {
  test('is known by its secret, from memory the second time', async () => {
    const { id, secret } = await world.token(['read']);
    const one = await mirror();
    expect(one.tokens.peek(secret)).toBeUndefined();
    expect(await one.tokens.find(secret)).toMatchObject({ id, scopes: ['read'] });
    expect(one.tokens.peek(secret)).toMatchObject({ id });
    expect(await one.tokens.find('cs_unknown')).toBeNull();
    expect(one.tokens.peek('cs_unknown')).toBeUndefined();
  });

  test('that is revoked by one process stops in every other within 100 ms, and those who watch it are told', async () => {
    const all = [await mirror(), await mirror()];
    const took = await quickest(5, async () => {
      const { id, secret } = await world.token();
      let ended = 0;
      for (const one of all) {
        await one.tokens.find(secret);
        one.tokens.watch(id, () => ended++);
        one.tokens.watch(id, () => ended++)();
      }
      await world.store.transaction((db) => revokeToken(db, id, new Date()));
      const committed = performance.now();
      for (const one of all) await until(() => one.tokens.peek(secret) === undefined, 1_000);
      await until(() => ended === 2);
      const known = performance.now() - committed;
      for (const one of all) expect(await one.tokens.find(secret)).toBeNull();
      return known;
    });
    expect(took).toBeLessThan(100);
  });

  test('that was revoked while nobody listened has stopped when the line is back', async () => {
    const { id, secret } = await world.token();
    const kept = await world.token();
    const proxy = await tcpProxy(world.url);
    try {
      const one = await mirror({ ...world.store, url: proxy.url });
      await one.tokens.find(secret);
      const ended: number[] = [];
      one.tokens.watch(id, () => ended.push(id));
      one.tokens.watch(kept.id, () => ended.push(kept.id));
      await proxy.close();
      await until(() => !one.up());
      await revokeToken(world.store.db, id, new Date());
      expect(await one.tokens.find(secret)).toBeNull();
      await proxy.open();
      await until(() => ended.length > 0);
      await until(one.up);
      expect(await one.tokens.find(secret)).toBeNull();
      expect(ended).toEqual([id]);
    } finally {
      await Promise.all(mirrors.splice(0).map((each) => each.stop()));
      await proxy.stop();
    }
  });
});

test('remembered answers stay within their bound', async () => {
  const slugs = Array.from({ length: 20 }, freshSlug);
  for (const slug of slugs) await world.release(await world.prompt(slug), 'x'.repeat(4_000));
  const one = await mirror(world.store, { most: 40_000 });
  for (const slug of slugs) {
    expect(textOf(await one.read(slug, { label: 'production' }))).toHaveLength(4_000);
    expect(one.weight()).toBeLessThanOrEqual(40_000);
  }
  expect(one.weight()).toBeGreaterThan(20_000);
});
