import { expect, test } from 'vitest';
import { factsOf } from '../../../../src/bot/playground/story/facts.ts';
import { lastWorkingDays, nextMonday, weekAfter, weeksAfter } from '../../../../src/bot/playground/story/passing.ts';

test.each([
  ['a Saturday', 'UTC', '2026-11-21T13:00:00.000Z', '2026-11-28T13:00:00.000Z'],
  ['a Sunday, late', 'UTC', '2026-11-22T23:30:00.000Z', '2026-11-29T23:30:00.000Z'],
  ['a Monday before the reports: until they are out', 'UTC', '2026-11-23T03:00:00.000Z', '2026-11-30T09:01:00.000Z'],
  ['a Monday after them', 'UTC', '2026-11-23T09:30:00.000Z', '2026-11-30T09:30:00.000Z'],
  ['another zone', 'America/New_York', '2026-11-23T12:00:00.000Z', '2026-11-30T14:01:00.000Z'],
])('a jump from %s', (_, zone, from, to) => {
  expect(weekAfter(zone, new Date(from)).toISOString()).toBe(to);
});

test('whenever the visitor comes, the first jump ends one week that fails, and the second one more', () => {
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    const came = new Date(Date.UTC(2026, 10, 16, hour, 30));
    let at = came;
    for (const jump of [1, 2]) {
      const to = weekAfter('UTC', at);
      let failed = 0;
      for (let monday = nextMonday('UTC', at); monday <= to; monday = nextMonday('UTC', monday))
        if (weeksAfter('UTC', came, lastWorkingDays('UTC', monday)[0]!) >= 0) failed += 1;
      expect(failed, `jump ${jump} from hour ${hour}`).toBe(1);
      at = to;
    }
  }
});

test('Mondays follow each other, also across a change of the clocks', () => {
  const first = nextMonday('Europe/Berlin', new Date('2026-10-20T12:00:00Z'));
  expect(first.toISOString()).toBe('2026-10-26T08:01:00.000Z');
  expect(nextMonday('Europe/Berlin', first).toISOString()).toBe('2026-11-02T08:01:00.000Z');
  expect(nextMonday('Europe/Berlin', new Date('2026-10-19T00:00:00Z')).toISOString()).toBe('2026-10-19T07:01:00.000Z');
});

test('the week that has ended, from Monday to Friday', () => {
  const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
  expect(lastWorkingDays('UTC', new Date('2026-11-23T09:01:00Z'))).toEqual(days);
  expect(weeksAfter('UTC', new Date('2026-11-21T13:00:00Z'), '2026-11-16')).toBe(0);
  expect(weeksAfter('UTC', new Date('2026-11-21T13:00:00Z'), '2026-11-13')).toBe(-1);
});

/** Of every hundred decisions of a week, those that were taken back. */
function rate(usecase: string, weeks: number, monday: string): number {
  const all = Array.from({ length: 5 }, (_, n) => {
    const day = new Date(Date.parse(monday) + n * 86_400_000).toISOString().slice(0, 10);
    return factsOf(day, weeks, (one) => one === usecase);
  }).flat();
  const count = (kind: string) =>
    all.filter((one) => one.kind === kind).reduce((sum, { rows }) => sum + rows.length, 0);
  return (100 * count('reversals')) / count('decisions');
}

test('one use case fails from the week on in which the visitor comes, whichever week that is; no other ever does', () => {
  for (let week = 0; week < 60; week += 1) {
    const monday = new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString();
    expect(rate('customer-replies', 0, monday)).toBeGreaterThan(10);
    expect(rate('customer-replies', -1, monday)).toBeLessThan(10);
    expect(rate('ticket-sorting', 0, monday)).toBeLessThan(15);
  }
});

test('what is not at work reports nothing', () => {
  expect(factsOf('2026-11-16', 0, () => false)).toEqual([]);
});
