import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, lineOf } from '../../src/rules/proposal-line.ts';

const one = (id: number, of: Partial<Candidate> = {}): Candidate => ({ id, here: true, wrote: false, ...of });
const [STOP, DEPUTY, ADMIN] = [1, 2, 3];
const people = (over: { stop?: Partial<Candidate> | null; deputy?: Partial<Candidate> | null } = {}) => ({
  stopAuthority: over.stop === null ? null : one(STOP, over.stop),
  deputy: over.deputy === null ? null : one(DEPUTY, over.deputy),
  admins: [one(ADMIN)],
});
const keepers = (line: ReturnType<typeof lineOf>) => line.asked.filter((each) => each.mayKeep).map(({ id }) => id);

describe('who is asked about a proposal', () => {
  test.each([
    ['the stop authority', {}, null, [STOP], [STOP], []],
    ['a reminder asks nobody else', {}, 'remind', [STOP], [STOP], []],
    ['nobody answered: the deputy too', {}, 'deputy', [STOP, DEPUTY], [STOP, DEPUTY], ['unanswered']],
    ['nobody answered: the admins too', {}, 'admins', [STOP, DEPUTY, ADMIN], [STOP, DEPUTY, ADMIN], ['unanswered']],
    ['nobody answered for weeks', {}, 'week-5', [STOP, DEPUTY, ADMIN], [STOP, DEPUTY, ADMIN], ['unanswered']],
    ['the stop authority left', { stop: { here: false } }, null, [DEPUTY], [DEPUTY], ['gone']],
    ['there is no stop authority', { stop: null }, null, [DEPUTY], [DEPUTY], ['none']],
    ['both left', { stop: { here: false }, deputy: { here: false } }, null, [ADMIN], [ADMIN], ['gone', 'gone']],
    ['the stop authority wrote it', { stop: { wrote: true } }, null, [STOP, DEPUTY], [DEPUTY], ['wrote']],
    [
      'both wrote it',
      { stop: { wrote: true }, deputy: { wrote: true } },
      null,
      [STOP, DEPUTY, ADMIN],
      [ADMIN],
      ['wrote', 'wrote'],
    ],
    [
      'one person in both seats, who left',
      { stop: { id: 7, here: false }, deputy: { id: 7, here: false } },
      null,
      [ADMIN],
      [ADMIN],
      ['gone'],
    ],
    [
      'one person in both seats, who wrote it',
      { stop: { id: 7, wrote: true }, deputy: { id: 7, wrote: true } },
      null,
      [7, ADMIN],
      [ADMIN],
      ['wrote'],
    ],
    [
      'an unwilling writer',
      { stop: { wrote: true } },
      'admins',
      [STOP, DEPUTY, ADMIN],
      [DEPUTY, ADMIN],
      ['wrote', 'unanswered'],
    ],
  ] as const)('%s', (_, over, step, asked, mayKeep, why) => {
    const line = lineOf(people(over), step);
    expect(line.asked.map(({ id }) => id)).toEqual(asked);
    expect(keepers(line)).toEqual(mayKeep);
    expect(line.why.map(({ kind }) => kind)).toEqual(why);
  });

  const candidate = (id: number) => fc.record({ id: fc.constant(id), here: fc.boolean(), wrote: fc.boolean() });
  const anybody = fc
    .record({
      stopAuthority: fc.option(candidate(STOP)),
      deputy: fc.option(candidate(DEPUTY)),
      bothSeats: fc.boolean(),
      admins: fc.array(candidate(ADMIN), { maxLength: 1 }),
    })
    .map(({ bothSeats, ...of }) => (bothSeats ? { ...of, deputy: of.stopAuthority } : of));
  const step = fc.constantFrom(null, 'remind' as const, 'deputy' as const, 'admins' as const, 'week-3' as const);

  test('nobody is asked twice, or who is gone, and nobody keeps what they wrote; later steps ask no fewer', () => {
    fc.assert(
      fc.property(anybody, step, (of, at) => {
        const line = lineOf(of, at);
        const ids = line.asked.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const all = [of.stopAuthority, of.deputy, ...of.admins].filter((each) => each !== null);
        for (const { id, mayKeep } of line.asked) {
          const self = all.find((each) => each.id === id)!;
          expect(self.here).toBe(true);
          expect(mayKeep).toBe(!self.wrote);
        }
        const last = lineOf(of, 'admins').asked.map(({ id }) => id);
        expect(ids.every((id) => last.includes(id))).toBe(true);
      }),
    );
  });

  test('where anybody at all could let it run on, somebody is asked who may', () => {
    fc.assert(
      fc.property(anybody, (of) => {
        const some = [of.stopAuthority, of.deputy, ...of.admins].some((each) => each?.here && !each.wrote);
        expect(keepers(lineOf(of, null)).length > 0).toBe(some);
      }),
    );
  });
});
