import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addReadings } from '../../src/store/readings.ts';
import { said } from '../said.ts';
import { needsNoReview } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

type Done = { move: number; follow_up: number };

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  slug = `prompt-${++count}`;
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  await world.release(slug, 'two');
});

const back = (who = 'ada', more: Record<string, unknown> = {}) =>
  world.done<Done>(who, 'rollback', { prompt: slug, reason: 'wrong', ...more });
const card = (subject: string, slot = 'card') => world.says(subject, slot);

test('every place and person is told once, and the review place gets the follow-up', async () => {
  await world.done('olu', 'stakeholders', {
    prompt: slug,
    // Olu is the owner besides, the announce place a stakeholder, too.
    people: ['olu@example.com', 'grace@example.com'],
    places: ['#slack:T1/CHELP', '#slack:T1/CNEWS'],
  });
  let done: Done | undefined;
  const { posts, refresh } = await world.queued(async () => {
    done = await back();
  });
  const { move, follow_up } = done!;
  expect(posts.map((one) => `${one.subject} ${one.place} ${one.slot}`).sort()).toEqual(
    [
      ...['CHELP', 'CNEWS', 'UDEE', 'UGRACE', 'UOLU'].map((place) => `move:${move} slack:T1/${place} card`),
      `change:${follow_up} slack:T1/CREVIEW card`,
    ].sort(),
  );
  // The announcement of the version that is gone is edited, so that it no longer offers what is done.
  expect(refresh).toEqual([expect.stringMatching(/^move:\d+$/), 'usecase:1']);
});

test('whoever rolled back knows already', async () => {
  const { posts } = await world.queued(() => back('olu'));
  expect(posts.map((one) => one.place)).not.toContain('slack:T1/UOLU');
});

test('the announcement says from what to what, who, why, and who reads it and will have it when', async () => {
  const { token } = await world.done<{ token: number }>('root', 'token', { action: 'create', name: `desk-${count}` });
  const idle = await world.done<{ token: number }>('root', 'token', { action: 'create', name: `idle-${count}` });
  const [row] = await world.sql<{ id: number }[]>`select id from prompt where slug = ${slug}`;
  const read = (tokenId: number, day: string, hours: [number, number], reads: number) => ({
    tokenId,
    promptId: row!.id,
    label: 'production',
    day,
    count: reads,
    firstAt: new Date(`${day}T00:00:00Z`.replace('00:', `${String(hours[0]).padStart(2, '0')}:`)),
    lastAt: new Date(`${day}T00:00:00Z`.replace('00:', `${String(hours[1]).padStart(2, '0')}:`)),
  });
  await addReadings(world.store.db, [read(token, '2026-11-02', [7, 8], 61), read(idle.token, '2026-10-20', [7, 8], 5)]);
  const { move } = await back('dee', { reason: ['wrong', 'complaints'], note: 'Old prices' });
  const text = await card(`move:${move}`);
  expect(text).toContain(`⏪ ${slug} was rolled back on production: v2 → v1`);
  expect(text).toMatch(/Version: v2 → v1 \([0-9a-f]{7}\)/);
  expect(text).toContain('Rolled back by: Dee');
  expect(text).toContain('> Answers are wrong or made up; Users complain: Old prices');
  expect(text).toContain(
    `desk-${count} will have it at its next read, usually within 1 minute (last read 2026-11-02T08:00:00.000Z)`,
  );
  expect(text).not.toContain(`idle-${count}`);
});

test('a token that is revoked is not promised anything, and readers without end are counted', async () => {
  const [row] = await world.sql<{ id: number }[]>`select id from prompt where slug = ${slug}`;
  const at = new Date('2026-11-02T08:00:00Z');
  const reads = [];
  for (let n = 0; n < 11; n++) {
    const name = `app-${count}-${n}`;
    const { token: tokenId } = await world.done<{ token: number }>('root', 'token', { action: 'create', name });
    if (n === 0) await world.done('root', 'token', { action: 'revoke', name });
    const when = { day: '2026-11-02', firstAt: at, lastAt: at };
    reads.push({ tokenId, promptId: row!.id, label: 'production', count: 20 - n, ...when });
  }
  await addReadings(world.store.db, reads);
  const { move } = await back();
  const text = await card(`move:${move}`);
  expect(text).toContain(`app-${count}-0 is revoked and reads no more (last read 2026-11-02T08:00:00.000Z)`);
  expect(text).toContain(`app-${count}-1 will have it at its next read`);
  expect(text).toContain('and 3 more will at their next read');
  const { change } = await world.submit(slug, 'for whom?');
  expect(await world.answer('ada', 'change', { change })).toContain(`Affects: app-${count}-1 (19 reads), `);
});

test('without readers it says so', async () => {
  const { move } = await back();
  expect(await card(`move:${move}`)).toContain('No application has read this label in the last 7 days.');
});

test('the follow-up asks everybody who may decide, but not whoever rolled back', async () => {
  const { follow_up } = await back('grace');
  const text = await card(`change:${follow_up}`);
  expect(text).toContain(`Grace rolled ${slug} back to v1: was it right?`);
  expect(text).toContain('Who may decide: Olu or Dee');
  expect(text).toContain('[It was right] [It was wrong]');
  expect(text).not.toContain('Request changes');
  expect(await world.approve('grace', follow_up)).toMatchObject({
    kind: 'refused',
    refusal: { message: 'You wrote this change, so somebody else must decide on it. These can: Olu, Dee.' },
  });
});

test('found right, it stays as it is; nothing moves a second time', async () => {
  const { follow_up, move } = await back();
  const outcome = await world.approve('olu', follow_up);
  expect(outcome).toMatchObject({ kind: 'done', result: { move: null, review: 'approved', application: 'applied' } });
  expect(outcome.kind === 'done' && said(outcome.card)).toBe(`You found the rollback of ${slug} right. Ada knows.`);
  const { moves } = await world.done<{ moves: { move: number }[] }>('eve', 'history', { prompt: slug });
  expect(moves[0]!.move).toBe(move);
  expect(await card(`change:${follow_up}`)).toMatch(/✅ Found right by Olu at .*\(v1, [0-9a-f]{7}\)/);
});

test('found wrong, it says so with the reason and undoes nothing by itself', async () => {
  const { follow_up, move } = await back();
  const { cycle, fingerprint } = await world.done<{ cycle: number; fingerprint: string }>('olu', 'change', {
    change: follow_up,
  });
  const form = await world.asked('olu', 'decline', { change: follow_up, cycle, fingerprint });
  expect(form).toMatchObject({ title: `It was wrong: change #${follow_up}`, submit: 'It was wrong' });
  const answer = await world.answer('olu', 'decline', { ...form.args, reason: 'The answers were fine' });
  expect(answer).toBe(
    `You found the rollback of ${slug} wrong. Ada knows.\nThat moved nothing. This undoes the rollback on production:\n[Undo: back to v2]`,
  );
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({
    review: 'declined',
    application: 'applied',
  });
  expect(await card(`change:${follow_up}`)).toContain(': The answers were fine');
  const { moves } = await world.done<{ moves: { move: number }[] }>('eve', 'history', { prompt: slug });
  expect(moves[0]!.move).toBe(move);
});

test('where the policy asks for no approval, a rollback is still looked at by one other person', async () => {
  await needsNoReview(world.sql);
  await world.done('olu', 'policy', { prompt: slug, approvals: 0 });
  const { follow_up } = await back();
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({ review: 'open' });
  expect(await card(`change:${follow_up}`)).not.toContain('Approvals: 0 of 0');
  await world.approve('grace', follow_up);
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({ review: 'approved' });
});

test('a required reviewer who rolled back is not waited for in the follow-up', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'grace@example.com' });
  const { follow_up } = await back('grace');
  await world.approve('dee', follow_up);
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({ review: 'approved' });
});

test('a later move makes no follow-up stale: it looks at what has happened', async () => {
  const { follow_up } = await back();
  await world.release(slug, 'three');
  expect(await world.done('eve', 'change', { change: follow_up })).toMatchObject({ review: 'open' });
});

test('the move, its audit row and the follow-up are there together', async () => {
  const { move, follow_up } = await back();
  const { entries } = await world.done<{ entries: { action: string; subject: string; detail: object }[] }>(
    'eve',
    'audit',
    { subject: slug },
  );
  expect(entries.slice(0, 2)).toMatchObject([
    { action: 'follow_up', subject: `change:${follow_up}`, detail: { move } },
    { action: 'move', subject: `prompt:${slug}`, detail: { move, kind: 'rollback', to: 1 } },
  ]);
});
