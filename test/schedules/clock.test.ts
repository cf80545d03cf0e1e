import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startClock } from '../../src/schedules/clock.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

test('while the clock stands nothing is typed; when it goes again the next time is kept', async () => {
  let asked = 0;
  const askedWhenRun: number[] = [];
  const house = { ...world.house, measure: () => void askedWhenRun.push(asked) };
  const everySecond = { name: 'compare', cron: '* * * * * *', command: 'compare' };
  const clock = startClock(house, [everySecond], () => {
    asked += 1;
    return asked < 3;
  });
  await vi.waitFor(() => expect(askedWhenRun).not.toEqual([]), 20_000);
  await clock.stop();
  expect(askedWhenRun[0]).toBe(3);
});
