import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LowVote, nextToDeal } from '../../src/rules/deal.ts';

const low = (id: number, of: Partial<LowVote> = {}): LowVote => ({
  id,
  rater: `app:shop/${id}`,
  application: 'shop',
  reason: 'wrong',
  week: 0,
  ...of,
});

/** Deals so many, each looked at before the next. */
function deal(waiting: readonly LowVote[], most: number): LowVote[] {
  const seen: LowVote[] = [];
  while (seen.length < most) {
    const next = nextToDeal(
      waiting.filter((one) => !seen.includes(one)),
      seen,
    );
    if (!next) break;
    seen.push(next);
  }
  return seen;
}

test('a loud user is heard once before all others were', () => {
  const loud = Array.from({ length: 100 }, (_, i) => low(1_000 + i, { rater: 'app:shop/loud' }));
  const others = Array.from({ length: 9 }, (_, i) => low(i));
  const dealt = deal([...loud, ...others], 10);
  expect(dealt.filter((one) => one.rater === 'app:shop/loud')).toHaveLength(1);
});

test('rare reasons, small applications and quiet weeks come early', () => {
  const many = Array.from({ length: 500 }, (_, i) => low(1_000 + i));
  const rare = [low(1, { reason: 'unsafe' }), low(2, { application: 'help-desk' }), low(3, { week: 11 })];
  expect(
    deal([...many, ...rare], 4)
      .map((one) => one.id)
      .sort((a, b) => a - b),
  ).toEqual([1, 2, 3, 1_499]);
});

test('there is a next one for as long as any waits, and each comes once', () => {
  const votes = fc.array(
    fc.record({
      rater: fc.constantFrom('a', 'b', 'c'),
      application: fc.constantFrom('shop', 'help-desk'),
      reason: fc.constantFrom(null, 'wrong', 'tone'),
      week: fc.nat(12),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(votes, (given) => {
      const waiting = given.map((of, id) => ({ id, ...of }) as LowVote);
      const dealt = deal(waiting, 1_000);
      return dealt.length === waiting.length && new Set(dealt).size === waiting.length;
    }),
  );
});
