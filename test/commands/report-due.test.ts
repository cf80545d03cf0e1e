import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateUseCase } from '../../src/store/use-cases.ts';
import { type ReportWorld, reportWorld } from '../report-world.ts';

let world: ReportWorld;
// It is Monday, 9 o'clock in London: 2 November 2026.
beforeEach(async () => {
  world = await reportWorld();
});
afterEach(() => world?.close());

const look = (subject: string) => world.says(subject);
const places = async () => (await world.due()).map(({ place }) => place);

test('each owner and each channel gets a report on Monday at nine in their zone, once', async () => {
  world.until('2026-11-03T12:00:00Z');
  await world.useCase('support-reply', { timezone: 'Europe/Berlin', team: 'slack:T1/CTEAM' });
  await world.useCase('triage', { timezone: 'America/New_York', owner: 'grace' });
  expect(await places()).toEqual([]);
  world.until('2026-11-09T07:59:00Z');
  expect(await places()).toEqual([]);
  world.until('2026-11-09T08:00:00Z');
  expect((await places()).sort()).toEqual(['slack:T1/CTEAM', 'slack:T1/UOLU']);
  expect(await places()).toEqual([]);
  world.until('2026-11-09T14:00:00Z');
  expect(await places()).toEqual(['slack:T1/UGRACE']);
  world.until('2026-11-16T08:00:00Z');
  expect((await places()).sort()).toEqual(['slack:T1/CTEAM', 'slack:T1/UOLU']);
});

test('whoever is new gets no report of a slot that had passed before', async () => {
  await world.useCase('support-reply');
  world.until('2026-11-09T09:00:00Z');
  expect(await places()).toEqual(['slack:T1/UOLU']);
  world.until('2026-11-11T10:00:00Z');
  expect(await places()).toEqual([]);
  world.pass(60_000);
  // Grace takes over a use case that has been there for long.
  const [row] = await world.sql<{ id: number }[]>`select id from use_case`;
  await updateUseCase(world.store.db, row!.id, { ownerId: await world.person('grace') });
  expect(await places()).toEqual([]);
  world.until('2026-11-16T09:00:00Z');
  expect(await places()).toEqual(['slack:T1/UGRACE']);
});

test('after a downtime of three weeks there is one report, which says that it is late and tells of all of it', async () => {
  const { prompt } = { prompt: 'support-reply' };
  await world.prompt(prompt);
  await world.release(prompt, 'Be kind.');
  await world.release(prompt, 'Be brief.');
  world.until('2026-11-09T09:00:00Z');
  expect(await places()).toContain('slack:T1/UOLU');
  world.until('2026-11-10T09:00:00Z');
  await world.done('olu', 'rollback', { prompt, reason: 'quality' });
  world.until('2026-12-01T15:00:00Z');
  const posts = (await world.due()).filter(({ place }) => place === 'slack:T1/UOLU');
  expect(posts).toHaveLength(1);
  const text = await look(posts[0]!.subject);
  expect(text).toContain('This report is late: it was due on 2026-11-30');
  expect(text).toMatch(/Rolled back[\s\S]*v3 → v2 on production, on 2026-11-10/);
  world.until('2026-12-07T09:00:30Z');
  const [next] = await world.due();
  expect(await look(next!.subject)).not.toMatch(/late: it was due|Rolled back/);
});

test('what was posted can be shown again as it was, whatever happened since', async () => {
  const id = await world.useCase('support-reply');
  world.until('2026-11-09T09:00:00Z');
  const [post] = await world.due();
  const before = await look(post!.subject);
  await updateUseCase(world.store.db, id, { state: 'closed', stateSince: world.now() });
  expect(await look(post!.subject)).toBe(before);
});

test('where the owner cannot be written to the deputy gets it; where nobody can, it is kept and noted', async () => {
  await world.useCase('support-reply');
  await world.useCase('triage', { owner: 'grace', deputy: 'ada' });
  await world.sql`update account set barred = 'deleted' where user_id in ('UOLU', 'UGRACE', 'UADA')`;
  world.until('2026-11-09T09:00:00Z');
  const posts = await world.due();
  expect(posts.map(({ place }) => place)).toEqual(['slack:T1/UDEE']);
  expect(await look(posts[0]!.subject)).toMatch(/support-reply: the owner of this use case has left/);
  const [entry] = await world.sql<{ detail: string }[]>`select detail from audit where action = 'report'`;
  expect(JSON.parse(entry!.detail)).toEqual({ made: 2, late: 0, unreachable: [await world.person('grace')] });
  expect(await world.due()).toEqual([]);
});

test('the hour that a clock skips is made up for at once, and one that comes twice makes one report', async () => {
  await world.useCase('night', { timezone: 'Europe/Berlin' });
  await world.done('olu', 'report-settings', { day: 'sunday', hour: 2 });
  const berlin = async (...moments: string[]) => {
    const counts: number[] = [];
    for (const at of moments) {
      world.until(at);
      counts.push((await world.due()).length);
    }
    return counts;
  };
  await berlin('2027-03-21T01:00:00Z');
  // On 28 March 2027 it is 3 o'clock after 1:59.
  expect(await berlin('2027-03-28T00:59:00Z', '2027-03-28T01:00:00Z', '2027-03-28T01:01:00Z')).toEqual([0, 1, 0]);
  await berlin('2027-10-24T00:00:00Z');
  // On 31 October 2027 it is 2 o'clock twice.
  expect(await berlin('2027-10-30T23:59:00Z', '2027-10-31T00:00:00Z', '2027-10-31T01:00:00Z')).toEqual([0, 1, 0]);
});

test('a use case that was closed is told of once, and its owner then hears nothing more', async () => {
  const id = await world.useCase('support-reply');
  world.until('2026-11-09T09:00:00Z');
  await world.due();
  world.until('2026-11-10T09:00:00Z');
  await updateUseCase(world.store.db, id, { state: 'closed', stateSince: world.now() });
  world.until('2026-11-16T09:00:00Z');
  const [post] = await world.due();
  expect(await look(post!.subject)).toContain('support-reply (closed)');
  world.until('2026-11-23T09:00:00Z');
  expect(await world.due()).toEqual([]);
});

test('a report waits until the cycles it tells of are closed', async () => {
  const id = await world.useCase('support-reply');
  world.until('2026-11-16T09:00:00Z');
  const { posts } = await world.queued(() => world.tick('report-due'));
  expect(posts).toEqual([]);
  const [post] = await world.due();
  const [row] = await world.sql<
    { ends: string }[]
  >`select max(ends_on)::text as ends from cycle where use_case_id = ${id}`;
  expect(row!.ends).toBe('2026-11-15');
  expect(await look(post!.subject)).toContain(
    'support-reply: Hours saved per month, adoption at 30 days, decision reversal rate and reversal cost | unknown: nothing was reported',
  );
});

describe('an owner with use cases in Tokyo, Berlin and Los Angeles', () => {
  const zones = { tokyo: 'Asia/Tokyo', berlin: 'Europe/Berlin', angeles: 'America/Los_Angeles' };

  /** Of each desk the weeks 45 to 47 of 2026, in which 1, 2 and 3 of 10 decisions were taken back. */
  const desks = async () => {
    for (const [slug, timezone] of Object.entries(zones)) {
      const id = await world.useCase(slug, { timezone });
      await world.sql`
        insert into fact_day (use_case_id, day, decisions, reversals, decisions_reported)
        select ${id}, day, 10, extract(week from day)::int - 44, true
        from generate_series('2026-11-02'::date, '2026-11-22'::date, '1 day') as day`;
    }
  };

  test.each([
    ['Tokyo', zones.tokyo, '2026-11-16T00:00:00Z', 'week 45 of 2026 for angeles and berlin; week 46 of 2026 for tokyo'],
    [
      'Berlin',
      zones.berlin,
      '2026-11-16T08:00:00Z',
      'week 45 of 2026 for angeles; week 46 of 2026 for berlin and tokyo',
    ],
    ['Los Angeles', zones.angeles, '2026-11-16T17:00:00Z', null],
  ])('at nine in %s gets each with its last closed week, on time', async (_, zone, nine, differ) => {
    await desks();
    await world.done('olu', 'report-settings', { zone });
    const moment = new Date(nine).getTime();
    const at = (minutes: number) => world.until(new Date(moment + minutes * 60_000).toISOString());
    // The report of the week before.
    world.until('2026-11-11T12:00:00Z');
    expect(await world.due()).toHaveLength(1);
    at(-1);
    expect(await world.due()).toEqual([]);
    at(0);
    const [post] = await world.due();
    const text = await look(post!.subject);
    expect(text).not.toContain('This report is late');
    for (const slug of Object.keys(zones)) {
      const behind = differ?.split('; ').some((part) => part.startsWith('week 45') && part.includes(slug));
      expect(text).toContain(`${slug}: Decision reversal rate | ${behind ? '10 %, 7' : '20 %, 14'} of 70 decisions`);
    }
    if (differ) expect(text).toContain(`Numbers are of different cycles: ${differ}.`);
    else expect(text).not.toContain('different cycles');
    // What closes later in the day waits for the report after it.
    at(24 * 60);
    expect(await world.due()).toEqual([]);
    at(7 * 24 * 60);
    const [next] = await world.due();
    expect(await look(next!.subject)).toContain('tokyo: Decision reversal rate | 30 %, 21 of 70 decisions');
  });

  test('where a week ends at that very minute it is closed first, and the report is still on time', async () => {
    await desks();
    // It is six in Los Angeles, where weeks close, when it is nine in New York.
    await world.done('olu', 'report-settings', { zone: 'America/New_York' });
    world.until('2026-11-16T14:00:00Z');
    const clock = () => world.tick<{ made: number; late: number }>('report-due');
    expect(await clock()).toMatchObject({ made: 0 });
    await world.closeCycles();
    world.pass(60_000);
    expect(await clock()).toMatchObject({ made: 1, late: 0 });
  });
});

test('one that cannot be made holds nobody else’s back: it is logged, and made as soon as it can be', async () => {
  await world.useCase('support-reply');
  const id = await world.useCase('triage', { owner: 'grace' });
  world.until('2026-11-09T09:00:00Z');
  await world.closeCycles();
  await world.sql`alter table cycle disable trigger append_only`;
  const measures = await world.sql<{ measures: object }[]>`select measures from cycle where use_case_id = ${id}`;
  await world.sql`update cycle set measures = '{}' where use_case_id = ${id}`;
  expect(await places()).toEqual(['slack:T1/UOLU']);
  const grace = `person:${await world.person('grace')}`;
  expect(world.logs.at(-1)).toMatchObject({ level: 'error', facts: { report: grace, slot: '2026-11-09' } });
  world.pass(60_000);
  expect(await places()).toEqual([]);
  await world.sql`update cycle set measures = ${world.sql.json(measures[0]!.measures as never)} where use_case_id = ${id}`;
  expect(await places()).toEqual(['slack:T1/UGRACE']);
});

test('only the clock types it', async () => {
  expect(await world.refused('root', 'report-due')).toMatch(/report/);
});
