import { expect, test } from 'vitest';
import { afterFailure, faultOf, type Retry } from '../../src/store/retry.ts';

/** Fails from 0 on until `ms` have passed; the tries, and how late after that moment the last one came. */
function failingFor(ms: number): { tries: number; late: number } {
  let now = 0;
  let retry: Retry | undefined;
  while (now < ms) {
    const next = afterFailure(retry, now);
    retry = next.retry;
    now += next.ms ?? Number.POSITIVE_INFINITY;
  }
  return { tries: retry?.tries ?? 0, late: now - ms };
}

test('what an outage held back is tried again within a quarter of its length, and at most six minutes later', () => {
  for (const seconds of [1, 5, 30, 120, 3_600, 86_400]) {
    const { late } = failingFor(seconds * 1000);
    expect(late).toBeLessThanOrEqual(Math.min(Math.max(seconds * 250, 500), 360_000));
  }
});

test('the distances grow, so that a day of failing is a few hundred tries, not a flood', () => {
  expect(failingFor(30_000).tries).toBeLessThan(40);
  expect(failingFor(86_400_000).tries).toBeLessThan(450);
});

test('a job that has failed for three days is given up', () => {
  const since = 1_000;
  expect(afterFailure({ tries: 900, since }, since + 3 * 86_400_000 - 1).ms).toBeGreaterThan(0);
  expect(afterFailure({ tries: 900, since }, since + 3 * 86_400_000 + 1)).toEqual({
    retry: { tries: 901, since },
    ms: null,
  });
});

test('something else in place of the count begins it anew', () => {
  for (const before of [undefined, null, 'x', {}, { tries: 'many', since: 1 }]) {
    expect(afterFailure(before, 5).retry).toEqual({ tries: 1, since: 5 });
  }
});

test('a fault is told by its innermost cause, on one short line, without what was being written', () => {
  const inner = Object.assign(new Error('relation "post" is locked\nDETAIL: secret'), {
    code: '55P03',
    name: 'PostgresError',
  });
  const outer = new Error('Failed query: insert … params: secret', { cause: inner });
  expect(faultOf(outer)).toBe('PostgresError 55P03: relation "post" is locked');
  expect(faultOf(new Error('x'.repeat(999)))).toHaveLength(200);
  expect(faultOf('secret')).toBe('something that is no error was thrown');
});
