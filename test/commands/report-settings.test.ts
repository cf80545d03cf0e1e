import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReportWorld, reportWorld } from '../report-world.ts';

let world: ReportWorld;
// Monday, 2 November 2026, 09:00 UTC.
beforeEach(async () => {
  world = await reportWorld();
});
afterEach(() => world?.close());

const set = (args: Record<string, unknown>, who = 'olu') => world.done(who, 'report-settings', args);
const times = async () => (await world.due()).length;

test('without a word it says what holds, and the form has it filled in', async () => {
  await world.useCase('support-reply', { timezone: 'Europe/Berlin' });
  expect(await set({})).toEqual({
    reports: 'on',
    day: 'monday',
    hour: 9,
    zone: 'Europe/Berlin',
    length: 'full',
    next: '2026-11-09T08:00:00.000Z',
  });
  expect(await set({}, 'ada')).toMatchObject({ zone: 'UTC' });
  const form = await world.asked('olu', 'report-settings', {}, { ask: true });
  expect(form.fields.map(({ name, value }) => [name, value])).toEqual([
    ['reports', 'on'],
    ['day', 'monday'],
    ['hour', '9'],
    ['zone', 'Europe/Berlin'],
    ['length', 'full'],
  ]);
});

test('a report that is moved comes at the new time, and not for a slot that has passed', async () => {
  await world.useCase('support-reply');
  world.until('2026-11-04T12:00:00Z');
  expect(await set({ day: 'Tuesday', hour: '16:00', zone: 'America/New_York' })).toMatchObject({
    next: '2026-11-10T21:00:00.000Z',
  });
  expect(await times()).toBe(0);
  world.until('2026-11-09T09:00:00Z');
  expect(await times()).toBe(0);
  world.until('2026-11-10T21:00:00Z');
  expect(await times()).toBe(1);
  // A day that has its report gets no second one.
  expect(await set({ hour: 20 })).toMatchObject({ next: '2026-11-18T01:00:00.000Z' });
  world.until('2026-11-11T01:00:00Z');
  expect(await times()).toBe(0);
});

test('a report that is muted does not come, and is not made up for when it is turned on again', async () => {
  await world.useCase('support-reply');
  expect(await set({ reports: 'OFF' })).toMatchObject({ reports: 'off' });
  world.until('2026-11-09T09:00:00Z');
  expect(await times()).toBe(0);
  world.until('2026-11-11T09:00:00Z');
  await set({ reports: 'on' });
  expect(await times()).toBe(0);
  world.until('2026-11-16T09:00:00Z');
  expect(await times()).toBe(1);
});

test('a short report has only the numbers that something was agreed about', async () => {
  const id = await world.useCase('support-reply');
  await world.agree(id, 'reversal_cost', 100);
  await world.weeks(id, '2026-10-26', [{}]);
  await set({ length: 'short' });
  world.until('2026-11-09T09:00:00Z');
  await world.due();
  const [row] = await world.sql<{ content: { useCases: { rows: { kpi: string }[] }[] } }[]>`select content from report`;
  expect(row!.content.useCases[0]!.rows.map(({ kpi }) => kpi)).toEqual(['reversal_cost']);
});

test('the report of a channel is set by whoever may change a use case of it', async () => {
  await world.useCase('support-reply', { team: 'slack:T1/CTEAM' });
  const channel = '#slack:T1/CTEAM';
  expect(await world.refused('ada', 'report-settings', { channel, reports: 'off' })).toContain('These can: Olu, Dee');
  expect(await world.refused('olu', 'report-settings', { channel: '#slack:T1/COTHER' })).toContain(
    'No use case reports',
  );
  await set({ channel, reports: 'off' }, 'dee');
  world.until('2026-11-09T09:00:00Z');
  expect((await world.due()).map(({ place }) => place)).toEqual(['slack:T1/UOLU']);
});

test('what is no day, hour or zone is said in one sentence', async () => {
  expect(await world.refused('olu', 'report-settings', { day: 'someday' })).toMatch(/The day is one of Monday/);
  expect(await world.refused('olu', 'report-settings', { hour: 24 })).toBe(
    'The hour is from 0 to 23, such as 9 or 16:00.',
  );
  expect(await world.refused('olu', 'report-settings', { zone: 'Mars/Base' })).toContain('such as Europe/Berlin');
});
