import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cycleOf, daysAfter } from '../../src/rules/calendar.ts';
import { dueCycles, type Found, openCycle, type Running, stillDue } from '../../src/rules/closing.ts';
import { type Criterion, due, type Judged, type Verdict } from '../../src/rules/kill-switch.ts';

const running = (over: Partial<Running> = {}): Running => ({
  unit: 'week',
  zone: 'Europe/Berlin',
  closedThrough: null,
  runningSince: new Date('2026-03-04T12:00:00Z'),
  ...over,
});
const at = (text: string) => new Date(text);
const spans = (of: Running, now: string) =>
  dueCycles(of, at(now)).map(({ startsOn, endsOn }) => `${startsOn}…${endsOn}`);

describe('which cycles are due', () => {
  test('the first is the one in which it began to run, and it is due six hours after its last day', () => {
    expect(openCycle(running())).toEqual({ startsOn: '2026-03-02', endsOn: '2026-03-08' });
    expect(spans(running(), '2026-03-09T04:59:59Z')).toEqual([]);
    expect(spans(running(), '2026-03-09T05:00:00Z')).toEqual(['2026-03-02…2026-03-08']);
  });

  test('the hours are counted in the zone, also where the clock changes', () => {
    // Berlin turns its clock forward on 29 March: midnight is at 22:00 UTC from then on.
    const late = running({ closedThrough: '2026-03-22' });
    expect(spans(late, '2026-03-30T03:59:59Z')).toEqual([]);
    expect(spans(late, '2026-03-30T04:00:00Z')).toEqual(['2026-03-23…2026-03-29']);
  });

  test('after a downtime all that were missed are due, the oldest first', () => {
    expect(spans(running({ closedThrough: '2026-03-08' }), '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-09…2026-03-15',
      '2026-03-16…2026-03-22',
      '2026-03-23…2026-03-29',
    ]);
  });

  test('between weeks and months a cycle is cut short, and no day is left out', () => {
    expect(openCycle(running({ unit: 'month', closedThrough: '2026-03-15' }))).toEqual({
      startsOn: '2026-03-16',
      endsOn: '2026-03-31',
    });
    expect(openCycle(running({ closedThrough: '2026-03-31' }))).toEqual({
      startsOn: '2026-04-01',
      endsOn: '2026-04-05',
    });
  });

  test('every day is in exactly one cycle, whenever they are closed and however the length changes', () => {
    const unit = fc.constantFrom('week' as const, 'month' as const);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(unit, fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 12 }),
        (steps) => {
          let closedThrough = '2026-01-04';
          let now = at('2026-01-05T12:00:00Z');
          for (const [length, days] of steps) {
            now = new Date(now.getTime() + days * 86_400_000);
            for (const cycle of dueCycles(running({ unit: length, closedThrough }), now)) {
              expect(cycle.startsOn).toBe(daysAfter(closedThrough, 1));
              expect(cycle.endsOn >= cycle.startsOn).toBe(true);
              ({ endsOn: closedThrough } = cycle);
            }
            expect(dueCycles(running({ unit: length, closedThrough }), now)).toEqual([]);
          }
        },
      ),
    );
  });
});

const week = (n: number) => daysAfter('2026-01-05', 7 * n);
const letters = { b: 'breach', k: 'kept', u: 'unknown' } as const;
const criterion = (id: number): Criterion => ({
  id,
  kpi: 'adoption',
  threshold: 40,
  cycles: 2,
  agreedAt: at('2025-12-01T00:00:00Z'),
});
const judged = (lines: readonly string[]): Judged[] =>
  lines.map((line, n) => ({
    criterion: criterion(n + 1),
    verdicts: [...line].map((letter, w) => ({ startsOn: week(w), verdict: letters[letter as 'b'] as Verdict })),
  }));
const upTo = (all: readonly Judged[], w: number): Judged[] =>
  all.map((one) => ({ ...one, verdicts: one.verdicts.slice(0, w + 1) }));
const closing = (all: readonly Judged[], w: number) =>
  due({
    state: 'active',
    zone: 'UTC',
    startsOn: week(w),
    judged: upTo(all, w),
    runningSince: at('2025-12-01T00:00:00Z'),
    open: false,
    snoozed: [],
  });

/** Closes the last `missed` cycles at once, those before one by one. */
function atOnce(lines: readonly string[], missed: number) {
  const all = judged(lines);
  const length = lines[0]!.length;
  const found: Found[] = [];
  for (let w = length - missed; w < length; w++) found.push({ startsOn: week(w), due: closing(all, w) });
  return stillDue(found, all);
}

describe('what is still due after a downtime', () => {
  test.each([
    ['two breaches in one go', ['bb'], 2, [1], []],
    ['a breach, then kept', ['bk'], 2, [], []],
    ['two breaches, then kept: nothing of it is true any more', ['bbk'], 3, [], []],
    ['two breaches, then unknown: still two of two', ['bbu'], 3, [1], []],
    ['a first breach, then unknown: still a warning', ['bu'], 2, [], [1]],
    ['a first breach, then the second: one proposal and no warning', ['kbb'], 3, [1], []],
    ['one criterion came to its end and then the other', ['bbuu', 'kkbb'], 4, [1, 2], []],
    ['one was kept since, the other was not', ['bbkk', 'kkbb'], 4, [2], []],
    ['one is proposed, the other warned of', ['bbu', 'kbu'], 3, [1], [2]],
  ] as const)('%s', (_, lines, missed, proposed, warned) => {
    const still = atOnce(lines, missed);
    const ids = (streaks: readonly { criterion: Criterion }[]) => streaks.map((one) => one.criterion.id);
    expect(still.kind === 'proposal' ? ids(still.proposed) : []).toEqual(proposed);
    expect(still.kind === 'nothing' ? [] : ids(still.warnings)).toEqual(warned);
  });

  const lines = fc.integer({ min: 1, max: 8 }).chain((length) => {
    const line = fc.string({ unit: fc.constantFrom('b', 'k', 'u'), minLength: length, maxLength: length });
    return fc.array(line, { minLength: 1, maxLength: 3 });
  });

  test('a single cycle that closes late is closed as if in time', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const last = all[0]!.length - 1;
        const { maySnooze: _, ...still } = { maySnooze: null, ...atOnce(all, 1) };
        const { maySnooze: __, ...inTime } = { maySnooze: null, ...closing(judged(all), last) };
        const proposed = inTime.kind === 'proposal' ? inTime.proposed.map((one) => one.criterion.id) : [];
        expect(still.kind).toBe(inTime.kind);
        if (still.kind === 'proposal') expect(still.proposed.map((one) => one.criterion.id)).toEqual(proposed);
      }),
    );
  });

  test('what is proposed has so many breaches since it was last kept, and nothing that has them is left out', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const still = atOnce(all, all[0]!.length);
        const expected = all.flatMap((line, n) => {
          const since = line.slice(line.lastIndexOf('k') + 1);
          return [...since].filter((letter) => letter === 'b').length >= 2 ? [n + 1] : [];
        });
        expect(still.kind === 'proposal' ? still.proposed.map((one) => one.criterion.id) : []).toEqual(expected);
      }),
    );
  });

  test('the weeks of these tests are weeks', () => {
    expect(cycleOf('week', week(3)).startsOn).toBe(week(3));
  });
});
