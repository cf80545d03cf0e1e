import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug);
  await Promise.all(['sam', 'eve'].map(world.person));
});
afterAll(() => world.close());

const set = (args: Record<string, unknown>) =>
  world.done<{ stakeholders: string[] }>('olu', 'stakeholders', { prompt: slug, ...args });

test('at first there are none', async () => {
  expect(await world.answer('eve', 'stakeholders', { prompt: slug })).toBe(`Stakeholders of ${slug}: nobody\n[Change]`);
});

test('people and channels are stakeholders, typed in one line or picked in two fields', async () => {
  expect(await set({ action: 'add', people: '@slack:T1/USAM and #slack:T1/CHELP' })).toMatchObject({
    stakeholders: ['Sam', 'slack:T1/CHELP'],
  });
  expect(
    await set({ action: 'set', people: ['@slack:T1/UEVE'], places: ['#slack:T1/CHELP', '#slack:T1/CSHOP'] }),
  ).toMatchObject({
    stakeholders: ['Eve', 'slack:T1/CHELP', 'slack:T1/CSHOP'],
  });
  expect(await set({ action: 'remove', people: '#slack:T1/CSHOP' })).toMatchObject({
    stakeholders: ['Eve', 'slack:T1/CHELP'],
  });
});

test('they are told of every move, once, and decide nothing', async () => {
  const { change } = await world.submit(slug, 'two');
  expect((await world.approve('eve', change)).kind).toBe('refused');
  const { posts } = await world.queued(() => world.approve('grace', change));
  const moves = posts.filter((one) => one.subject.startsWith('move:')).map((one) => one.place);
  expect(moves.filter((place) => place === 'slack:T1/UEVE')).toHaveLength(1);
  expect(moves.filter((place) => place === 'slack:T1/CHELP')).toHaveLength(1);
});

test('the form shows people and channels as they are', async () => {
  const form = await world.asked('olu', 'stakeholders', { prompt: slug }, { ask: true });
  expect(form.fields).toMatchObject([
    { name: 'people', value: ['slack:T1/UEVE'], input: { kind: 'people' } },
    { name: 'places', value: ['slack:T1/CHELP'], input: { kind: 'places' } },
  ]);
});

test.each(['#smoke:T1/CHELP', '#slack-home:T1/UEVE', '#help'])(
  'what is no place of a platform is refused: %s',
  async (place) => {
    expect(await world.refused('olu', 'stakeholders', { prompt: slug, action: 'add', places: [place] })).toBe(
      `I do not know the channel "${place}". Pick it from the list that appears when you type #.`,
    );
  },
);

test('everything can be taken away again', async () => {
  expect(await set({ action: 'set' })).toMatchObject({ stakeholders: [] });
});

test('only the owner and admins set it', async () => {
  expect(await world.refused('grace', 'stakeholders', { prompt: slug, people: 'me' })).toMatch(/^You may not change/);
});
