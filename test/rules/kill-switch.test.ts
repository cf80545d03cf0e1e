import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cycleOf, daysAfter } from '../../src/rules/calendar.ts';
import {
  type Closing,
  type Criterion,
  CYCLES,
  countsFrom,
  due,
  type Judged,
  type Verdict,
  verdict,
} from '../../src/rules/kill-switch.ts';
import { type Measure, measure } from '../../src/rules/measure.ts';
import { states } from '../../src/rules/use-case.ts';

const at = (text: string) => new Date(text);
const letters = { b: 'breach', k: 'kept', u: 'unknown' } as const;
type Letter = keyof typeof letters;

/** The first days of weeks: week 0 begins on 5 January 2026. */
const week = (n: number) => daysAfter('2026-01-05', 7 * n);
const criterion = (of: Partial<Criterion> = {}): Criterion => ({
  id: 1,
  kpi: 'adoption',
  threshold: 40,
  cycles: CYCLES.usual,
  agreedAt: at('2025-12-01T00:00:00Z'),
  ...of,
});
const judged = (line: string, of: Partial<Criterion> = {}): Judged => ({
  criterion: criterion(of),
  verdicts: [...line].map((letter, n) => ({ startsOn: week(n), verdict: letters[letter as Letter] })),
});

/** What is due at the close of the last of these cycles. */
function close(all: Judged[], of: Partial<Closing> = {}) {
  const length = Math.max(...all.map((one) => one.verdicts.length));
  return due({
    state: 'active',
    zone: 'Europe/Berlin',
    startsOn: week(length - 1),
    judged: all,
    runningSince: at('2025-12-01T00:00:00Z'),
    open: false,
    snoozed: [],
    ...of,
  });
}

/** The same in one word for each cycle, closed one after the other, with every proposal answered by "Keep running". */
const year = (line: string, of: Partial<Criterion> = {}, more: Partial<Closing> = {}) =>
  [...line].map((_, n) => close([judged(line.slice(0, n + 1), of)], more).kind[0]).join('');

const known = (value: number): Measure => ({ kind: 'known', value, numerator: 0, denominator: 0, coverage: 1 });

describe('the verdict on a cycle', () => {
  test.each([
    ['adoption', 39.9, 'breach'],
    ['adoption', 40, 'kept'],
    ['adoption', 40.1, 'kept'],
    ['reversal_rate', 40, 'kept'],
    ['reversal_rate', 40.1, 'breach'],
    ['reversal_cost', 40, 'kept'],
    ['reversal_cost', 40.01, 'breach'],
    ['hours_saved', 40, 'kept'],
    ['hours_saved', 39.9, 'breach'],
    ['hours_saved', -3, 'breach'],
  ] as const)('%s of %d against 40 is %s', (kpi, value, expected) => {
    expect(verdict(criterion({ kpi }), known(value))).toEqual({ verdict: expected });
  });

  test('what is unknown stays unknown, and says why', () => {
    expect(verdict(criterion(), { kind: 'unknown', why: '12 of at least 20 people' })).toEqual({
      verdict: 'unknown',
      why: '12 of at least 20 people',
    });
  });

  test('a best case can breach, and cannot be kept', () => {
    const cost = criterion({ kpi: 'reversal_cost' });
    const atBest = 'the cost of 1 of 3 reversals was not told';
    expect(verdict(cost, { ...known(41), atBest } as Measure)).toEqual({ verdict: 'breach' });
    expect(verdict(cost, { ...known(40), atBest } as Measure)).toEqual({ verdict: 'unknown', why: atBest });
  });
});

describe('what is due, cycle by cycle', () => {
  // n: nothing, w: a warning, p: a proposal.
  test.each([
    ['k', 2, 'n'],
    ['u', 2, 'n'],
    ['b', 2, 'w'],
    ['bb', 2, 'wp'],
    ['bub', 2, 'wnp'],
    ['buuuub', 2, 'wnnnnp'],
    ['bkb', 2, 'wnw'],
    ['bkbb', 2, 'wnwp'],
    ['bukub', 2, 'wnnnw'],
    ['ubu', 2, 'nwn'],
    ['bbb', 2, 'wpp'],
    ['bbub', 2, 'wpnp'],
    ['bbkb', 2, 'wpnw'],
    ['bbkbb', 2, 'wpnwp'],
    ['b', 1, 'p'],
    ['bb', 1, 'pp'],
    ['bkb', 1, 'pnp'],
    ['bbb', 3, 'wnp'],
    ['bbkb', 3, 'wnnw'],
    ['bubub', 3, 'wnnnp'],
    ['b'.repeat(12), 12, `w${'n'.repeat(10)}p`],
    ['b'.repeat(11), 12, `w${'n'.repeat(10)}`],
  ])('%s with %i cycles agreed: %s', (line, cycles, expected) => {
    expect(year(line, { cycles })).toBe(expected);
  });

  test('where one cycle is agreed there is nothing to warn of', () => {
    expect(close([judged('b', { cycles: 1 })])).toMatchObject({ kind: 'proposal', warnings: [] });
    expect(close([judged('b', { cycles: 1 })], { snoozed: [week(0)] })).toEqual({ kind: 'nothing' });
  });

  test('a proposal names the breaches it counts, without the unknown between them', () => {
    expect(close([judged('kbub')])).toMatchObject({
      kind: 'proposal',
      proposed: [{ criterion: criterion(), breaches: [week(1), week(3)] }],
      warnings: [],
      maySnooze: true,
    });
  });

  test('no second proposal while one is open, and a warning of what breaks for the first time', () => {
    expect(close([judged('bb')], { open: true })).toEqual({ kind: 'nothing' });
    expect(close([judged('b')], { open: true })).toMatchObject({ kind: 'warning' });
  });

  test.each(states.map((state) => [state, state === 'pilot' || state === 'active' ? 'proposal' : 'nothing'] as const))(
    'for what is %s: %s',
    (state, kind) => {
      expect(close([judged('bb')], { state }).kind).toBe(kind);
    },
  );

  test('nothing without criteria', () => {
    expect(close([judged('bb')], { judged: [] })).toEqual({ kind: 'nothing' });
  });
});

describe('several criteria', () => {
  const cost = { id: 2, kpi: 'reversal_cost' } as const;

  test('that are due at once make one proposal that names them all', () => {
    const all = [judged('bb', cost), judged('bb')];
    expect(close(all)).toMatchObject({
      kind: 'proposal',
      proposed: [{ criterion: { id: 1 } }, { criterion: { id: 2 } }],
      warnings: [],
    });
  });

  test('a first breach beside a proposal is warned of in it', () => {
    expect(close([judged('bb'), judged('kb', cost)])).toMatchObject({
      kind: 'proposal',
      proposed: [{ criterion: { id: 1 } }],
      warnings: [{ criterion: { id: 2 }, breaches: [week(1)] }],
    });
  });

  test('one that is kept or unknown this time is not named', () => {
    expect(close([judged('bb'), judged('bu', cost)])).toMatchObject({ proposed: [{ criterion: { id: 1 } }] });
    expect(close([judged('bk'), judged('bu', cost)]).kind).toBe('nothing');
  });

  test('their breaches do not add up', () => {
    expect(close([judged('bk'), judged('kb', cost)]).kind).toBe('warning');
  });
});

describe('a snooze', () => {
  // The proposal of the close of week 1 is put off during week 2.
  const snoozed = [week(2)];

  test('silences the close of the cycle it was pressed in, and that one only', () => {
    expect(year('bbbb', {}, { snoozed })).toBe('wpnp');
    expect(year('bbub', {}, { snoozed })).toBe('wpnp');
    expect(year('bbkb', {}, { snoozed })).toBe('wpnw');
  });

  test('is offered once for a streak', () => {
    expect(close([judged('bbbb')], { snoozed })).toMatchObject({ kind: 'proposal', maySnooze: false });
    expect(close([judged('bbubb')], { snoozed })).toMatchObject({ kind: 'proposal', maySnooze: false });
    expect(close([judged('bbkbb')], { snoozed })).toMatchObject({ kind: 'proposal', maySnooze: true });
  });

  test('of one cycle agreed too', () => {
    expect(year('bbb', { cycles: 1 }, { snoozed: [week(1)] })).toBe('pnp');
    expect(close([judged('bbb', { cycles: 1 })], { snoozed: [week(1)] })).toMatchObject({ maySnooze: false });
  });

  test('that put off something else is not held against a streak that began with it', () => {
    const all = [judged('bbkk'), judged('kkbb', { id: 2, kpi: 'hours_saved' })];
    expect(close(all, { snoozed })).toMatchObject({ proposed: [{ criterion: { id: 2 } }], maySnooze: true });
    // One that had begun before was put off too.
    const both = [judged('bbkk'), judged('kbbb', { id: 2, kpi: 'hours_saved' })];
    expect(close(both, { snoozed })).toMatchObject({ proposed: [{ criterion: { id: 2 } }], maySnooze: false });
  });

  test('does not keep a warning of something else back', () => {
    expect(close([judged('bbb'), judged('kkb', { id: 2, kpi: 'hours_saved' })], { snoozed })).toMatchObject({
      kind: 'warning',
      warnings: [{ criterion: { id: 2 } }],
    });
  });
});

describe('from when cycles count', () => {
  const agreed = (text: string) => ({ agreedAt: at(text) });
  const old = at('2025-01-01T00:00:00Z');

  test('by the day of the agreement in the zone', () => {
    // Berlin is an hour ahead: Monday has begun there.
    expect(countsFrom(agreed('2026-01-11T23:30:00Z'), old, 'Europe/Berlin')).toBe('2026-01-12');
    expect(countsFrom(agreed('2026-01-11T22:30:00Z'), old, 'Europe/Berlin')).toBe('2026-01-11');
    expect(countsFrom(agreed('2026-01-11T23:30:00Z'), old, 'America/New_York')).toBe('2026-01-11');
  });

  test('the later of agreement and beginning to run', () => {
    expect(countsFrom(agreed('2026-01-05T12:00:00Z'), at('2026-02-01T12:00:00Z'), 'UTC')).toBe('2026-02-01');
    expect(countsFrom(agreed('2026-03-05T12:00:00Z'), at('2026-02-01T12:00:00Z'), 'UTC')).toBe('2026-03-05');
  });

  test.each([
    ['on the first day of a cycle: it counts', '2026-01-12T15:00:00Z', 'nwpp'],
    ['on its second day: it does not', '2026-01-13T00:00:00Z', 'nnwp'],
    ['on its last day', '2026-01-18T12:00:00Z', 'nnwp'],
    ['before all', '2026-01-01T00:00:00Z', 'wppp'],
    ['today', '2026-02-03T00:00:00Z', 'nnnn'],
  ])('a threshold agreed %s', (_when, agreedAt, expected) => {
    expect(year('bbbb', { agreedAt: at(agreedAt) })).toBe(expected);
    // Resumed then, it is the same.
    expect(year('bbbb', {}, { runningSince: at(agreedAt) })).toBe(expected);
  });

  test('a changed threshold starts anew, also in the middle of a streak', () => {
    expect(year('bb').at(-1)).toBe('p');
    expect(year('bb', { agreedAt: at('2026-01-12T09:00:00Z') }).at(-1)).toBe('w');
  });
});

describe('whatever happens', () => {
  const line = fc
    .array(fc.constantFrom<Letter>('b', 'k', 'u'), { minLength: 1, maxLength: 20 })
    .map((all) => all.join(''));
  const cycles = fc.integer({ min: CYCLES.least, max: 4 });
  const weeks = fc.uniqueArray(fc.nat(20).map(week));
  /** The trailing breaches, told by other means than those of the rule. */
  const trailing = (line: string) => /b*$/.exec(line.replaceAll('u', ''))![0].length;

  test('no proposal without so many evaluable breaches in a row, the last of them now', () => {
    fc.assert(
      fc.property(line, cycles, weeks, (line, cycles, snoozed) => {
        const found = close([judged(line, { cycles })], { snoozed });
        if (found.kind !== 'proposal') return true;
        expect(line.at(-1)).toBe('b');
        expect(found.proposed[0]!.breaches).toHaveLength(trailing(line));
        return trailing(line) >= cycles;
      }),
    );
  });

  test('and with them there is one, unless something speaks against it', () => {
    fc.assert(
      fc.property(line, cycles, (line, cycles) => {
        const isDue = line.endsWith('b') && trailing(line) >= cycles;
        return (close([judged(line, { cycles })]).kind === 'proposal') === isDue;
      }),
    );
  });

  test('unknown cycles before and between change nothing', () => {
    const padded = line.chain((line) =>
      fc.array(fc.nat(3), { minLength: line.length, maxLength: line.length }).map((gaps) => ({
        line,
        padded: [...line].map((letter, i) => 'u'.repeat(gaps[i]!) + letter).join(''),
      })),
    );
    fc.assert(
      fc.property(padded, cycles, ({ line, padded }, cycles) => {
        const [plain, wide] = [line, padded].map((one) => close([judged(one, { cycles })]));
        expect(wide!.kind).toBe(plain!.kind);
        // As many breaches are counted, in their new places.
        const count = (due: typeof plain) =>
          due?.kind === 'proposal' ? due.proposed.map(({ breaches }) => breaches.length) : [];
        expect(count(wide)).toEqual(count(plain));
      }),
    );
  });

  test('an unknown cycle is never answered with anything', () => {
    fc.assert(fc.property(line, cycles, (line, cycles) => close([judged(`${line}u`, { cycles })]).kind === 'nothing'));
  });

  test('the order in which verdicts, criteria and snoozes are told changes nothing', () => {
    const all = fc
      .array(fc.tuple(line, cycles), { minLength: 1, maxLength: 4 })
      .map((lines) => lines.map(([line, cycles], n) => judged(line, { id: n + 1, cycles })));
    const turned = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    const both = fc.tuple(all, weeks).chain(([all, snoozed]) =>
      fc.record({
        all: fc.constant(all),
        snoozed: fc.constant(snoozed),
        otherSnoozed: turned(snoozed),
        other: fc
          .tuple(...all.map((one) => turned(one.verdicts).map((verdicts) => ({ ...one, verdicts }))))
          .chain((shuffled) => turned(shuffled)),
      }),
    );
    fc.assert(
      fc.property(both, ({ all, other, snoozed, otherSnoozed }) => {
        expect(close(other, { snoozed: otherSnoozed })).toEqual(close(all, { snoozed }));
      }),
    );
  });

  test('what comes after the closing cycle is not looked at', () => {
    fc.assert(
      fc.property(line, line, cycles, (line, later, cycles) => {
        const startsOn = week(line.length - 1);
        expect(close([judged(line + later, { cycles })], { startsOn })).toEqual(close([judged(line, { cycles })]));
      }),
    );
  });

  test('facts that arrive in another order within their cycle make the same verdicts', () => {
    const facts = fc.array(fc.record({ week: fc.nat(5), day: fc.nat(6), reversed: fc.boolean() }), {
      minLength: 60,
      maxLength: 300,
    });
    const shuffled = facts.chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
    );
    type Fact = { week: number; day: number; reversed: boolean };
    const judge = (facts: readonly Fact[]): Judged => {
      const counts = new Map<string, { decisions: number; reversals: number; days: Set<number> }>();
      for (const { week: n, day, reversed } of facts) {
        const { startsOn } = cycleOf('week', daysAfter(week(n), day));
        const count = counts.get(startsOn) ?? { decisions: 0, reversals: 0, days: new Set() };
        counts.set(startsOn, count);
        count.decisions++;
        count.days.add(day);
        if (reversed) count.reversals++;
      }
      const agreed = criterion({ kpi: 'reversal_rate', threshold: 45 });
      const verdicts = [...counts].map(([startsOn, { days, ...count }]) => {
        const measured = measure('reversal_rate', { ...count, reported: { on: days.size, of: 7 } });
        return { startsOn, verdict: verdict(agreed, measured).verdict as Verdict };
      });
      return { criterion: agreed, verdicts };
    };
    const kinds = new Set<string>();
    fc.assert(
      fc.property(shuffled, ([facts, other]) => {
        for (let n = 0; n < 6; n++) {
          const found = close([judge(other)], { startsOn: week(n) });
          expect(found).toEqual(close([judge(facts)], { startsOn: week(n) }));
          kinds.add(found.kind);
        }
      }),
      { seed: 6 },
    );
    expect(kinds).toEqual(new Set(['nothing', 'warning', 'proposal']));
  });
});
