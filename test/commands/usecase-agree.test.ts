import { afterAll, beforeAll, expect, test } from 'vitest';
import { readyUseCase } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';
import { expectCalm, sorted, together } from './races.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await Promise.all(['olu', 'dee', 'sam', 'root'].map(world.person));
});
afterAll(() => world?.close());

/** A use case of Olu's with Sam as its stop authority, and a criterion that waits for Sam. */
async function waiting(usecase: string, over: Record<string, unknown> = {}) {
  const [owner, deputy] = [await world.person('olu'), await world.person('dee')];
  const id = await readyUseCase(world.store.db, { slug: usecase, owner, deputy, now: world.now() });
  await world.sql`update use_case set stop_authority_id = ${await world.person('sam')} where id = ${id}`;
  return { usecase, criterion: await more(usecase, over) };
}
async function more(usecase: string, over: Record<string, unknown> = {}) {
  const args = { usecase, kpi: 'reversal_rate', threshold: 15, words: 'Too many are taken back.', ...over };
  const done = await world.done<{ waiting: { criterion: number }[] }>('olu', 'usecase-criteria', args);
  return done.waiting.at(-1)!.criterion;
}
const card = (criterion: number, slot = 'card') => world.says(`criterion:${criterion}`, slot);
const inForce = async (usecase: string) =>
  (await world.done<{ in_force: { threshold: number }[] }>('olu', 'usecase-criteria', { usecase })).in_force;

test('the yes of the second person puts it in force, and the card says who agreed when', async () => {
  const { usecase, criterion } = await waiting('agreed');
  expect(await card(criterion)).toContain('Olu asks you to agree on when agreed should be stopped');
  expect(await card(criterion)).toContain('[Agree] [Not like this]');
  expect(await inForce(usecase)).toEqual([]);
  const queued = await world.queued(() => world.done('sam', 'usecase-agree', { usecase, criterion }));
  expect(queued.refresh).toEqual([`criterion:${criterion}`]);
  expect(queued.posts.map((one) => one.place).sort()).toEqual(['slack:T1/UDEE', 'slack:T1/UOLU']);
  expect(await card(criterion)).toContain('agreed on 2 November 2026 by Olu and Sam');
  expect(await card(criterion)).not.toContain('[Agree]');
  expect(await world.answer('dee', 'usecase-criteria', { usecase })).toContain(
    'Decision reversal rate | above 15 % | 2 weeks | on 2 November 2026 by Olu and Sam',
  );
});

test('nobody agrees with themselves, or in the place of another', async () => {
  const { usecase, criterion } = await waiting('own');
  expect(await world.refused('olu', 'usecase-agree', { usecase, criterion })).toBe(
    'You wrote this down, so somebody else must agree. Sam can.',
  );
  expect(await world.refused('dee', 'usecase-agree', { usecase, criterion })).toBe(
    'The yes is not yours to give. Sam can.',
  );
  expect(await world.refused('ada', 'usecase-agree', { usecase, criterion })).toMatch(/^You may not say when/);
  expect(await inForce(usecase)).toEqual([]);
});

test('a changed threshold takes the place of the old one with the yes, and starts anew', async () => {
  const { usecase, criterion } = await waiting('changed');
  await world.done('sam', 'usecase-agree', { usecase, criterion });
  const next = await more(usecase, { threshold: 30 });
  expect((await inForce(usecase)).map((one) => one.threshold)).toEqual([15]);
  await world.done('sam', 'usecase-agree', { usecase, criterion: next });
  expect((await inForce(usecase)).map((one) => one.threshold)).toEqual([30]);
  expect(next).not.toBe(criterion);
  expect(await card(criterion)).toContain('A criterion for changed held until Sam');
});

test('a no ends it and leaves what is in force', async () => {
  const { usecase, criterion } = await waiting('refused');
  await world.done('sam', 'usecase-agree', { usecase, criterion });
  const next = await more(usecase, { threshold: 99 });
  await world.done('sam', 'usecase-agree', { usecase, criterion: next, answer: 'no' });
  expect((await inForce(usecase)).map((one) => one.threshold)).toEqual([15]);
  expect(await card(next)).toContain('was not agreed to');
  expect(await world.refused('sam', 'usecase-agree', { usecase, criterion: next })).toMatch(
    /^Sam ended this criterion at 2026-11-02 09:00 UTC/,
  );
});

test('what was agreed for weeks judges no months', async () => {
  const { usecase, criterion } = await waiting('months');
  await world.done('sam', 'usecase-agree', { usecase, criterion });
  await world.sql`update use_case set period = 'month' where slug = ${usecase}`;
  expect(await inForce(usecase)).toEqual([]);
  expect(await world.answer('olu', 'usecase-criteria', { usecase })).toContain(
    'It judges nothing until it is agreed anew.',
  );
});

test('of many clicks at once one agrees, and the others are told who', async () => {
  const { usecase, criterion } = await waiting('raced');
  const clicks = Array.from({ length: 20 }, () => () => world.run('sam', 'usecase-agree', { usecase, criterion }));
  const { won, told, lost } = sorted(await together(clicks));
  expect([won.length, told.length, lost.length]).toEqual([1, 19, 0]);
  for (const sentence of told) expect(sentence).toMatch(/^Sam agreed to this at 2026-11-02 09:00 UTC; nothing was/);
  await expectCalm(world);
});

test('a criterion of another use case, or none, is not found', async () => {
  const { criterion } = await waiting('mine');
  await waiting('other');
  expect(await world.refused('sam', 'usecase-agree', { usecase: 'other', criterion })).toBe(
    `other has no criterion ${criterion}.`,
  );
  expect(await world.refused('sam', 'usecase-agree', { usecase: 'mine', criterion: 99999 })).toMatch(
    /has no criterion/,
  );
});
