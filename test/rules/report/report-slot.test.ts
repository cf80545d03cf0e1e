import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultReportTime, isLate, reportSlot } from '../../../src/rules/report/report-slot.ts';

const berlin = { ...defaultReportTime, zone: 'Europe/Berlin' };
const at = (text: string) => new Date(text);

describe('the slot of a report', () => {
  test('Monday at nine, unless somebody moved it', () => {
    expect(reportSlot(berlin, at('2026-11-25T12:00:00Z'))).toEqual({
      latest: { slot: '2026-11-23', at: at('2026-11-23T08:00:00Z') },
      next: { slot: '2026-11-30', at: at('2026-11-30T08:00:00Z') },
    });
  });

  test('begins with its very moment', () => {
    expect(reportSlot(berlin, at('2026-11-23T08:00:00Z')).latest.slot).toBe('2026-11-23');
    expect(reportSlot(berlin, at('2026-11-23T07:59:59.999Z')).latest.slot).toBe('2026-11-16');
  });

  test.each([
    ['winter', '2026-03-24T00:00:00Z', '2026-03-23T08:00:00Z', '2026-03-30T07:00:00Z'],
    ['summer', '2026-10-20T00:00:00Z', '2026-10-19T07:00:00Z', '2026-10-26T08:00:00Z'],
  ])('stays at nine by the clock after the end of %s time', (_season, now, latest, next) => {
    const slots = reportSlot(berlin, at(now));
    expect([slots.latest.at, slots.next.at]).toEqual([at(latest), at(next)]);
  });

  test.each([
    ['skipped by the clock', { weekday: 7, hour: 2, zone: 'Europe/Berlin' }, '2026-03-29', '2026-03-29T01:00:00Z'],
    ['that comes twice', { weekday: 7, hour: 2, zone: 'Europe/Berlin' }, '2026-10-25', '2026-10-25T00:00:00Z'],
    ['a midnight that is skipped', { weekday: 5, hour: 0, zone: 'Africa/Cairo' }, '2026-04-24', '2026-04-23T22:00:00Z'],
    [
      'a midnight that comes twice',
      { weekday: 7, hour: 0, zone: 'America/Havana' },
      '2026-11-01',
      '2026-11-01T04:00:00Z',
    ],
    ['a day that is skipped', { weekday: 5, hour: 9, zone: 'Pacific/Apia' }, '2011-12-30', '2011-12-30T19:00:00Z'],
    [
      'the last hour of the year',
      { weekday: 4, hour: 23, zone: 'Asia/Kathmandu' },
      '2026-12-31',
      '2026-12-31T17:15:00Z',
    ],
  ])('an hour: %s', (_what, time, slot, moment) => {
    expect(reportSlot(time, at(moment)).latest).toEqual({ slot, at: at(moment) });
    const before = reportSlot(time, new Date(at(moment).getTime() - 1));
    expect(before.latest.slot < slot).toBe(true);
    expect(before.next).toEqual({ slot, at: at(moment) });
  });

  test('a midnight after which the day before goes on for a while counts when it first comes', () => {
    // At 00:01 of that Sunday the clocks of St. John’s went back to 23:01 of Saturday.
    const time = { weekday: 7, hour: 0, zone: 'America/St_Johns' };
    const slot = { slot: '2010-11-07', at: at('2010-11-07T02:30:00Z') };
    expect(reportSlot(time, at('2010-11-07T02:29:59Z')).next).toEqual(slot);
    for (const now of ['02:30:00', '02:45:00', '03:30:00'])
      expect(reportSlot(time, at(`2010-11-07T${now}Z`)).latest).toEqual(slot);
  });

  const time = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    zone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'America/Havana',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Asia/Kolkata',
    ),
  });

  test('every slot comes exactly once, in order, whenever one asks', () => {
    const moments = fc.date({ min: new Date('2005-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(time, moments, (time, now) => {
        const { latest, next } = reportSlot(time, now);
        expect(latest.at <= now && now < next.at).toBe(true);
        // Walking on from slot to slot meets each name once, a week apart.
        let [slot, steps] = [latest, 0];
        for (; steps < 60; steps++) {
          const around = reportSlot(time, slot.at);
          expect(around.latest).toEqual(slot);
          expect(Date.parse(around.next.slot) - Date.parse(slot.slot)).toBe(7 * 86_400_000);
          expect(around.next.at > slot.at).toBe(true);
          expect(reportSlot(time, new Date(around.next.at.getTime() - 1)).latest).toEqual(slot);
          slot = around.next;
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('a report is late when it comes more than an hour after its slot', () => {
  const slot = { slot: '2026-11-23', at: at('2026-11-23T08:00:00Z') };
  expect(isLate(slot, at('2026-11-23T08:00:00Z'))).toBe(false);
  expect(isLate(slot, at('2026-11-23T09:00:00Z'))).toBe(false);
  expect(isLate(slot, at('2026-11-23T09:00:00.001Z'))).toBe(true);
});
