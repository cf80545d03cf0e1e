import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { daysAfter } from '../../src/rules/calendar.ts';
import { type Cases, monday, useCasesWithFacts, WEDNESDAY } from '../cycles-world.ts';

let cases: Cases;
let world: Cases['world'];

beforeAll(async () => {
  cases = await useCasesWithFacts();
  ({ world } = cases);
});
afterAll(() => world?.close());
beforeEach(async () => {
  await world.sql`update proposal set state = 'lapsed' where state = 'open'`;
  cases.at(WEDNESDAY);
});

const later = (days: number) => cases.at(`${daysAfter(monday(2), days)}T06:00:00Z`);
const remind = () => world.tick('remind-proposals');
const places = async () =>
  (await world.queued(remind)).posts.map((one) => `${one.slot.split(':')[0]} ${one.place.slice(9)}`);

test('the stop authority is reminded, then the deputy is asked, then the admins, each once', async () => {
  const { proposal } = await cases.proposed('waits');
  later(2);
  expect(await places()).toEqual([]);
  later(3);
  expect(await places()).toEqual(['remind USAM']);
  expect(await places()).toEqual([]);
  expect(await cases.copy(proposal, 'sam', 'remind')).toContain(
    '⏰ Should waits be stopped? This has waited 3 days for your answer',
  );
  expect(await cases.copy(proposal, 'dee')).not.toContain('[Pause]');
  later(7);
  expect(await places()).toEqual(['remind USAM', 'person UDEE']);
  expect(await cases.copy(proposal, 'dee')).toContain('[Pause] [Close] [Keep running] [Snooze one cycle]');
  expect(await cases.copy(proposal, 'dee')).toContain(
    'The stop authority has not answered for a week, so the deputy is asked too.',
  );
  later(14);
  expect(await places()).toEqual(['remind USAM', 'remind UDEE', 'person UROOT']);
  later(20);
  expect(await places()).toEqual([]);
  // And then every week, each time once.
  for (const week of [3, 4, 5]) {
    later(7 * week);
    const { posts } = await world.queued(() => Promise.all([remind(), remind()]));
    expect(posts.map(({ slot, place }) => `${slot.split(':').at(-1)} ${place.slice(9)}`)).toEqual([
      `week-${week} USAM`,
      `week-${week} UDEE`,
      `week-${week} UROOT`,
    ]);
    later(7 * week + 6);
    expect(await places()).toEqual([]);
  }
});

test('after a downtime only the furthest step is taken', async () => {
  await cases.proposed('slept');
  later(20);
  expect(await places()).toEqual(['remind USAM', 'person UDEE', 'person UROOT']);
  expect(await places()).toEqual([]);
});

test('a stop authority who left while it was open: the deputy is asked, and the card says why', async () => {
  const { proposal } = await cases.proposed('left', { stop: 'lea' });
  await world.sql`update account set barred = 'deleted' where person_id = ${await world.person('lea')}`;
  later(0);
  expect(await places()).toEqual(['person UDEE']);
  expect(await cases.copy(proposal, 'dee')).toContain(
    'Lea, the stop authority, cannot be reached here any more, so the next in line is asked.',
  );
});

test('a new stop authority is asked at once', async () => {
  await cases.proposed('replaced');
  await world.sql`update use_case set stop_authority_id = ${await world.person('grace')} where slug = 'replaced'`;
  expect(await places()).toEqual(['person UGRACE']);
  expect(await places()).toEqual([]);
});

describe('where nobody can be asked', () => {
  const reachable = async (name: string, barred: string | null) =>
    world.sql`update account set barred = ${barred} where person_id = ${await world.person(name)}`;
  beforeEach(() => reachable('root', 'deleted'));
  afterEach(() => reachable('root', null));

  test('it is brought before everybody, with the answers, and brought up as often as elsewhere; who comes is asked', async () => {
    for (const name of ['nel', 'max']) await world.person(name);
    const { posts } = await world.queued(async () => {
      await cases.proposed('alone', { stop: 'nel', deputy: 'max', gone: ['nel', 'max'] });
    });
    const told = posts.filter(({ subject }) => subject.startsWith('proposal:'));
    expect(told.map(({ slot, place }) => `${slot} ${place}`)).toEqual([
      'everybody slack:T1/CNEWS',
      `person:${await world.person('olu')} slack:T1/UOLU`,
    ]);
    const { subject } = told[0]!;
    const shown = (slot: string) => world.says(subject, slot);
    expect(await shown('everybody')).toMatch(
      /Nobody who could answer can be reached here\. An admin who writes to me is asked at once, .*\n\[Pause\] \[Close\] \[Keep running\] \[Snooze one cycle\]/,
    );
    expect(await shown(`person:${await world.person('olu')}`)).not.toContain('[Pause]');
    expect(await places()).toEqual([]);
    for (const day of [3, 7, 14, 21, 28]) {
      later(day);
      expect(await places()).toEqual(['remind CNEWS']);
      expect(await places()).toEqual([]);
    }
    expect(await shown('remind:everybody:week-4')).toMatch(/This has waited 28 days for an answer[\s\S]*\[Pause\]/);
    // The right is looked at when somebody presses.
    const answer = { usecase: 'alone', answer: 'keep_running', why: 'I looked.' };
    expect(await world.refused('grace', 'proposal-decide', answer)).toMatch(/^You may not stop this use case/);
    await reachable('root', null);
    expect(await places()).toEqual(['person UROOT']);
    expect(await shown('everybody')).not.toMatch(/\[Pause\]|can be reached here/);
    await world.done('root', 'proposal-decide', answer);
    expect(await shown('everybody')).toContain('it keeps running');
  });

  test('also when all have left since; and where there is no place it waits until there is one', async () => {
    await world.person('nia');
    await cases.proposed('left-alone', { stop: 'nia', deputy: 'nia' });
    await reachable('nia', 'deleted');
    const { settings } = world.house;
    world.house.settings = { ...settings, announcePlaces: [] };
    const audited = async () => (await world.sql`select from audit`).length;
    const before = await audited();
    expect(await places()).toEqual([]);
    expect(await places()).toEqual([]);
    expect(await audited()).toBe(before);
    world.house.settings = settings;
    expect(await places()).toEqual(['everybody CNEWS']);
    expect(await places()).toEqual([]);
  });
});

test('one that cannot be brought up holds the others not back', async () => {
  const { proposal: stuck } = await cases.proposed('stuck');
  cases.at(WEDNESDAY);
  await cases.proposed('fine');
  await world.sql`
    create function refuse_stuck() returns trigger language plpgsql as $$ begin raise 'a row that cannot be written'; end $$`;
  await world.sql.unsafe(
    `create trigger stuck before update on proposal for each row when (old.id = ${stuck}) execute function refuse_stuck()`,
  );
  later(3);
  const before = await world.sql`select from audit`;
  const { posts } = await world.queued(remind);
  expect(posts.map(({ subject, place }) => `${subject === `proposal:${stuck}`} ${place}`)).toEqual([
    'false slack:T1/USAM',
  ]);
  expect(await world.sql`select from audit`).toHaveLength(before.length + 1);
  expect(world.logs.at(-1)).toMatchObject({ level: 'error', facts: { usecase: 'stuck' } });
  await world.sql`drop trigger stuck on proposal`;
  expect(await places()).toEqual(['remind USAM']);
});

test('several processes remind once', async () => {
  await cases.proposed('thrice');
  later(3);
  const { posts } = await world.queued(() => Promise.all([remind(), remind(), remind()]));
  expect(posts).toHaveLength(1);
});
