import { expect, test } from 'vitest';
import { quietPlaces } from '../../src/bot/quiet.ts';

const HERE = 'slack:T1/C1';

function clocked() {
  const clock = { at: 1_000 };
  return { clock, quiet: quietPlaces(() => clock.at) };
}

test('nobody waits where nothing was said, and only there where it was', () => {
  const { quiet } = clocked();
  expect(quiet.wait(HERE, 'a')).toBe(0);
  quiet.hush(HERE, 2);
  expect(quiet.wait(HERE, 'a')).toBe(2_000);
  expect(quiet.wait('slack:T1/C2', 'b')).toBe(0);
});

test('those who wait go one after the other in the order in which they came, also when the first is refused again', () => {
  const { clock, quiet } = clocked();
  quiet.hush(HERE, 1);
  const waits = ['a', 'b', 'c'].map((key) => quiet.wait(HERE, key));
  expect(waits.toSorted((x, y) => x - y)).toEqual(waits);
  expect(new Set(waits).size).toBe(3);

  clock.at += 1_000;
  expect(quiet.wait(HERE, 'a')).toBe(0);
  expect(quiet.wait(HERE, 'b')).toBeGreaterThan(0);
  quiet.hush(HERE, 3);
  expect(quiet.wait(HERE, 'a')).toBe(3_000);
  expect(quiet.wait(HERE, 'b')).toBeGreaterThan(3_000);

  clock.at += 3_000;
  expect(quiet.wait(HERE, 'a')).toBe(0);
  quiet.leave(HERE, 'a');
  expect(quiet.wait(HERE, 'b')).toBe(0);
  quiet.leave(HERE, 'b');
  expect(quiet.wait(HERE, 'c')).toBe(0);
  quiet.leave(HERE, 'c');
  expect(quiet.wait(HERE, 'd')).toBe(0);
});

test('one that does not come back, because another process sent it, holds the others up for a second at most', () => {
  const { clock, quiet } = clocked();
  quiet.hush(HERE, 1);
  quiet.wait(HERE, 'elsewhere');
  quiet.wait(HERE, 'b');
  clock.at += 1_200;
  expect(quiet.wait(HERE, 'b')).toBeGreaterThan(0);
  clock.at += 900;
  expect(quiet.wait(HERE, 'b')).toBe(0);
});
