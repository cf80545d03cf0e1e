import fc from 'fast-check';
import { expect, test } from 'vitest';
import { teamsLimits } from '../../../src/bot/limits/teams.ts';
import { createPace } from '../../../src/bot/teams/pace.ts';

test('what was sent long ago is forgotten, also where nobody asks whether there is room', () => {
  let at = 0;
  const pace = createPace(undefined, () => at++);
  const began = performance.now();
  for (let i = 0; i < 40_000; i++) pace.note(`chat-${i % 1_000}`);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('whoever waits as told is never above any of the limits, of a conversation or of all together', () => {
  const arrivals = fc.array(fc.record({ to: fc.constantFrom('a', 'b', 'c'), gap: fc.nat(300) }), { maxLength: 200 });
  fc.assert(
    fc.property(arrivals, (all) => {
      let at = 0;
      const pace = createPace(undefined, () => at);
      const sent: { to: string; at: number }[] = [];
      for (const { to, gap } of all) {
        at += gap;
        for (let ms = pace.wait(to); ms > 0; ms = pace.wait(to)) at += ms;
        sent.push({ to, at });
      }
      const most = (times: number[], ms: number) =>
        Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + ms).length));
      for (const to of ['a', 'b', 'c']) {
        const times = sent.filter((one) => one.to === to).map((one) => one.at);
        for (const { ms, count } of teamsLimits.sends) expect(most(times, ms)).toBeLessThanOrEqual(count);
      }
      const { ms, count } = teamsLimits.tenant;
      expect(
        most(
          sent.map((one) => one.at),
          ms,
        ),
      ).toBeLessThanOrEqual(count);
    }),
  );
});

test('a conversation that had its share holds up no other one', () => {
  const pace = createPace(undefined, () => 0);
  for (let i = 0; i < 7; i++) expect(pace.wait('busy')).toBe(0);
  expect(pace.wait('busy')).toBe(1_050);
  expect(pace.wait('idle')).toBe(0);
});

test('to be told to wait costs nothing', () => {
  let at = 0;
  const pace = createPace({ conversation: [{ ms: 100, count: 1 }], app: [{ ms: 100, count: 10 }] }, () => at);
  expect(pace.wait('x')).toBe(0);
  for (let i = 0; i < 20; i++) expect(pace.wait('x')).toBe(150);
  at = 150;
  expect(pace.wait('x')).toBe(0);
});

test('what could not wait is counted as well', () => {
  const pace = createPace(undefined, () => 0);
  for (let i = 0; i < 7; i++) pace.note('busy');
  expect(pace.wait('busy')).toBe(1_050);
});
