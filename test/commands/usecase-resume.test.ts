import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readingLoader } from '../../src/store/prompt-reading.ts';
import { begun, filled, harmless, serving } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let usecase: string;
let slug: string;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
});
afterAll(() => world?.close());

beforeEach(async () => {
  ({ usecase, slug } = await serving(world));
  await world.done('olu', 'usecase-pause', { usecase, reason: 'It promises refunds' });
});

const resume = (who = 'sam', changed: string | undefined = 'It no longer does') =>
  [who, 'usecase-resume', { usecase, changed }] as const;

test('the stop authority resumes it, and readers are served again', async () => {
  expect(await world.done(...resume())).toMatchObject({ state: 'active', until: null });
  expect(await readingLoader(world.store.db)(slug, { label: 'production' })).toMatchObject({ label: 'production' });
  const kinds =
    await world.sql`select kind from move where prompt_id = (select id from prompt where slug = ${slug}) order by id`;
  expect(kinds.map((one) => one.kind)).toEqual(['promote', 'pause', 'resume']);
});

test('what changed is needed, kept and announced as the pause was; its card says that it is over', async () => {
  expect((await world.asked(...resume('sam', ''))).fields.map((field) => field.name)).toEqual(['changed']);
  const { posts } = await world.queued(() => world.done(...resume()));
  expect(posts.map((one) => one.place)).toEqual(
    expect.arrayContaining(['slack:T1/CNEWS', 'slack:T1/UOLU', 'slack:T1/UDEE', 'slack:T1/UGRACE']),
  );
  expect(posts.every((one) => /^resume-\d+$/.test(one.slot))).toBe(true);
});

test.each(['olu', 'dee', 'grace', 'root'])('%s may not, and hears who can', async (who) => {
  expect(await world.refused(...resume(who))).toBe('You may not start this use case again. These can: Sam.');
});

test('where the stop authority left, another one is named first', async () => {
  await world.done('root', 'usecase-edit', { usecase, stop_authority: 'dee@example.com' });
  expect(await world.refused(...resume())).toContain('These can: Dee.');
  expect(await world.done(...resume('dee'))).toMatchObject({ state: 'active' });
});

test('a pilot goes on as a pilot, with its last day', async () => {
  const own = `pilot-${usecase}`;
  await begun(world, own);
  await world.done('olu', 'usecase-edit', { usecase: own, ...filled });
  await world.done('olu', 'usecase-assess', { usecase: own, ...harmless, layer: 'light' });
  await world.done('olu', 'usecase-activate', { usecase: own, until: '2026-12-01' });
  await world.done('sam', 'usecase-pause', { usecase: own, reason: 'To think' });
  const resumed = await world.done('sam', 'usecase-resume', { usecase: own, changed: 'Thought' });
  expect(resumed).toMatchObject({ state: 'pilot', until: '2026-12-01' });
});

test('what is not paused is not resumed', async () => {
  await world.done(...resume());
  expect(await world.refused(...resume())).toContain(`The use case ${usecase} is active`);
});

test('the time of a pause may run out: nothing resumes by itself, the stop authority is reminded once', async () => {
  await world.done(...resume());
  await world.done('olu', 'usecase-pause', { usecase, reason: 'Again', until: '2026-11-05' });
  const remind = () => world.queued(() => world.tick('usecase-remind'));
  expect((await remind()).posts).toEqual([]);
  world.pass(3 * 86_400_000);
  const { posts } = await remind();
  expect(posts).toMatchObject([{ place: 'slack:T1/USAM', slot: expect.stringMatching(/^due-\d+$/) }]);
  expect(await world.done('eve', 'usecase-show', { usecase })).toMatchObject({ state: 'paused' });
  const { subject, place, slot } = posts[0]!;
  await world.sql`insert into post (key, subject, place_id, slot, state, at) values (${`${subject}|${place}|${slot}`}, ${subject}, ${place}, ${slot}, 'sent', now())`;
  expect((await remind()).posts).toEqual([]);
});
