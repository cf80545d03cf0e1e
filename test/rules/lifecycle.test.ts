import { expect, test } from 'vitest';
import { can, isUndecided, type Review, type Step, stateWords } from '../../src/rules/lifecycle.ts';

const steps: Step[] = ['approve', 'request_changes', 'decline', 'comment', 'withdraw', 'revise'];
const possible = (review: Review, kind: 'proposal' | 'follow_up') =>
  steps.filter((step) => can(step, { review, kind })).join(' ');

const proposals: [Review, string][] = [
  ['open', 'approve request_changes decline comment withdraw revise'],
  ['changes_requested', 'decline comment withdraw revise'],
  ['stale', 'decline comment withdraw revise'],
  ['approved', 'comment'],
  ['declined', 'comment'],
  ['withdrawn', 'comment'],
  ['expired', 'comment'],
];

test.each(proposals)('a proposal that is "%s" takes: %s', (review, expected) => {
  expect(possible(review, 'proposal')).toBe(expected);
});

test('every state is in the table above and has words', () => {
  expect(proposals.map(([review]) => review).sort()).toEqual(Object.keys(stateWords).sort());
});

test('a follow-up of a rollback is found right or wrong: nothing is to be rewritten or taken back', () => {
  expect(possible('open', 'follow_up')).toBe('approve decline comment');
  expect(possible('approved', 'follow_up')).toBe('comment');
});

test('only a revision opens a change again whose changes were requested', () => {
  expect(can('approve', { review: 'changes_requested', kind: 'proposal' })).toBe(false);
  expect(can('revise', { review: 'changes_requested', kind: 'proposal' })).toBe(true);
});

test('a change is undecided as long as somebody can still end it', () => {
  const undecided = proposals.map(([review]) => review).filter(isUndecided);
  expect(undecided).toEqual(['open', 'changes_requested', 'stale']);
});
