import { afterAll, beforeAll, expect, test } from 'vitest';
import { someone } from '../../accounts.ts';
import { createWorld, type World } from '../../world.ts';

const slug = 'support-reply';
let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug);
  const tam = someone(world, 'teams:TN/tam', 'tam@example.com');
  await tam.met();
  await someone(world, 'teams:TN/grace', 'grace@example.com').met();
  await world.done('olu', 'reviewers', { prompt: slug, people: 'tam@example.com' });
});
afterAll(() => world?.close());

/** What comes back when a form is sent as it was opened. */
const sent = (form: { args: Record<string, unknown>; fields: readonly { name: string; value?: unknown }[] }) => {
  const typed = (value: unknown) => [value ?? []].flat().map((one) => (String(one).includes('/') ? `@${one}` : one));
  return {
    ...form.args,
    ...Object.fromEntries(
      form.fields.map(({ name, value }) => [name, name === 'people' || name === 'required' ? typed(value) : value]),
    ),
  };
};

test('a form of one platform loses nobody who is only on the other', async () => {
  for (const door of ['slack', 'teams'] as const) {
    const form = await world.asked('olu', 'reviewers', { prompt: slug }, { ask: true, via: { door } });
    const people = form.fields.find((one) => one.name === 'people')?.value;
    expect(people).toEqual(door === 'slack' ? ['slack:T1/UGRACE'] : ['teams:TN/grace', 'teams:TN/tam']);
    expect(await world.done('olu', 'reviewers', sent(form), { via: { door } })).toMatchObject({
      reviewers: expect.arrayContaining(['Grace', 'tam of teams']),
    });
  }
});

test('channels of the other platform stay among the stakeholders', async () => {
  const places = ['#slack:T1/CHELP', '#teams:TN/19:abc@thread.tacv2'];
  await world.done('olu', 'stakeholders', { prompt: slug, action: 'set', places });
  const form = await world.asked('olu', 'stakeholders', { prompt: slug }, { ask: true });
  expect(form.fields.find((one) => one.name === 'places')?.value).toEqual(['slack:T1/CHELP']);
  const done = await world.done('olu', 'stakeholders', { ...form.args, places: ['#slack:T1/CSHOP'] });
  expect(done).toMatchObject({ stakeholders: ['slack:T1/CSHOP', 'teams:TN/19:abc@thread.tacv2'] });
});

test('whom the policy requires stays required, though a form cannot show them', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: ['tam@example.com', 'grace@example.com'] });
  const form = await world.asked('olu', 'policy', { prompt: slug }, { ask: true });
  expect(form.fields.find((one) => one.name === 'required')?.value).toEqual(['slack:T1/UGRACE']);
  expect(await world.done('olu', 'policy', sent(form))).toMatchObject({
    required: expect.arrayContaining(['Grace', 'tam of teams']),
  });
});
