import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '../../src/store/audit.ts';
import { happenedSince } from '../../src/store/happenings.ts';
import { beginPost, markPost } from '../../src/store/posts.ts';
import { wipe } from '../../src/store/wipe.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const before = new Date('2026-11-01T00:00:00Z');

test('what happened is told in order: submitted, released, rolled back', async () => {
  const { change } = await world.prompt('support-reply', 'one');
  world.pass(1000);
  await world.approve('grace', change);
  world.pass(1000);
  await world.release('support-reply', 'two');
  world.pass(1000);
  await world.done('olu', 'rollback', { prompt: 'support-reply', reason: 'wrong' });
  const happened = await happenedSince(world.store.db, before);
  expect(happened.map((one) => one.kind)).toEqual(['submitted', 'released', 'submitted', 'released', 'rolled_back']);
  expect(happened[1]).toMatchObject({ prompt: 'support-reply', by: 'slack:T1/UGRACE', author: 'slack:T1/UADA' });
  expect(happened.at(-1)).toMatchObject({ by: 'slack:T1/UOLU', posts: [] });
  expect(await happenedSince(world.store.db, world.now())).toEqual([]);
});

test('a rollback names the posts that told of it, once they are there', async () => {
  const { db } = world.store;
  const [move] = await db.execute<{ id: number }>('select max(id) as id from move' as never);
  const told = { subject: `move:${move!.id}`, slot: 'card', now: world.now() };
  const sent = await beginPost(db, { ...told, place: 'slack:T1/C1' });
  await markPost(db, sent.post.key, { state: 'sent', ref: { channel: 'C1', ts: '1.0' } });
  await beginPost(db, { ...told, place: 'slack:T1/C2' });
  const happened = await happenedSince(db, before);
  expect(happened.at(-1)).toMatchObject({ kind: 'rolled_back', posts: [{ channel: 'C1', ts: '1.0' }] });
});

test('a reset forgets prompts and their trail, keeps people, and begins a new chain that is whole', async () => {
  await wipe(world.store);
  expect(await world.done('ada', 'list')).toEqual({ prompts: [] });
  expect(await happenedSince(world.store.db, before)).toEqual([]);
  const { change } = await world.prompt('support-reply', 'one');
  expect(change).toBe(1);
  expect(await verifyAudit(world.store.db)).toMatchObject({ broken: null });
  await expect(world.store.db.execute('delete from audit' as never)).rejects.toThrow();
});
