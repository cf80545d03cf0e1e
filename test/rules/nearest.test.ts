import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/rules/nearest.ts';

const verbs = [
  ...['submit', 'review', 'show', 'list', 'history', 'diff', 'approve', 'request-changes', 'decline', 'comment'],
  ...['withdraw', 'rollback', 'owner', 'deputy', 'contributors', 'reviewers', 'stakeholders', 'policy', 'token'],
  ...['whoami', 'audit', 'help'],
];
const slugs = ['support-reply', 'refund-triage', 'invoice-summary', 'Sales.Intro'];

describe('nearest', () => {
  test.each([
    ['aprove', 'approve'],
    ['APROVE', 'approve'],
    ['approev', 'approve'],
    ['rolback', 'rollback'],
    ['roll-back', 'rollback'],
    ['shwo', 'show'],
    ['hlep', 'help'],
    ['dif', 'diff'],
    ['hist', 'history'],
    ['req', 'request-changes'],
    ['request', 'request-changes'],
    ['reviews', 'review'],
    ['contributers', 'contributors'],
    [' submit ', 'submit'],
    ['xyz', undefined],
    ['x', undefined],
    ['', undefined],
    ['ship', undefined],
    ['delete-everything', undefined],
  ])('of the verbs, %j means %j', (typed, meant) => {
    expect(nearest(typed, verbs)).toBe(meant);
  });

  test.each([
    ['suport-reply', 'support-reply'],
    ['support-repyl', 'support-reply'],
    ['support', 'support-reply'],
    ['refund-traige', 'refund-triage'],
    ['sales.intro', 'Sales.Intro'],
    ['billing', undefined],
  ])('of the prompts, %j means %j', (typed, meant) => {
    expect(nearest(typed, slugs)).toBe(meant);
  });

  test('a beginning is nearer than an error, and the first of the list wins a tie', () => {
    expect(nearest('show', ['shot', 'show-all'])).toBe('show-all');
    expect(nearest('cat', ['car', 'can'])).toBe('car');
  });

  test('whatever is typed, the answer is one of the candidates or none, and a candidate finds itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (typed, candidates) => {
        const found = nearest(typed, candidates);
        if (found !== undefined) expect(candidates).toContain(found);
        const itself = typed.trim();
        if (itself !== '') expect(nearest(typed, [itself])).toBe(itself);
      }),
    );
  });

  test('a thousand long names and a very long word take no time', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `prompt-${at}-${'x'.repeat(50)}`);
    const started = performance.now();
    nearest(`prompt-5000-${'x'.repeat(50)}`, many);
    nearest('y'.repeat(100_000), many);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
