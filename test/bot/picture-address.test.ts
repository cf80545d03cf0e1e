import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawnIn, pictureAddresses } from '../../src/bot/picture-address.ts';

const key = randomBytes(32);
const addressOf = pictureAddresses(() => 'https://prompts.example.com/', key);
const chart = {
  title: 'support-reply',
  points: [{ label: '2026-11-02', value: 81.2, text: '81 %' }],
  marks: [{ at: 0, text: 'v7' }],
};
const nameOf = (address: string) => address.slice(address.lastIndexOf('/') + 1);

test('an address holds what is drawn, and is the same for the same chart', () => {
  const address = addressOf(chart)!;
  expect(address).toMatch(/^https:\/\/prompts\.example\.com\/pictures\/[\w-]+\.[\w-]{43}\.png$/);
  expect(addressOf(chart)).toBe(address);
  expect(drawnIn(nameOf(address), key)).toEqual({
    title: 'support-reply',
    points: [['2026-11-02', 81.2]],
    marks: [[0, 'v7']],
  });
});

test('nobody without the key can have anything drawn', () => {
  const name = nameOf(addressOf(chart)!);
  expect(drawnIn(name, randomBytes(32))).toBeNull();
  fc.assert(
    fc.property(fc.nat({ max: name.length - 1 }), fc.constantFrom('A', 'b', '-', '.'), (at, char) => {
      const forged = name.slice(0, at) + char + name.slice(at + 1);
      expect(drawnIn(forged, key) === null || forged === name).toBe(true);
    }),
  );
  expect(drawnIn('', key)).toBeNull();
});

test('without an address of ours, without a key, and for a chart that is too much there is none', () => {
  expect(pictureAddresses(() => undefined, key)(chart)).toBeNull();
  expect(pictureAddresses(() => 'https://prompts.example.com', undefined)(chart)).toBeNull();
  expect(addressOf({ ...chart, title: randomBytes(4_000).toString('hex') })).toBeNull();
});
