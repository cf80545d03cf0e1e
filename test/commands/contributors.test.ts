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

test('whoever made the prompt is its first contributor', async () => {
  expect(await world.done('eve', 'contributors', { prompt: slug })).toEqual({ prompt: slug, contributors: ['Ada'] });
});

test('a contributor may submit and roll back, but not decide', async () => {
  const given = { prompt: slug, text: 'by Sam', why: 'x' };
  expect((await world.run('sam', 'submit', given)).kind).toBe('refused');
  expect(
    await world.done('olu', 'contributors', { prompt: slug, action: 'add', people: '@slack:T1/USAM' }),
  ).toMatchObject({ contributors: ['Ada', 'Sam'] });
  expect((await world.run('sam', 'submit', given)).kind).toBe('done');
  const { change } = await world.submit(slug, 'by Ada');
  expect(await world.approve('sam', change)).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
  expect(await world.refused('sam', 'rollback', { prompt: slug, reason: 'wrong' })).toMatch(/has no label production/);
});

test('a contributor who was removed may not go on', async () => {
  await world.done('olu', 'contributors', { prompt: slug, action: 'remove', people: 'sam@example.com' });
  expect((await world.run('sam', 'submit', { prompt: slug, text: 'more', why: 'x' })).kind).toBe('refused');
});

test('contributors do not let others in', async () => {
  expect(await world.refused('ada', 'contributors', { prompt: slug, people: 'sam@example.com' })).toMatch(
    /^You may not change how this prompt is governed\./,
  );
});

test('a channel cannot contribute', async () => {
  expect(await world.refused('olu', 'contributors', { prompt: slug, people: '#slack:T1/CHELP' })).toMatch(
    /^Contributors are people/,
  );
});
