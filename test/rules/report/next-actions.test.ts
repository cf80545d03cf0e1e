import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_ACTIONS, type NextAction, nextActions, urgency } from '../../../src/rules/report/next-actions.ts';

/** One of each kind, in the order of urgency. */
const each: NextAction[] = [
  { kind: 'proposal', subject: 'refunds', waitingDays: 5 },
  { kind: 'breach', subject: 'sorting', label: 'decision reversal rate' },
  { kind: 'owner_left', subject: 'support-reply' },
  { kind: 'pilot_ends', subject: 'triage', inDays: 3 },
  { kind: 'criterion_waits', subject: 'hiring', waitingDays: 2 },
  { kind: 'review_waits', subject: 'change #12', waitingDays: 1 },
  { kind: 'fields_missing', subject: 'hiring', labels: ['a deputy', 'an escalation'] },
  { kind: 'context_review', subject: 'refunds', overdueDays: 9 },
  { kind: 'no_criteria', subject: 'hiring' },
  { kind: 'kpi_unknown', subject: 'refunds', label: 'adoption', why: 'reported on 2 of 7 days' },
  { kind: 'review_nominal', subject: 'refunds', words: '6 of 6 approvals came from one and the same person' },
  { kind: 'separate_prompts', subject: 'refund decisions', prompts: 3 },
];
const words = (...actions: NextAction[]) => nextActions(actions).shown.map((one) => one.words);

describe('next actions', () => {
  test('come by urgency, five at most, and the rest is counted', () => {
    expect(each.map((one) => one.kind)).toEqual(urgency);
    const { shown, more } = nextActions(each.toReversed());
    expect(shown.map((one) => one.action)).toEqual(each.slice(0, MOST_ACTIONS));
    expect(more).toBe(each.length - MOST_ACTIONS);
  });

  test('none are none', () => {
    expect(nextActions([])).toEqual({ shown: [], more: 0 });
  });

  test.each([
    ['proposal', 'Decide whether refunds goes on: the proposal has waited for 5 days.'],
    ['breach', 'Find out why the decision reversal rate of sorting is beyond what was agreed.'],
    ['owner_left', 'Name a new owner for support-reply: its owner has left.'],
    ['pilot_ends', 'Decide what becomes of the pilot triage: it ends in 3 days.'],
    ['criterion_waits', 'Say whether you agree on when hiring should be stopped: it has waited for 2 days.'],
    ['review_waits', 'Review change #12: it has waited for 1 day.'],
    ['fields_missing', 'Fill in what hiring lacks for production: a deputy, an escalation.'],
    ['context_review', 'Review the context of refunds: it is 9 days overdue.'],
    ['no_criteria', 'Agree when hiring should be stopped: it has no kill criteria.'],
    ['kpi_unknown', 'See to it that adoption of refunds can be known: reported on 2 of 7 days.'],
    ['review_nominal', 'Look at how refunds is reviewed: 6 of 6 approvals came from one and the same person.'],
    ['separate_prompts', 'Open a shared contract for refund decisions: 3 separate prompts decide the same.'],
  ] as const)('%s in words', (kind, expected) => {
    expect(words(each.find((one) => one.kind === kind)!)).toEqual([expected]);
  });

  test('of one kind, the longest waiting, the soonest to end and the longest overdue come first', () => {
    const pilots = [4, -2, 0, 1].map((inDays) => ({ kind: 'pilot_ends', subject: 'p', inDays }) as const);
    expect(words(...pilots).map((one) => one.split(': it ')[1])).toEqual([
      'ended 2 days ago.',
      'ends today.',
      'ends in 1 day.',
      'ends in 4 days.',
    ]);
    const waiting = [0, 8, 3].map((waitingDays) => ({ kind: 'review_waits', subject: 'c', waitingDays }) as const);
    expect(words(...waiting).map((one) => one.split(': it ')[1])).toEqual([
      'has waited for 8 days.',
      'has waited for 3 days.',
      'came in today.',
    ]);
    const overdue = [2, null, 30].map(
      (overdueDays) => ({ kind: 'context_review', subject: 'c', overdueDays }) as const,
    );
    expect(words(...overdue).map((one) => one.split(': it ')[1])).toEqual([
      'never was reviewed.',
      'is 30 days overdue.',
      'is 2 days overdue.',
    ]);
  });

  test('are the same in whatever order they were found', () => {
    const some = fc.array(fc.constantFrom(...each, ...each.map((one) => ({ ...one, subject: 'another' }))), {
      maxLength: 12,
    });
    const both = some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(both, ([all, other]) => {
        expect(nextActions(other)).toEqual(nextActions(all));
        const { shown, more } = nextActions(all);
        return shown.length <= MOST_ACTIONS && shown.length + more === all.length;
      }),
    );
  });
});
