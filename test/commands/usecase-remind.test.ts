import { afterAll, beforeAll, expect, test } from 'vitest';
import { filled, harmless, working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

const DAY = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await working(world, 'calls', { timezone: 'Pacific/Auckland' });
  await world.done('olu', 'usecase-create', { usecase: 'support' });
  await world.done('olu', 'usecase-edit', { usecase: 'support', ...filled, timezone: 'America/Los_Angeles' });
  await world.done('olu', 'usecase-assess', { usecase: 'support', ...harmless, layer: 'light' });
  await world.done('olu', 'usecase-activate', { usecase: 'support', until: '2026-11-10' });
});
afterAll(() => world?.close());

const remind = () => world.queued(() => world.tick('usecase-remind'));
const card = async (subject: string, slot: string) => {
  return world.says(subject, slot);
};

test('only the clock types it', async () => {
  expect(await world.refused('root', 'usecase-remind')).toContain('I do not know');
});

test('a pilot is over when its last day is over where it is at home', async () => {
  // 2026-11-10 23:00 in Los Angeles is 07:00 of the next day in UTC.
  world.pass(new Date('2026-11-11T07:00:00Z').getTime() - world.now().getTime());
  expect((await remind()).posts).toEqual([]);
  world.pass(2 * 3_600_000);
  const { posts } = await remind();
  expect(posts).toMatchObject([{ place: 'slack:T1/USAM' }]);
  const text = await card(posts[0]!.subject, posts[0]!.slot);
  expect(text).toContain('The pilot of support ended on 2026-11-10');
  expect(text).toContain('[Activate or extend] [Close] [Show it]');
});

test('a pause whose time has run out asks whoever may resume it, and says when it was', async () => {
  await world.done('olu', 'usecase-activate', { usecase: 'support', as: 'active' });
  await world.done('sam', 'usecase-pause', { usecase: 'calls', reason: 'Wrong names', until: '2026-11-13' });
  world.pass(2 * DAY);
  const { posts } = await remind();
  expect(posts).toHaveLength(1);
  const { subject, slot } = posts[0]!;
  expect(await card(subject, slot)).toContain('calls is still paused, and its time has run out');
  await world.done('sam', 'usecase-resume', { usecase: 'calls', changed: 'Names are checked' });
  expect(await card(subject, slot)).toMatch(/calls went on: Sam resumed it at .*: Names are checked/);
  expect((await remind()).posts).toEqual([]);
});

test('where nobody can be told nothing is done, minute after minute; it is told once as soon as somebody can', async () => {
  const { settings } = world.house;
  const barred = (why: string | null) =>
    world.sql`update account set barred = ${why} where user_id in ('USAM', 'UOLU', 'UDEE')`;
  await world.done('sam', 'usecase-pause', { usecase: 'calls', reason: 'Names again', until: '2026-11-16' });
  await barred('deleted');
  world.pass(4 * DAY);
  const traces = async () => {
    const [row] = await world.sql`
      select (select count(*)::int from audit) as audited, (select string_agg(xmin::text, ',' order by id) from use_case) as updated,
        (select count(*)::int from graphile_worker._private_jobs) as jobs`;
    return row;
  };
  const before = await traces();
  world.house.settings = { ...settings, announcePlaces: [] };
  for (let minute = 0; minute < 3; minute++) expect(await remind()).toEqual({ posts: [], refresh: [] });
  // A place that takes no posts is none.
  world.house.settings = settings;
  await world.sql`insert into place (id, dead_since) values ('slack:T1/CNEWS', now())`;
  expect(await remind()).toEqual({ posts: [], refresh: [] });
  expect(await traces()).toEqual(before);
  await world.sql`delete from place where id = 'slack:T1/CNEWS'`;
  expect((await remind()).posts).toMatchObject([{ place: 'slack:T1/CNEWS' }]);
  // It is with the queue now, and not told again while that is slow.
  expect(await remind()).toEqual({ posts: [], refresh: [] });
  await barred(null);
  expect(await remind()).toEqual({ posts: [], refresh: [] });
  await world.done('sam', 'usecase-resume', { usecase: 'calls', changed: 'Names are checked' });
});

test('of several processes one tells', async () => {
  await world.done('sam', 'usecase-pause', { usecase: 'calls', reason: 'Names, once more', until: '2026-11-18' });
  world.pass(2 * DAY);
  const clock = () => world.tick('usecase-remind');
  const { posts } = await world.queued(() => Promise.all([clock(), clock(), clock()]));
  expect(posts).toHaveLength(1);
  await world.done('sam', 'usecase-resume', { usecase: 'calls', changed: 'Names are checked' });
});

test('whoever cannot be written to is not waited for: the owner hears of it', async () => {
  await world.sql`update account set barred = 'deleted' where user_id = 'USAM'`;
  await world.done('olu', 'usecase-pause', { usecase: 'calls', reason: 'Again', until: '2026-11-20' });
  world.pass(8 * DAY);
  expect((await remind()).posts).toMatchObject([{ place: 'slack:T1/UOLU' }]);
});
