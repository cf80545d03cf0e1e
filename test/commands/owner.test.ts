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

const owner = (person: string, who = 'olu') => world.done(who, 'owner', { prompt: slug, person });

test('anybody may ask who the owner is', async () => {
  expect(await world.done('eve', 'owner', { prompt: slug })).toEqual({ prompt: slug, owner: 'Olu' });
  const answer = await world.answer('eve', 'owner', { prompt: slug });
  expect(answer).toBe(`The owner of ${slug} is Olu.\n[Change the owner]`);
});

test.each(['eve', 'ada', 'grace', 'dee'])('%s may not hand a prompt to somebody else', async (who) => {
  expect(await world.refused(who, 'owner', { prompt: slug, person: 'sam@example.com' })).toBe(
    'You may not change how this prompt is governed. These can: Olu, and the admins.',
  );
  expect(await world.refused(who, 'owner', { prompt: slug }, { ask: true })).toMatch(/^You may not change/);
});

test('the owner hands the prompt over, from then on decides no more, and it is recorded', async () => {
  const answer = await world.answer('olu', 'owner', { prompt: slug, person: '@slack:T1/USAM' });
  expect(answer).toBe(`Sam is now the owner of ${slug}, after Olu.`);
  expect(await world.refused('olu', 'owner', { prompt: slug, person: 'me' })).toMatch(
    /These can: Sam, and the admins\.$/,
  );
  const { entries } = await world.done<{ entries: object[] }>('eve', 'audit', { subject: slug });
  expect(entries[0]).toMatchObject({
    action: 'owner',
    by: 'Olu',
    detail: { from: await world.person('olu'), to: await world.person('sam') },
  });
});

test('an admin gives a prompt a new owner when the old one is gone', async () => {
  expect(await owner('olu@example.com', 'root')).toMatchObject({ owner: 'Olu' });
});

test('naming the present owner changes nothing', async () => {
  const before = (await world.effects()).audit;
  expect(await owner('me')).toMatchObject({ owner: 'Olu' });
  expect((await world.effects()).audit).toBe(before);
});

test('owner and deputy are two people', async () => {
  const no = await world.refusal('olu', 'owner', { prompt: slug, person: 'dee@example.com' });
  expect(no.message).toBe('Dee is the deputy already, and the deputy stands in for the owner: name two people.');
  expect(Object.keys(no.fields)).toEqual(['person']);
});

test('somebody unknown is refused kindly, with the way to name them', async () => {
  expect(await world.refused('olu', 'owner', { prompt: slug, person: 'nobody@example.com' })).toBe(
    'I do not know "nobody@example.com". Mention the person, or give the e-mail address of somebody who has spoken to me.',
  );
  expect(await world.refused('olu', 'owner', { prompt: slug, person: '@slack:T1/UNOBODY' })).toContain(
    'I do not know "@slack:T1/UNOBODY".',
  );
});

test('an owner whose approval the policy requires stays until the policy is changed', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'me' });
  const no = await world.refusal('olu', 'owner', { prompt: slug, person: 'sam@example.com' });
  expect(no.code).toBe('conflict');
  expect(no.message).toBe(`The policy requires the approval of Olu. Change the policy first: policy ${slug}`);
  await world.done('olu', 'policy', { prompt: slug, required: 'none' });
  expect(await owner('sam@example.com')).toMatchObject({ owner: 'Sam' });
});

test('the form is filled with the present owner', async () => {
  const form = await world.asked('sam', 'owner', { prompt: slug }, { ask: true });
  expect(form).toMatchObject({ title: 'Change the owner', args: { prompt: slug } });
  expect(form.fields).toMatchObject([{ name: 'person', value: 'slack:T1/USAM', input: { kind: 'person' } }]);
});
