import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Command, defineCommand } from '../../src/commands/kit/command.ts';
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

test('what is done a part at a time is typed again at once, until nothing is left', async () => {
  const parts: number[] = [];
  const command = defineCommand({
    name: 'in-parts',
    summary: 'Three parts',
    about: 'nothing',
    right: 'anyone',
    effect: 'read',
    hidden: true,
    args: z.strictObject({}),
    typed: [],
    examples: ['in-parts'],
    run: async () => ({ left: parts.push(performance.now()) % 3 !== 0 }),
    say: () => ({ title: ['A part'], parts: [] }),
  });
  const house = { ...world.house, commands: new Map([['in-parts', command as unknown as Command]]) };
  // Once a day would be enough: what is asked for again is not waited for.
  const soon = new Date(Date.now() + 2_000);
  const cron = `${soon.getUTCSeconds()} ${soon.getUTCMinutes()} ${soon.getUTCHours()} * * *`;
  const clock = startClock(house, [{ name: 'in-parts', cron, command: 'in-parts', again: true }]);
  await vi.waitFor(() => expect(parts).toHaveLength(3), 20_000);
  await clock.stop();
  expect(parts).toHaveLength(3);
});
