import { expect, test } from 'vitest';
import { allow, holders, isAdmin, standingOf } from '../../../src/commands/kit/standing.ts';
import { Refusal } from '../../../src/refusal.ts';
import type { Right } from '../../../src/rules/authority.ts';
import { defaultPolicy } from '../../../src/rules/policy.ts';
import type { ChangeState } from '../../../src/store/changes.ts';
import type { Actor } from '../../../src/store/people.ts';
import type { PromptState } from '../../../src/store/prompts.ts';

const person = (id: number, name: string): Actor => ({
  id,
  name,
  email: `${name.toLowerCase()}@example.com`,
  emails: [`${name.toLowerCase()}@example.com`],
  accounts: [`slack:T1/U${name.toUpperCase()}`],
});
const [ada, grace, olu, dee, eve] = ['Ada', 'Grace', 'Olu', 'Dee', 'Eve'].map((name, i) => person(i + 1, name)) as [
  Actor,
  Actor,
  Actor,
  Actor,
  Actor,
];
const now = new Date('2026-11-02T09:00:00Z');
const prompt: PromptState = {
  id: 1,
  slug: 'support-reply',
  useCaseId: 1,
  purpose: 'Answers',
  policy: defaultPolicy,
  createdAt: now,
  owner: olu,
  deputy: dee,
  contributors: [ada],
  reviewers: [grace],
  stakeholders: [],
  stakeholderPlaces: [],
  labels: [],
};
const change = { author: ada, writers: [ada, grace], parted: [] } as unknown as ChangeState;

const via = { door: 'slack' } as const;
const byToken = { door: 'http', token: { id: 1, name: 'help-desk' } } as const;

function refused(right: Right, who: Actor, more: { change?: ChangeState; admin?: boolean; token?: boolean } = {}) {
  try {
    const standing = standingOf(who, more.admin ?? false, more.token ? byToken : via, prompt, more.change);
    allow(right, standing, prompt, more.change);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') return error.message;
    throw error;
  }
  return null;
}

test('an admin is named in the configuration by e-mail, in any case, or by account', () => {
  expect(isAdmin(ada, ['ADA@example.com'])).toBe(true);
  expect(isAdmin(ada, ['slack:T1/UADA'])).toBe(true);
  expect(isAdmin(ada, ['slack:T2/UADA', 'grace@example.com'])).toBe(false);
  expect(isAdmin({ ...ada, emails: [], accounts: [] }, ['', 'ada@example.com'])).toBe(false);
});

test('those who may decide on a change are named without those who wrote it', () => {
  expect(holders('decide', prompt).map((one) => one.name)).toEqual(['Olu', 'Dee', 'Grace']);
  expect(holders('decide', prompt, change).map((one) => one.name)).toEqual(['Olu', 'Dee']);
});

test('whoever was one with a writer when the change was opened decides as little, and hears why', () => {
  const before = { ...change, parted: [dee] };
  expect(holders('decide', prompt, before).map((one) => one.name)).toEqual(['Olu']);
  expect(refused('decide', dee, { change: before })).toBe(
    'When this change was opened you were one person here with somebody who wrote it or has decided on it, so somebody else must decide. These can: Olu.',
  );
  expect(refused('comment', dee, { change: before })).toBeNull();
});

test('somebody in two roles is named once', () => {
  const both = { ...prompt, reviewers: [olu, grace], contributors: [grace] };
  expect(holders('submit', both).map((one) => one.name)).toEqual(['Olu', 'Dee', 'Grace']);
});

test('a refusal says who could do it', () => {
  expect(refused('submit', eve)).toBe(
    'You may not submit changes to this prompt. These can: Olu, Dee, Ada, Grace, and the admins.',
  );
  expect(refused('rollback', eve)).toBe(
    'You may not roll this prompt back. These can: Olu, Dee, Ada, Grace, and the admins.',
  );
  expect(refused('govern', dee)).toBe(
    'You may not change how this prompt is governed. These can: Olu, and the admins.',
  );
  expect(refused('decide', eve, { change })).toBe('You may not decide on this change. These can: Olu, Dee.');
});

test('whoever wrote a change is told why somebody else must decide, and who', () => {
  const sentence = 'You wrote this change, so somebody else must decide on it. These can: Olu, Dee.';
  expect(refused('decide', ada, { change })).toBe(sentence);
  expect(refused('decide', grace, { change })).toBe(sentence);
});

test('being an admin does not make anybody a reviewer', () => {
  expect(refused('decide', eve, { change, admin: true })).toMatch(/^You may not decide on this change\./);
  expect(refused('govern', eve, { admin: true })).toBeNull();
});

test('a service token is refused a decision even when its person could take it', () => {
  expect(refused('decide', olu, { change, token: true })).toBe(
    'A service token may not decide on this change: that takes a person. These can: Olu, Dee.',
  );
  expect(refused('decide', olu, { change })).toBeNull();
});

test('where nobody is left to decide the refusal says how to get somebody', () => {
  const alone = { ...prompt, owner: ada, deputy: grace, reviewers: [] };
  const standing = standingOf(ada, false, via, alone, change);
  expect(() => allow('decide', standing, alone, change)).toThrow(
    'Nobody can yet: ask Ada, the owner, to add a reviewer.',
  );
});

test('what is for admins names the setting that makes them', () => {
  const standing = standingOf(eve, false, via);
  expect(() => allow('admin', standing)).toThrow(
    'You may not do this. The admins can; they are named in the setting ADMINS.',
  );
});

test('people are compared, never accounts: another account of the same person wrote it too', () => {
  const elsewhere = { ...ada, accounts: ['teams:tenant/ada'] };
  expect(refused('decide', elsewhere, { change })).toMatch(/^You wrote this change/);
});
