import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closesAt,
  cycleLabel,
  cycleLength,
  cycleOf,
  cycleUnits,
  dayIn,
  daysAfter,
  daysBetween,
  isTimeZone,
} from '../../src/rules/calendar.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Nuuk',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];

const unit = fc.constantFrom(...cycleUnits);
const zone = fc.constantFrom(...zones);
const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
const day = moment.map((at) => at.toISOString().slice(0, 10));

describe('the cycle of a day', () => {
  test.each([
    ['a Monday', 'week', '2026-03-02', '2026-03-02', '2026-03-08'],
    ['a Sunday', 'week', '2026-03-08', '2026-03-02', '2026-03-08'],
    ['New Year in week 53', 'week', '2027-01-01', '2026-12-28', '2027-01-03'],
    ['a leap day', 'week', '2028-02-29', '2028-02-28', '2028-03-05'],
    ['the first of a month', 'month', '2026-03-01', '2026-03-01', '2026-03-31'],
    ['the last of a month', 'month', '2026-04-30', '2026-04-01', '2026-04-30'],
    ['February', 'month', '2027-02-14', '2027-02-01', '2027-02-28'],
    ['February with a leap day', 'month', '2028-02-29', '2028-02-01', '2028-02-29'],
    ['a February of a century without leap day', 'month', '2100-02-28', '2100-02-01', '2100-02-28'],
  ] as const)('%s', (_what, unit, day, startsOn, endsOn) => {
    expect(cycleOf(unit, day)).toEqual({ startsOn, endsOn });
  });

  test('holds the day; the cycles before and after meet it without gap or overlap', () => {
    fc.assert(
      fc.property(unit, day, (unit, day) => {
        const cycle = cycleOf(unit, day);
        const before = cycleOf(unit, daysAfter(cycle.startsOn, -1));
        const after = cycleOf(unit, daysAfter(cycle.endsOn, 1));
        expect(cycle.startsOn <= day && day <= cycle.endsOn).toBe(true);
        expect(daysAfter(before.endsOn, 1)).toBe(cycle.startsOn);
        expect(daysAfter(cycle.endsOn, 1)).toBe(after.startsOn);
        for (const edge of [cycle.startsOn, cycle.endsOn]) expect(cycleOf(unit, edge)).toEqual(cycle);
      }),
    );
  });

  test('has 7 days, or those of the month', () => {
    expect(cycleLength(cycleOf('week', '2026-03-29'))).toBe(7);
    expect(['2026-01-31', '2026-02-01', '2028-02-01'].map((day) => cycleLength(cycleOf('month', day)))).toEqual([
      31, 28, 29,
    ]);
  });

  test('days are counted across a change of the clock and a leap day', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-03-02', '2026-03-01')).toBe(-1);
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
  });
});

describe('names', () => {
  test.each([
    ['week', '2026-12-28', 'week 53 of 2026'],
    ['week', '2027-01-04', 'week 1 of 2027'],
    ['week', '2024-12-30', 'week 1 of 2025'],
    ['week', '2021-01-01', 'week 53 of 2020'],
    ['month', '2026-03-01', 'March 2026'],
    ['month', '2028-02-29', 'February 2028'],
  ] as const)('the %s of %s is %s', (unit, day, name) => {
    expect(cycleLabel(unit, cycleOf(unit, day))).toBe(name);
  });

  test.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Asia/Kathmandu', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('%j is a time zone: %s', (name, is) => {
    expect(isTimeZone(name)).toBe(is);
  });
});

describe('the day of a moment', () => {
  test.each([
    ['Asia/Kathmandu', '2026-03-01T18:14:59.999Z', '2026-03-01'],
    ['Asia/Kathmandu', '2026-03-01T18:15:00Z', '2026-03-02'],
    ['America/St_Johns', '2026-01-05T03:29:59.999Z', '2026-01-04'],
    ['America/St_Johns', '2026-01-05T03:30:00Z', '2026-01-05'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
  ])('in %s, %s is %s', (zone, at, day) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
  });
});

describe('the close of a cycle', () => {
  test.each([
    ['no offset at all', 'UTC', '2026-03-08', '2026-03-09T00:00:00Z'],
    ['summer time begins on its last day', 'Europe/Berlin', '2026-03-29', '2026-03-29T22:00:00Z'],
    ['summer time ends on its last day', 'Europe/Berlin', '2026-10-25', '2026-10-25T23:00:00Z'],
    ['an offset of 5:45', 'Asia/Kathmandu', '2026-03-08', '2026-03-08T18:15:00Z'],
    ['an offset that changes by half an hour', 'Australia/Lord_Howe', '2026-04-05', '2026-04-05T13:30:00Z'],
    ['midnight is skipped: the day begins at 01:00', 'Africa/Cairo', '2026-04-23', '2026-04-23T22:00:00Z'],
    ['midnight is skipped on a Sunday', 'Asia/Beirut', '2026-03-28', '2026-03-28T22:00:00Z'],
    ['the hour after midnight comes twice', 'America/Havana', '2026-10-31', '2026-11-01T04:00:00Z'],
    ['the hour before midnight comes twice', 'Africa/Cairo', '2026-10-29', '2026-10-29T22:00:00Z'],
    ['midnight itself comes twice: its last day goes on', 'America/St_Johns', '2010-11-06', '2010-11-07T03:30:00Z'],
    ['the day after is skipped as a whole', 'Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00Z'],
    ['a day that never was', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
  ])('%s', (_what, zone, endsOn, close) => {
    expect(closesAt({ startsOn: endsOn, endsOn }, zone)).toEqual(new Date(close));
  });

  test('is the first moment from which on it never is its last day again', () => {
    fc.assert(
      fc.property(unit, zone, day, (unit, zone, day) => {
        const cycle = cycleOf(unit, day);
        const close = closesAt(cycle, zone).getTime();
        expect(dayIn(zone, new Date(close - 1)) <= cycle.endsOn).toBe(true);
        for (const minutes of [0, 1, 59, 61, 125, 24 * 60])
          expect(dayIn(zone, new Date(close + minutes * 60_000)) > cycle.endsOn).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
