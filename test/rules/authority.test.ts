import { expect, test } from 'vitest';
import { denial, type Right, type Role, rights, type Standing } from '../../src/rules/authority.ts';

const standing = (over: Partial<Standing> & { as?: Role[] } = {}): Standing => ({
  roles: new Set(over.as ?? []),
  wrote: false,
  parted: false,
  author: false,
  token: false,
  ...over,
});

const roles: Role[] = ['owner', 'deputy', 'contributor', 'reviewer', 'context_owner', 'stop_authority', 'admin'];

// Who may, by role alone; `-` is a stranger.
const table: Record<Right, string> = {
  anyone: '- owner deputy contributor reviewer context_owner stop_authority admin',
  self: '- owner deputy contributor reviewer context_owner stop_authority admin',
  personal: '- owner deputy contributor reviewer context_owner stop_authority admin',
  comment: '- owner deputy contributor reviewer context_owner stop_authority admin',
  submit: 'owner deputy contributor reviewer admin',
  decide: 'owner deputy reviewer',
  withdraw: 'owner deputy admin',
  rollback: 'owner deputy contributor reviewer admin',
  triage: 'owner deputy contributor reviewer admin',
  exclude: 'owner deputy admin',
  govern: 'owner admin',
  manage: 'owner deputy admin',
  join: 'owner deputy context_owner stop_authority admin',
  reverse: 'owner deputy contributor reviewer context_owner stop_authority admin',
  tend: 'owner deputy context_owner admin',
  stop: 'owner deputy stop_authority admin',
  agree: 'owner deputy stop_authority admin',
  resume: 'stop_authority',
  admin: 'admin',
};

test.each(Object.entries(table))('the right "%s" belongs to: %s', (right, holders) => {
  const may = (as: Role[]) => denial(right as Right, standing({ as })) === null;
  const found = [...(may([]) ? ['-'] : []), ...roles.filter((role) => may([role]))];
  expect(found).toEqual(holders.split(' '));
});

test('every right is in the table above', () => {
  expect(Object.keys(table).sort()).toEqual(Object.keys(rights).sort());
});

test('nobody who wrote a change decides on it, whatever else they are', () => {
  for (const role of roles) expect(denial('decide', standing({ as: [role], wrote: true }))).toBe('writer');
  expect(denial('decide', standing({ as: roles, wrote: true, author: true }))).toBe('writer');
});

test('a service token never decides and never does what is for admins, even for somebody who may', () => {
  expect(denial('decide', standing({ as: ['reviewer'], token: true }))).toBe('token');
  expect(denial('admin', standing({ as: ['admin'], token: true }))).toBe('token');
  expect(denial('self', standing({ token: true }))).toBe('token');
});

test('a service token may submit, comment, withdraw and roll back for somebody who may', () => {
  for (const right of ['submit', 'comment', 'withdraw', 'rollback'] as const)
    expect(denial(right, standing({ as: ['owner'], token: true }))).toBeNull();
  expect(denial('rollback', standing({ token: true }))).toBe('role');
});

test('whoever opened a change may withdraw it without any role, and gains no other right by that', () => {
  expect(denial('withdraw', standing({ author: true, wrote: true }))).toBeNull();
  expect(denial('withdraw', standing({ wrote: true }))).toBe('role');
  for (const right of ['submit', 'rollback', 'govern', 'admin'] as const)
    expect(denial(right, standing({ author: true }))).toBe('role');
});
