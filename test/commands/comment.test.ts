import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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

const comment = (who: string, note = 'Also for gift cards?') =>
  world.run(who, 'comment', { change: `#${seen.change}`, note });

test.each(['ada', 'grace', 'eve', 'root'])('%s may comment', async (who) => {
  expect(await comment(who)).toMatchObject({
    kind: 'done',
    result: { verdict: 'comment', review: 'open', move: null },
  });
});

test('a comment appears in the thread, and the author hears of it unless it is their own', async () => {
  const told = async (who: string) =>
    (await world.queued(() => comment(who))).posts.map((one) => `${one.place} ${one.slot}`);
  expect(await told('eve')).toEqual(['slack:T1/CREVIEW thread:verdict', 'slack:T1/UADA dm:verdict']);
  expect(await told('ada')).toEqual(['slack:T1/CREVIEW thread:verdict']);
});

test('somebody may comment as often as they like, and decide besides', async () => {
  await comment('grace');
  await comment('grace', 'And one more thing');
  expect((await world.approve('grace', seen.change)).kind).toBe('done');
  expect((await comment('grace', 'Well done')).kind).toBe('done');
});

test('a comment is possible whatever became of the change', async () => {
  await world.done('ada', 'withdraw', { change: seen.change });
  expect((await comment('grace', 'Why?')).kind).toBe('done');
  seen = await world.submit(slug, 'to be declined');
  await world.done('grace', 'decline', { ...seen, reason: 'no' });
  expect((await comment('ada', 'Why?')).kind).toBe('done');
  seen = await world.submit(slug, 'to expire');
  world.pass(400 * 3_600_000);
  expect((await comment('ada', 'Too late')).kind).toBe('done');
});

test('a comment decides nothing', async () => {
  await comment('olu', 'Approved!');
  expect(await world.done('ada', 'change', { change: seen.change })).toMatchObject({
    review: 'open',
    decided_by: null,
  });
});

test('the words are kept exactly and stand in the history', async () => {
  await comment('eve', '  <!channel> “odd”  words\n');
  const { verdicts } = await world.done<{ verdicts: { by: string; why: string }[] }>('ada', 'history', {
    prompt: slug,
  });
  expect(verdicts[0]).toMatchObject({ by: 'Eve', verdict: 'comment', why: '  <!channel> “odd”  words\n' });
});

test('a comment without words, or with too many, is refused', async () => {
  const refused = (note: string) => world.refused('eve', 'comment', { change: seen.change, note });
  expect(await refused(' \n')).toBe('Comment needs some words.');
  expect(await refused('x'.repeat(3_001))).toBe('Comment may have 3000 characters at most.');
});
