import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

type List = { prompts: { prompt: string; production: number | null; waiting: number }[] };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

test('with no prompt at all the way to the first one is shown', async () => {
  const answer = await world.answer('eve', 'list');
  expect(answer).toContain('There is no prompt yet.');
  expect(answer).toContain('[Submit a prompt]');
  expect(await world.done('eve', 'list')).toEqual({ prompts: [] });
});

test('all prompts are listed by name with owner, what production holds and what waits', async () => {
  const first = await world.prompt('zebra');
  await world.approve('grace', first.change);
  await world.submit('zebra', 'next');
  await world.prompt('apple');
  expect(await world.done('eve', 'list')).toEqual({
    prompts: [
      { prompt: 'apple', purpose: 'Answers to customers', owner: 'Olu', production: null, waiting: 1 },
      { prompt: 'zebra', purpose: 'Answers to customers', owner: 'Olu', production: 1, waiting: 1 },
    ],
  });
  const answer = await world.answer('eve', 'list');
  expect(answer).toContain('2 prompts');
  expect(answer).toContain('apple | not released | Olu | 1');
  expect(answer).toContain('zebra | v1 | Olu | 1');
});

test('what is decided, withdrawn or over no longer waits', async () => {
  await world.prompt('mango');
  const waiting = async () =>
    (await world.done<List>('eve', 'list')).prompts.find((one) => one.prompt === 'mango')?.waiting;
  const { change } = await world.submit('mango', 'second');
  expect(await waiting()).toBe(2);
  await world.done('ada', 'withdraw', { change });
  expect(await waiting()).toBe(1);
});

test('a long list is shown in pages that together show everything; programs get all of it at once', async () => {
  const [olu, dee, ada] = [await world.person('olu'), await world.person('dee'), await world.person('ada')];
  await world.sql`
    insert into prompt (slug, use_case_id, purpose, owner_id, deputy_id, policy, created_by, created_at)
    select 'many-' || to_char(n, 'FM000'), (select min(id) from use_case), 'One of many', ${olu}, ${dee}, '{}'::jsonb, ${ada}, now()
    from generate_series(1, 90) as n`;
  const first = await world.answer('eve', 'list');
  expect(first).toContain('93 prompts');
  expect(first).toContain('Showing 1 to 40 of 93.');
  expect(first).toContain('[Show more]');
  const pages = [
    first,
    await world.answer('eve', 'list', { page: 2 }),
    await world.answer('eve', 'list', { page: '3' }),
  ];
  expect(pages[2]).not.toContain('[Show more]');
  const shown = pages.join('\n').match(/^(many-\d+|apple|mango|zebra)(?= \|)/gm);
  expect(new Set(shown).size).toBe(93);
  expect(await world.answer('eve', 'list', { page: 99 })).toBe(pages[2]);
  expect((await world.done<List>('eve', 'list', { page: 2 })).prompts).toHaveLength(93);
});
