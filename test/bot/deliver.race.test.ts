import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { Busy, type Poster } from '../../src/bot/poster.ts';
import { compiledOnce } from '../compiled.ts';
import { digestOf } from './delivery-settings.ts';
import { deliveryWorld, type Fate, fakePlatform, type Lines } from './delivery-world.ts';
import { serveOverHttp } from './platform-over-http.ts';

const world = await deliveryWorld();
const children = new Set<ChildProcess>();
const PROGRAM = fileURLToPath(new URL('./deliver-child.ts', import.meta.url));

afterEach(async () => {
  await world.rest();
  for (const child of children) child.kill('SIGKILL');
});
const servers: { stop(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.stop();
});

async function served(poster: Poster) {
  const server = await serveOverHttp(poster);
  servers.push(server);
  return server.url;
}

/** Another process that delivers to this platform. */
async function child(platform: string) {
  const lines: Lines = [];
  const env = { ...process.env, ...compiledOnce() };
  const process_ = spawn(process.execPath, [PROGRAM, world.url, platform], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(process_);
  process_.on('exit', () => children.delete(process_));
  createInterface({ input: process_.stdout }).on('line', (line) => void lines.push(JSON.parse(line)));
  await vi.waitFor(() => expect(lines.map((line) => line.message)).toContain('ready'), { timeout: 15_000 });
  return {
    lines,
    kill: async () => {
      process_.kill('SIGKILL');
      await once(process_, 'exit');
    },
    stop: async () => {
      process_.kill('SIGTERM');
      const [code] = await once(process_, 'exit');
      return code;
    },
  };
}

const unlucky = (): Fate => {
  const luck = Math.random();
  if (luck < 0.2) return { throws: new Busy(0.1 + Math.random() * 0.4), ms: 5 };
  if (luck < 0.3) return { throws: new Error('timed out'), applied: true, ms: 15 };
  if (luck < 0.4) return { throws: new Error('broken') };
  return { ms: 5 };
};

test('three processes and an unreliable platform post each of 300 copies exactly once', {
  timeout: 90_000,
}, async () => {
  const platform = fakePlatform(unlucky);
  await Promise.all([world.serve(platform.poster), world.serve(platform.poster), world.serve(platform.poster)]);
  const places = Array.from({ length: 60 }, (_, n) => `slack:T1/CR${n}`);
  for (let n = 0; n < 5; n += 1) await world.open(places);
  await world.idle(60_000);
  expect(platform.copies.size).toBe(300);
  expect(new Set([...platform.copies.values()].map((copy) => copy.key)).size).toBe(300);
  expect(platform.duplicates()).toBe(0);
  expect(platform.overlaps()).toBe(0);
});

test('however changes, edits and failures fall together, every copy ends as the present state', {
  timeout: 90_000,
}, async () => {
  const platform = fakePlatform(unlucky);
  await Promise.all([world.serve(platform.poster), world.serve(platform.poster), world.serve(platform.poster)]);
  const places = Array.from({ length: 6 }, (_, n) => `slack:T1/CE${n}`);
  const subjects = await Promise.all([world.open(places), world.open(places), world.open(places)]);
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(subjects.map((subject) => world.rename(subject)));
    await sleep(Math.random() * 60);
  }
  await world.idle(60_000);
  expect(platform.copies.size).toBe(18);
  expect(platform.overlaps()).toBe(0);
  for (const subject of subjects) {
    const present = await world.present(subject);
    const copies = [...platform.copies.values()].filter((copy) => copy.key.startsWith(`${subject}|`));
    expect(copies.map((copy) => digestOf(copy.card))).toEqual(places.map(() => present));
  }
});

test('a change in the very moment of the first post is in it or follows it', { timeout: 60_000 }, async () => {
  const platform = fakePlatform();
  await Promise.all([world.serve(platform.poster), world.serve(platform.poster)]);
  const subjects: string[] = [];
  const one = async () => {
    for (let n = 0; n < 40; n += 1) {
      const subject = await world.open(['slack:T1/CM']);
      subjects.push(subject);
      await sleep(Math.random() * 25);
      await world.rename(subject);
    }
  };
  await Promise.all([one(), one(), one()]);
  await world.idle(30_000);
  const shown = new Map([...platform.copies.values()].map((copy) => [copy.key, digestOf(copy.card)]));
  for (const subject of subjects) {
    expect(shown.get(`${subject}|slack:T1/CM|card`)).toBe(await world.present(subject));
  }
});

test.each([true, false])(
  'a process killed while it sends is replaced within three seconds, and the copy is there once (platform had it: %s)',
  async (applied) => {
    let calls = 0;
    let killed = 0;
    let took = 0;
    const platform = fakePlatform(
      () => {
        calls += 1;
        if (calls > 1) took = performance.now() - killed;
        return calls === 1 ? { applied, throws: applied ? undefined : new Error('lost'), ms: 60_000 } : {};
      },
      { appliesFirst: true },
    );
    const url = await served(platform.poster);
    const doomed = await child(url);
    const place = `slack:T1/CK${applied}`;
    const subject = await world.open([place]);
    await vi.waitFor(() => expect(calls).toBe(1), { interval: 5, timeout: 5_000 });
    const heir = await child(url);
    await sleep(1_500);
    expect(calls).toBe(1);

    killed = performance.now();
    await doomed.kill();
    await vi.waitFor(() => expect(calls).toBe(2), { interval: 5, timeout: 3_000 });
    expect(took).toBeLessThan(3_000);
    await world.idle();
    expect([...platform.copies.values()].map((copy) => copy.key)).toEqual([`${subject}|${place}|card`]);
    expect(platform.duplicates()).toBe(0);
    expect(heir.lines.map((line) => line.message)).toContain(
      'sent again: the outcome of the attempt before is not known',
    );
    expect(await heir.stop()).toBe(0);
  },
);

test('processes that are killed again and again lose nothing and post nothing twice', {
  timeout: 120_000,
}, async () => {
  const platform = fakePlatform(() => ({ ms: 20 + Math.random() * 60 }), { appliesFirst: true });
  const url = await served(platform.poster);
  let [one, other] = await Promise.all([child(url), child(url)]);
  const places = Array.from({ length: 20 }, (_, n) => `slack:T1/CZ${n}`);
  const subjects: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    for (let n = 0; n < 3; n += 1) subjects.push(await world.open(places));
    await Promise.all(subjects.slice(-6).map((subject) => world.rename(subject)));
    await sleep(Math.random() * 500);
    await one!.kill();
    [one, other] = [other, await child(url)];
  }
  await world.idle(60_000);
  expect(platform.copies.size).toBe(subjects.length * places.length);
  expect(platform.duplicates()).toBe(0);
  for (const subject of subjects) {
    const present = await world.present(subject);
    const copies = [...platform.copies.values()].filter((copy) => copy.key.startsWith(`${subject}|`));
    expect(copies.every((copy) => digestOf(copy.card) === present)).toBe(true);
  }
});
