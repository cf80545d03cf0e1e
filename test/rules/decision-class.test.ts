import { expect, test } from 'vitest';
import { type Deciding, decisionClass, separateContracts } from '../../src/rules/decision-class.ts';

test.each([
  ['Refund  Requests.', 'refund requests'],
  ['refund-requests', 'refund requests'],
  ['ＲＥＦＵＮＤ', 'refund'],
  ['Rückgabe', 'rückgabe'],
  ['  ', null],
  ['—', null],
  [null, null],
])('%s is %s', (typed, name) => {
  expect(decisionClass(typed)).toBe(name);
});

const one = (id: number, over: Partial<Deciding> = {}): Deciding => ({
  id,
  slug: `case-${id}`,
  decisionClass: 'refunds',
  ownerId: id,
  team: null,
  contract: id,
  prompts: 1,
  ...over,
});
const classes = (...all: Deciding[]) => separateContracts(all).map(({ useCases }) => useCases.map(({ id }) => id));

test('use cases of different owners or teams that decide about the same are told, with how many prompts they keep', () => {
  const [found] = separateContracts([
    one(2, { prompts: 3 }),
    one(1, { decisionClass: 'Refunds!' }),
    one(3, { decisionClass: 'x' }),
  ]);
  expect(found).toEqual({
    decisionClass: 'refunds',
    useCases: [
      { id: 1, slug: 'case-1' },
      { id: 2, slug: 'case-2' },
    ],
    prompts: 4,
  });
  expect(classes(one(1, { ownerId: 9, team: 'a' }), one(2, { ownerId: 9, team: 'b' }))).toEqual([[1, 2]]);
});

test('one team with one owner, a shared contract, no class and no prompt are no signal', () => {
  expect(classes(one(1, { ownerId: 9 }), one(2, { ownerId: 9 }))).toEqual([]);
  expect(classes(one(1), one(2, { contract: 1 }))).toEqual([]);
  expect(classes(one(1, { decisionClass: null }), one(2, { decisionClass: null }))).toEqual([]);
  expect(classes(one(1), one(2, { prompts: 0 }))).toEqual([]);
  // A third one that stays apart makes it one again.
  expect(classes(one(1), one(2, { contract: 1 }), one(3))).toEqual([[1, 2, 3]]);
});
