import { describe, expect, test } from 'vitest';
import {
  can,
  leadsTo,
  missing,
  overdueReviews,
  requiredFields,
  type Step,
  states,
  stateWords,
  type UseCaseFields,
} from '../../src/rules/use-case.ts';

const at = (text: string) => new Date(text);
const complete: UseCaseFields = {
  decision: 'Whether a refund is granted',
  limits: 'Up to 100 EUR',
  owner: 1,
  deputy: 2,
  contextOwner: 3,
  stopAuthority: 4,
  stepFunction: 'Proposes a decision',
  stepInput: 'The request',
  stepOutput: 'Yes or no, with the reason',
  failureMode: 'Grants what it should not',
  errorReach: 'Money leaves; the month’s accounts are wrong',
  qualityStandard: '95 of 100 as an expert would',
  escalation: 'Anything about health',
  failureResponse: 'Ask the desk',
  contextInputs: [{ name: 'Policy', source: 'The wiki', owner: 3, freshnessDays: 30, reviewedAt: null }],
  contextReviewDays: 30,
  contextStopCriteria: 'The policy is older than a year',
  assessment: { value: 'mixed', detection: 'in_days', verifiability: 'easy', chosen: 'light' },
};
const empty = Object.fromEntries(
  Object.keys(complete).map((field) => [field, field === 'contextInputs' ? [] : null]),
) as unknown as UseCaseFields;

describe('the states', () => {
  const steps: Step[] = ['activate', 'pause', 'resume', 'close'];
  test.each([
    ['draft', 'activate: pilot active; close: closed'],
    ['pilot', 'activate: pilot active; pause: paused; close: closed'],
    ['active', 'pause: paused; close: closed'],
    ['paused', 'resume: pilot active; close: closed'],
    ['closed', ''],
  ] as const)('what is %s takes: %s', (state, expected) => {
    const possible = steps.filter((step) => can(step, state));
    expect(possible.map((step) => `${step}: ${leadsTo(step, state).join(' ')}`).join('; ')).toBe(expected);
  });

  test('a step that is possible may still not lead there', () => {
    expect(can('activate', 'draft', 'pilot')).toBe(true);
    expect(can('activate', 'draft', 'closed')).toBe(false);
    expect(can('resume', 'closed', 'active')).toBe(false);
  });

  test('each has words', () => {
    expect(Object.keys(stateWords)).toEqual([...states]);
  });
});

describe('what is missing', () => {
  test('nothing of a complete use case', () => {
    expect(missing(complete)).toEqual([]);
  });

  test('everything of an empty one, in the order of the form', () => {
    expect(missing(empty)).toEqual(Object.keys(requiredFields));
    expect(Object.keys(requiredFields).sort()).toEqual(Object.keys(complete).sort());
  });

  test.each(Object.keys(complete) as (keyof UseCaseFields)[])('%s alone', (field) => {
    expect(missing({ ...complete, [field]: empty[field] })).toEqual([field]);
  });

  test('blank words are none', () => {
    expect(missing({ ...complete, limits: ' \n\t' })).toEqual(['limits']);
  });
});

describe('context reviews', () => {
  const due = (reviewed: (string | null)[], now: string) =>
    overdueReviews(
      reviewed.map((one) => ({ reviewedAt: one === null ? null : at(one) })),
      30,
      at(now),
    ).map(({ input, overdueDays }) => [input.reviewedAt?.toISOString().slice(0, 10), overdueDays]);

  test('are overdue once the cadence is over, not at its last moment', () => {
    expect(due(['2026-03-01T00:00:00Z'], '2026-03-31T00:00:00Z')).toEqual([]);
    expect(due(['2026-03-01T00:00:00Z'], '2026-03-31T00:00:00.001Z')).toEqual([['2026-03-01', 0]]);
    expect(due(['2026-03-01T00:00:00Z'], '2026-04-02T12:00:00Z')).toEqual([['2026-03-01', 2]]);
  });

  test('never reviewed is overdue, and comes first; then the longest waiting', () => {
    expect(due(['2026-03-20', '2026-01-02', null, '2026-01-01'], '2026-04-01')).toEqual([
      [undefined, null],
      ['2026-01-01', 60],
      ['2026-01-02', 59],
    ]);
  });
});
