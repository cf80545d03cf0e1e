import { afterEach, beforeEach, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import { updateUseCase } from '../../src/store/use-cases.ts';
import { type ReportWorld, reportWorld } from '../report-world.ts';
import { said } from '../said.ts';

let world: ReportWorld;
// It is Monday, 9 o'clock in London: 2 November 2026.
beforeEach(async () => {
  world = await reportWorld();
});
afterEach(() => world?.close());

const look = async (subject: string) =>
  said((await viewOf(world.store.db, subject, 'card', world.now(), world.house.settings))!.card);
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
  const { posts } = await world.queued(() => world.done(null, 'report-due', {}, { via: { door: 'clock' } }));
  expect(posts).toEqual([]);
  const [post] = await world.due();
  const [row] = await world.sql<
    { ends: string }[]
  >`select max(ends_on)::text as ends from cycle where use_case_id = ${id}`;
  expect(row!.ends).toBe('2026-11-15');
  expect(await look(post!.subject)).toContain('support-reply: Hours saved per month, adoption at 30 days');
});

test('only the clock types it', async () => {
  expect(await world.refused('root', 'report-due')).toMatch(/report/);
});
