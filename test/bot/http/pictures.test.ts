import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pictureAddresses } from '../../../src/bot/picture-address.ts';
import { type HttpWorld, httpWorld } from './http-world.ts';

let world: HttpWorld;
const key = randomBytes(32);
beforeAll(async () => {
  world = await httpWorld();
});
afterAll(() => world?.close());

const chart = { title: 'a', points: [{ label: '2026-11-02', value: 81, text: '' }], marks: [] };

test('a signed picture is served to whoever shows the card, drawn once; a made-up one is not', async () => {
  let drawn = 0;
  const draw = async () => {
    drawn++;
    return Buffer.from('a picture');
  };
  const { url, stop } = await world.process({ pictures: { key, draw } });
  const address = pictureAddresses(() => url, key)(chart)!;
  for (let i = 0; i < 3; i++) {
    const response = await fetch(address);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await response.text()).toBe('a picture');
  }
  expect(drawn).toBe(1);
  const forged = await fetch(address.replace(/.{5}\.png$/, 'AAAAA.png'));
  expect(forged.status).toBe(404);
  expect(drawn).toBe(1);
  await stop();
});

test('without a key there are no pictures', async () => {
  const { get, stop } = await world.process();
  expect((await get('/pictures/x.png')).status).toBe(404);
  await stop();
});
