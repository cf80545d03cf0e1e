import { afterAll, beforeAll, expect, test } from 'vitest';
import { working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await working(world, 'support');
  await working(world, 'letters');
  await world.prompt('reply');
});
afterAll(() => world?.close());

const useCaseOf = async (prompt: string) =>
  (await world.sql`select u.slug from prompt p join use_case u on u.id = p.use_case_id where p.slug = ${prompt}`)[0]!
    .slug;
const add = (usecase: string, prompt = 'reply', who = 'olu') => [who, 'usecase-add', { usecase, prompt }] as const;

test('a prompt begins in a use case of its own name, and moves with what it needs', async () => {
  expect(await useCaseOf('reply')).toBe('reply');
  const { change } = await world.submit('reply', 'Be kind.');
  expect(await world.approve('grace', change)).toMatchObject({
    kind: 'refused',
    refusal: { offers: [{ label: 'Fill it in', command: 'usecase-edit', args: { usecase: 'reply' } }] },
  });
  expect(await world.done(...add('support'))).toMatchObject({ usecase: 'support', prompts: [{ prompt: 'reply' }] });
  expect(await useCaseOf('reply')).toBe('support');
  expect((await world.approve('grace', change)).kind).toBe('done');
});

test('it asks which prompt and which use case', async () => {
  const form = await world.asked('olu', 'usecase-add');
  expect(form.fields.map((field) => [field.name, field.input.kind])).toEqual([
    ['usecase', 'choice'],
    ['prompt', 'choice'],
  ]);
});

test('rights are needed on both sides', async () => {
  await world.done('root', 'usecase-create', { usecase: 'others', owner: 'root@example.com' });
  expect(await world.refused(...add('letters', 'reply', 'eve'))).toContain('You may not change this use case');
  expect(await world.refused(...add('others'))).toContain('You may not add prompts to this use case');
});

test('what production holds does not move to where nothing may be released', async () => {
  await world.done('olu', 'usecase-create', { usecase: 'bare' });
  expect(await world.refused(...add('bare'))).toContain('Nothing of the use case bare reaches production yet.');
  expect(await world.refused(...add('support'))).toBe('reply belongs to support already.');
  expect(await world.refused(...add('nowhere'))).toContain('There is no use case called nowhere.');
  expect(await world.refused(...add('letters', 'nothing'))).toContain('There is no prompt called nothing.');
});

test('prompts that change places at the same time do not wait for each other', async () => {
  await world.prompt('note');
  await world.done('root', 'usecase-add', { usecase: 'letters', prompt: 'note' });
  for (let round = 0; round < 10; round++) {
    const there = round % 2 === 0;
    const both = await Promise.all([
      world.run(...add(there ? 'letters' : 'support', 'reply')),
      world.run(...add(there ? 'support' : 'letters', 'note')),
    ]);
    expect(both.map((one) => one.kind)).toEqual(['done', 'done']);
  }
});
