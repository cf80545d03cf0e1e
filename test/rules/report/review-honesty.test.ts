import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Approval,
  type IndicatorKey,
  LEAST_APPROVALS,
  reviewHonesty,
} from '../../../src/rules/report/review-honesty.ts';

const approval = (of: Partial<Approval> = {}, n = 0): Approval => ({
  changeId: n,
  personId: n,
  secondsFromOpening: 600,
  diffOpened: true,
  ...of,
});
const approvals = (...all: Partial<Approval>[]) => all.map(approval);
const times = (n: number, of: Partial<Approval>) => Array.from({ length: n }, () => of);
const nominal = (all: Approval[]) => reviewHonesty(all).flatMap((one) => (one.nominal ? [one.key] : []));

describe('a review in name only', () => {
  test.each<[string, Partial<Approval>[], IndicatorKey[]]>([
    ['an honest review', times(5, {}), []],
    ['half within seconds', [...times(3, { secondsFromOpening: 29 }), ...times(3, {})], ['within_seconds']],
    ['fewer than half within seconds', [...times(2, { secondsFromOpening: 0 }), ...times(3, {})], []],
    ['30 seconds are not within them', times(5, { secondsFromOpening: 30 }), []],
    ['the diff unopened by half', [...times(3, { diffOpened: false }), ...times(3, {})], ['diff_unopened']],
    ['the diff unopened by fewer', [...times(2, { diffOpened: false }), ...times(3, {})], []],
    ['one person alone', times(5, { personId: 7 }), ['same_person']],
    ['one person nearly alone', [...times(9, { personId: 7 }), { personId: 8 }], []],
    [
      'all of it',
      times(5, { personId: 7, secondsFromOpening: 3, diffOpened: false }),
      ['within_seconds', 'diff_unopened', 'same_person'],
    ],
    ['a clock that runs ahead', times(5, { secondsFromOpening: -2 }), ['within_seconds']],
  ])('%s', (_what, all, expected) => {
    expect(nominal(approvals(...all))).toEqual(expected);
  });

  test('says nothing of fewer than five approvals', () => {
    const worst = { personId: 7, secondsFromOpening: 0, diffOpened: false };
    expect(reviewHonesty(approvals(...times(LEAST_APPROVALS - 1, worst)))).toEqual([]);
    expect(reviewHonesty(approvals(...times(LEAST_APPROVALS, worst)))).toHaveLength(3);
  });

  test('says so in counts', () => {
    const [seconds] = reviewHonesty(approvals(...times(4, { secondsFromOpening: 5 }), ...times(3, {})));
    expect(seconds).toEqual({
      key: 'within_seconds',
      nominal: true,
      count: 4,
      of: 7,
      words: '4 of 7 approvals came within 30 seconds of the opening of the change',
    });
  });

  test('names nobody: whose approvals they are changes no word', () => {
    const all = fc.array(
      fc.record({
        changeId: fc.nat(50),
        personId: fc.nat(5),
        secondsFromOpening: fc.nat(100),
        diffOpened: fc.boolean(),
      }),
      { minLength: LEAST_APPROVALS, maxLength: 30 },
    );
    fc.assert(
      fc.property(all, (all) => {
        const others = all.map((one) => ({ ...one, personId: 900_000 - one.personId }));
        expect(reviewHonesty(others)).toEqual(reviewHonesty(all));
        expect(JSON.stringify(reviewHonesty(others))).not.toMatch(/(899|900)\d{3}/);
      }),
    );
  });
});
