import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  answers,
  answerWords,
  type EscalationStep,
  escalation,
  escalationDue,
} from '../../src/rules/proposal.ts';

const DAY = 86_400_000;
const made = new Date('2026-03-02T08:00:00Z');
const later = (days: number) => new Date(made.getTime() + days * DAY);

test('keeping it running alone needs a reason', () => {
  const keys = Object.keys(answers) as Answer[];
  expect(keys.filter((key) => answers[key].needsReason)).toEqual(['keep_running']);
  expect(Object.keys(answerWords)).toEqual(keys);
  expect(answerWords.keep_running).toContain('comes back next cycle');
});

describe('a proposal that nobody answers', () => {
  test.each([
    [0, null, null],
    [2.999_99, null, null],
    [3, null, 'remind'],
    [3, 'remind', null],
    [6.999_99, 'remind', null],
    [7, 'remind', 'deputy'],
    [13.999_99, 'deputy', null],
    [14, 'deputy', 'admins'],
    [20.999_99, 'admins', null],
    // From then on once a week.
    [21, 'admins', 'week-3'],
    [27.999_99, 'week-3', null],
    [28, 'week-3', 'week-4'],
    [70, 'week-9', 'week-10'],
    [400, 'week-57', null],
    // After a downtime the furthest step alone.
    [8, null, 'deputy'],
    [20, null, 'admins'],
    [20, 'remind', 'admins'],
    [30, 'remind', 'week-4'],
    [400, 'admins', 'week-57'],
    // A clock that was put back takes no step twice.
    [1, 'deputy', null],
    [15, 'week-3', null],
  ] as const)('after %d days, with %s done: %s', (days, last, step) => {
    expect(escalationDue(made, last, later(days))).toBe(step);
  });

  test('takes each step once at most and in order, whenever somebody looks', () => {
    const looks = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { maxLength: 40 });
    const steps = [
      ...escalation,
      { days: 21, step: 'week-3' },
      { days: 28, step: 'week-4' },
      { days: 35, step: 'week-5' },
    ] as const;
    const order: EscalationStep[] = steps.map(({ step }) => step);
    fc.assert(
      fc.property(looks, (looks) => {
        let last: EscalationStep | null = null;
        const taken: EscalationStep[] = [];
        for (const days of looks.sort((one, other) => one - other)) {
          const step = escalationDue(made, last, later(days));
          if (step) taken.push(step);
          last = step ?? last;
        }
        expect(taken).toEqual(order.filter((step) => taken.includes(step)));
        const reached = steps.findLast(({ days }) => days <= (looks.at(-1) ?? 0));
        expect(last).toBe(reached?.step ?? null);
      }),
    );
  });
});
