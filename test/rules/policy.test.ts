import { expect, test } from 'vitest';
import { defaultPolicy, policySchema, progress } from '../../src/rules/policy.ts';

const [ada, grace, olu, dee] = [1, 2, 3, 4];
const policy = (approvals: number, ...required: number[]) => ({ approvals, required, expiryHours: 168 });

test('one approval is enough unless the policy says otherwise', () => {
  expect(defaultPolicy).toEqual({ approvals: 1, required: [], expiryHours: 168 });
  expect(progress(defaultPolicy, [], [ada])).toMatchObject({ approvals: 0, complete: false });
  expect(progress(defaultPolicy, [grace], [ada])).toMatchObject({ approvals: 1, complete: true });
});

test('people are counted, not votes', () => {
  expect(progress(policy(2), [grace, grace], [ada])).toMatchObject({ approvals: 1, complete: false });
  expect(progress(policy(2), [grace, olu], [ada])).toMatchObject({ approvals: 2, complete: true });
});

test('a required reviewer must be among those who approve, however many others did', () => {
  expect(progress(policy(1, grace), [olu, dee], [ada])).toMatchObject({ missing: [grace], complete: false });
  expect(progress(policy(1, grace), [grace], [ada])).toMatchObject({ missing: [], complete: true });
});

test('a required reviewer counts as one of the approvals', () => {
  expect(progress(policy(2, grace), [grace], [ada])).toMatchObject({ needed: 2, missing: [], complete: false });
  expect(progress(policy(2, grace), [grace, olu], [ada])).toMatchObject({ complete: true });
  expect(progress(policy(1, grace, olu), [grace], [ada])).toMatchObject({ needed: 2, missing: [olu], complete: false });
});

test('nobody waits for a required reviewer who wrote the change, and somebody else takes that place', () => {
  expect(progress(policy(1, grace), [], [grace])).toMatchObject({ needed: 1, missing: [], complete: false });
  expect(progress(policy(1, grace), [olu], [grace])).toMatchObject({ complete: true });
  expect(progress(policy(2, grace, olu), [olu], [grace])).toMatchObject({ needed: 2, missing: [], complete: false });
  expect(progress(policy(2, grace, olu), [olu, dee], [grace])).toMatchObject({ complete: true });
});

test('a policy of no approvals is complete from the beginning, but not while somebody is required', () => {
  expect(progress(policy(0), [], [ada]).complete).toBe(true);
  expect(progress(policy(0, grace), [], [ada]).complete).toBe(false);
});

test.each([
  { approvals: 6, required: [], expiryHours: 168 },
  { approvals: -1, required: [], expiryHours: 168 },
  { approvals: 1.5, required: [], expiryHours: 168 },
  { approvals: 1, required: [], expiryHours: 0 },
  { approvals: 1, required: [], expiryHours: 2161 },
])('is no policy: %o', (value) => {
  expect(policySchema.safeParse(value).success).toBe(false);
});
