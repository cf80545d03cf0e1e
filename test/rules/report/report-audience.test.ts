import { expect, test } from 'vitest';
import {
  audiences,
  dueSlot,
  type ReportSetting,
  type Told,
  timeOf,
  usualSetting,
} from '../../../src/rules/report/report-audience.ts';

const here = (id: number) => ({ id, reachable: true });
const gone = (id: number) => ({ id, reachable: false });
const told = (id: number, over: Partial<Told> = {}): Told => ({
  id,
  owner: here(1),
  deputy: here(2),
  team: null,
  timezone: 'UTC',
  ...over,
});

test('a report goes to the owner, or the deputy where the owner cannot be written to, and to the team', () => {
  const keys = (one: Partial<Told>) => [...audiences([told(7, one)]).keys()];
  expect(keys({})).toEqual(['person:1']);
  expect(keys({ owner: gone(1) })).toEqual(['person:2']);
  expect(keys({ owner: null })).toEqual(['person:2']);
  expect(keys({ owner: gone(1), deputy: gone(2) })).toEqual(['person:1']);
  expect(keys({ owner: null, deputy: null })).toEqual([]);
  expect(keys({ team: 'slack:T1/C1' })).toEqual(['person:1', 'slack:T1/C1']);
});

test('the zone is that of the first use case, unless something else is set', () => {
  const [group] = audiences([told(1, { timezone: 'Asia/Tokyo' }), told(2)]).values();
  expect(group).toMatchObject({ useCases: [1, 2], zone: 'Asia/Tokyo' });
  expect(timeOf(usualSetting, group!.zone)).toEqual({ weekday: 1, hour: 9, zone: 'Asia/Tokyo' });
  expect(timeOf({ weekday: 5, hour: 0, zone: 'UTC' }, group!.zone)).toEqual({ weekday: 5, hour: 0, zone: 'UTC' });
});

const at = (moment: string) => new Date(moment);
const setting = (over: Partial<ReportSetting> = {}): ReportSetting => ({
  ...usualSetting,
  since: at('2026-01-01T00:00:00Z'),
  ...over,
});
const time = timeOf(usualSetting, 'UTC');

test.each([
  ['at its hour', {}, [], '2026-11-09T09:00:00Z', { slot: '2026-11-09', late: false }],
  ['an hour later', {}, [], '2026-11-09T10:00:00Z', { slot: '2026-11-09', late: false }],
  ['more than an hour later', {}, [], '2026-11-09T10:00:01Z', { slot: '2026-11-09', late: true }],
  ['a moment before: that of the week before', {}, [], '2026-11-09T08:59:59Z', { slot: '2026-11-02', late: true }],
  ['when there is one', {}, ['2026-11-09'], '2026-11-09T09:00:00Z', null],
  ['when it is muted', { muted: true }, [], '2026-11-09T09:00:00Z', null],
  [
    'when they came at that moment',
    { since: at('2026-11-09T09:00:00Z') },
    [],
    '2026-11-09T09:00:00Z',
    { slot: '2026-11-09' },
  ],
  ['when they came after it', { since: at('2026-11-09T09:00:01Z') }, [], '2026-11-09T09:01:00Z', null],
] as const)('a report is due %s', (_, over, had, now, expected) => {
  const due = dueSlot(setting(over), time, new Set(had), at(now));
  if (expected === null) expect(due).toBeNull();
  else expect(due).toMatchObject(expected);
});
