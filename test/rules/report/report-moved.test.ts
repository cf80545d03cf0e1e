import { describe, expect, test } from 'vitest';
import { measuresOf } from '../../../src/rules/cycle.ts';
import { recognitions } from '../../../src/rules/report/report-moved.ts';
import type { Watched } from '../../../src/rules/report/watched.ts';
import { cycleFactsOf } from '../../cycle-facts.ts';

const week = (startsOn: string, endsOn: string, decisions: number, reversals: number, on = 7) => {
  const facts = cycleFactsOf({ reversal_rate: { decisions, reversals, reported: { on, of: 7 } } });
  return { unit: 'week' as const, startsOn, endsOn, facts, measures: measuresOf(facts) };
};
const first = ['2026-03-09', '2026-03-15'] as const;
const second = ['2026-03-16', '2026-03-22'] as const;
const bad = week(...first, 100, 30);
const good = week(...second, 100, 10);

/** What is thanked for when change 7 went to production at a moment. */
const thanked = (cycles: Watched['cycles'], at = '2026-03-12T12:00:00Z', timezone = 'UTC') => {
  const released = [{ change: 7, prompt: 'reply', author: 'Ada', answered: 2, at: new Date(at) }];
  return recognitions({ slug: 'refunds', timezone, cycles, released, rivals: [] } as unknown as Watched);
};

describe('fewer reversals', () => {
  test('are thanked for, to the change that was released in one of the two cycles', () => {
    expect(thanked([bad, good])).toEqual([
      {
        kind: 'reversals',
        key: 'reversals:refunds:2026-03-16:7',
        useCase: 'refunds',
        prompt: 'reply',
        now: { up: 90, of: 100 },
        was: { up: 70, of: 100 },
        change: 7,
        author: 'Ada',
        answered: 2,
      },
    ]);
  });

  test.each([
    ['more of them', [week(...first, 100, 10), week(...second, 100, 30)]],
    ['what chance explains', [week(...first, 100, 12), good]],
    ['too few decisions', [week(...first, 29, 20), good]],
    ['a cycle that is unknown, of which too few days were reported', [bad, week(...second, 100, 10, 3)]],
    ['more reversals than decisions', [week(...first, 40, 50), good]],
    ['a single cycle', [good]],
  ])('not for %s', (_what, cycles) => {
    expect(thanked(cycles)).toEqual([]);
  });

  test.each([
    ['2026-03-08T15:00:00Z', 'Asia/Tokyo', 1],
    ['2026-03-08T14:59:00Z', 'Asia/Tokyo', 0],
    ['2026-03-22T23:59:00Z', 'UTC', 1],
    ['2026-03-23T00:00:00Z', 'UTC', 0],
  ])('by the days of the use case: %s in %s', (at, zone, found) => {
    expect(thanked([bad, good], at, zone)).toHaveLength(found);
  });
});
