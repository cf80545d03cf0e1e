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

const withdraw = (who: string) => world.run(who, 'withdraw', { change: seen.change });

test.each(['ada', 'olu', 'dee', 'root'])('%s takes a change back: author, owner, deputy or admin', async (who) => {
  expect(await withdraw(who)).toMatchObject({ kind: 'done', result: { change: seen.change, prompt: slug } });
  expect(await world.done('eve', 'change', { change: seen.change })).toMatchObject({
    review: 'withdrawn',
    application: 'dropped',
  });
});

test.each(['grace', 'eve'])('%s may not, and is told who could', async (who) => {
  expect(await world.refused(who, 'withdraw', { change: seen.change })).toBe(
    'You may not withdraw this change. These can: Olu, Dee, Ada, and the admins.',
  );
});

test('the thread hears of it, the author privately unless they did it themselves', async () => {
  const told = async (who: string) => (await world.queued(() => withdraw(who))).posts;
  const subject = () => `change:${seen.change}`;
  const thread = { place: 'slack:T1/CREVIEW', slot: 'thread:withdrawn-1' };
  expect(await told('ada')).toEqual([{ subject: subject(), ...thread }]);
  seen = await world.submit(slug, 'once more');
  expect(await told('olu')).toEqual([
    { subject: subject(), ...thread },
    { subject: subject(), place: 'slack:T1/UADA', slot: 'dm:withdrawn-1' },
  ]);
});

test('its card loses its buttons and keeps who took it back', async () => {
  await withdraw('ada');
  const card = await world.answer('grace', 'change', { change: seen.change });
  expect(card).toContain(`Withdrawn by Ada at ${world.now().toISOString()}`);
  expect(card).not.toContain('[');
});

test('what is over is not taken back', async () => {
  await world.approve('grace', seen.change);
  expect(await world.refused('ada', 'withdraw', { change: seen.change })).toBe(
    `Grace approved change #${seen.change} of ${slug} at ${utc(world.now())}; nothing was changed by you.`,
  );
});

test('a change that waits for a revision, or is stale, is taken back', async () => {
  await world.done('grace', 'request-changes', { ...seen, reason: 'Shorter' });
  expect((await withdraw('ada')).kind).toBe('done');
  seen = await world.submit(slug, 'stale soon');
  await world.release(slug, `faster ${count}`);
  expect((await withdraw('ada')).kind).toBe('done');
});

test('one whose time has run out is over, whatever it waited for', async () => {
  await world.done('grace', 'request-changes', { ...seen, reason: 'Shorter' });
  world.pass(168 * 3_600_000);
  expect(await world.refused('ada', 'withdraw', { change: seen.change })).toMatch(
    /^Sorry, change #\d+ of support-reply expired at .* before it was decided\./,
  );
});

test('a co-author has no say in taking it back', async () => {
  await world.submit(slug, `by Grace ${count}`, 'grace', { change: seen.change });
  expect(await withdraw('grace')).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
});

test('a rollback is not taken back by withdrawing its follow-up', async () => {
  await world.release(slug, `bad ${count}`);
  const { follow_up } = await world.done<{ follow_up: number }>('ada', 'rollback', { prompt: slug, reason: 'wrong' });
  expect(await world.refused('ada', 'withdraw', { change: follow_up })).toContain('has already happened');
});
