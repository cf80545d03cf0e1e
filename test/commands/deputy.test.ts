import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug);
  await world.person('sam');
});
afterAll(() => world.close());

test('anybody may ask who the deputy is', async () => {
  expect(await world.done('eve', 'deputy', { prompt: slug })).toEqual({ prompt: slug, deputy: 'Dee' });
  expect(await world.answer('eve', 'deputy', { prompt: slug })).toContain(`The deputy of ${slug} is Dee.`);
});

test('the deputy does not name the next one; owner and admins do', async () => {
  expect(await world.refused('dee', 'deputy', { prompt: slug, person: 'sam@example.com' })).toBe(
    'You may not change how this prompt is governed. These can: Olu, and the admins.',
  );
  expect(await world.answer('olu', 'deputy', { prompt: slug, person: 'sam@example.com' })).toBe(
    `Sam is now the deputy of ${slug}, after Dee.`,
  );
  expect(await world.done('root', 'deputy', { prompt: slug, person: 'dee@example.com' })).toMatchObject({
    deputy: 'Dee',
  });
});

test('the owner does not stand in for themselves', async () => {
  expect(await world.refused('olu', 'deputy', { prompt: slug, person: 'me' })).toBe(
    'Olu is the owner already, and the deputy stands in for the owner: name two people.',
  );
});

test('the deputy decides on changes and is told of moves', async () => {
  const { change } = await world.submit(slug, 'two');
  expect((await world.approve('dee', change)).kind).toBe('done');
  const next = await world.submit(slug, 'three');
  const { posts } = await world.queued(() => world.approve('grace', next.change));
  expect(posts.filter((one) => one.place === 'slack:T1/UDEE')).toHaveLength(1);
});

test('a deputy whose approval the policy requires stays until the policy is changed', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'dee@example.com' });
  expect(await world.refused('olu', 'deputy', { prompt: slug, person: 'sam@example.com' })).toMatch(
    /^The policy requires the approval of Dee\./,
  );
});
