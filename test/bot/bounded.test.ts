import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bounded, persistently } from '../../src/bot/bounded.ts';

test('what answers in time is passed on, a failure too', async () => {
  expect(await bounded(sleep(5, 'here'), 1_000)).toBe('here');
  await expect(bounded(Promise.reject(new Error('refused')), 1_000)).rejects.toThrow('refused');
});

test('what never answers fails when its time is over', async () => {
  await expect(bounded(new Promise(() => {}), 30)).rejects.toThrow('no answer within 0.03 s');
});

test('a database that comes back is enough to remember, one that does not is given up', async () => {
  let tries = 0;
  await persistently(async () => {
    tries += 1;
    if (tries < 3) throw new Error('away');
  }, 5_000);
  expect(tries).toBe(3);
  const away = () => Promise.reject(new Error('away'));
  await expect(persistently(away, 50)).rejects.toThrow('away');
});
