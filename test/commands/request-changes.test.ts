import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { utc } from '../../src/commands/kit/words.ts';
import { createWorld, type Seen, type World } from '../world.ts';

let world: World;
let seen: Seen;
const slug = 'support-reply';
let count = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one');
});
afterAll(() => world.close());
beforeEach(async () => {
  seen = await world.submit(slug, `text ${++count}`);
});

const request = (who: string) => world.run(who, 'request-changes', { ...seen, reason: 'Name the hours' });

test('it needs a reason, which the button asks for', async () => {
  expect(await world.refused('grace', 'request-changes', { ...seen })).toMatch(/^request-changes needs reason\./);
  const form = await world.asked('grace', 'request-changes', { ...seen });
  expect(form).toMatchObject({ submit: 'Request changes', args: seen });
});

test('the change waits for its author, and its buttons go', async () => {
  expect((await request('grace')).kind).toBe('done');
  expect(await world.done('ada', 'change', { change: seen.change })).toMatchObject({
    review: 'changes_requested',
    application: 'pending',
    decided_by: null,
  });
  const card = await world.answer('ada', 'change', { change: seen.change });
  expect(card).toContain(`✏️ Grace requested changes at ${world.now().toISOString()}: Name the hours`);
  expect(card).not.toContain('[');
});

test('the author is told privately, with the reason and a button to revise', async () => {
  const { posts } = await world.queued(() => request('grace'));
  const dm = posts.find((one) => one.slot === 'dm:verdict')!;
  expect(dm.place).toBe('slack:T1/UADA');
  expect(await world.says(dm.subject, dm.slot)).toBe(
    `Grace requested changes to your change #${seen.change} of ${slug}\n> Name the hours\n[Revise]`,
  );
});

test('nobody decides until it is revised, and whoever tries is told by whom and when', async () => {
  await request('grace');
  const waits = `Grace requested changes to change #${seen.change} of ${slug} at ${utc(world.now())}; it waits for a revision.`;
  expect(await world.refused('olu', 'approve', seen)).toBe(waits);
  expect(await world.refused('olu', 'request-changes', { ...seen, reason: 'And shorter' })).toBe(waits);
  expect((await world.run('olu', 'decline', { ...seen, reason: 'Not at all' })).kind).toBe('done');
});

test('whoever asked for changes decides anew in the next round', async () => {
  await request('grace');
  await world.submit(slug, `revised ${count}`, 'ada', { change: seen.change });
  expect((await world.approve('grace', seen.change)).kind).toBe('done');
});

test.each(['ada', 'eve', 'root'])('%s may not', async (who) => {
  expect(await request(who)).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
});

test('of a follow-up nothing can be requested: what it looks at has already happened', async () => {
  await world.release(slug, `bad ${count}`);
  const { follow_up } = await world.done<{ follow_up: number }>('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  const { cycle, fingerprint } = await world.done<Seen>('grace', 'change', { change: follow_up });
  expect(await world.refused('grace', 'request-changes', { change: follow_up, cycle, fingerprint, reason: 'x' })).toBe(
    `Change #${follow_up} of ${slug} looks back at a rollback that has already happened: it can be found right or wrong, and commented on.`,
  );
});
