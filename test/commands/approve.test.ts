import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { utc } from '../../src/commands/kit/words.ts';
import { said } from '../said.ts';
import { needsNoReview } from '../use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
let slug: string;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  slug = `prompt-${++count}`;
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one');
});

const submit = (text: string, who?: string) => world.submit(slug, text, who);
const present = (change: number) => world.done<Record<string, unknown>>('ada', 'change', { change });
const live = async () =>
  (await world.done<{ labels: { version: number }[] }>('ada', 'show', { prompt: slug })).labels[0]?.version;

test('the approval that completes the policy releases at once', async () => {
  const { change, cycle, fingerprint } = await submit('two');
  const result = await world.done('grace', 'approve', { change, cycle, fingerprint });
  expect(result).toMatchObject({ verdict: 'approve', move: expect.any(Number), review: 'approved' });
  expect(result).toMatchObject({ application: 'applied', decided_by: 'Grace', decided_at: world.now().toISOString() });
  expect(await live()).toBe(3);
});

test('its card stays, edited, with who approved when and exactly what, and without buttons', async () => {
  const { change, fingerprint } = await submit('two');
  await world.approve('grace', change);
  const card = await world.answer('ada', 'change', { change });
  expect(card).toContain(`✅ Approved by Grace at ${world.now().toISOString()} (v3, ${fingerprint.slice(0, 7)})`);
  expect(card).not.toContain('[');
});

test('author, thread, announce place, owner and deputy each hear of it once', async () => {
  await world.done('olu', 'stakeholders', { prompt: slug, people: '@slack:T1/UADA', places: '#slack:T1/CHELP' });
  const { change } = await submit('two');
  const { posts, refresh } = await world.queued(() => world.approve('grace', change));
  const [move] = posts.filter((one) => one.subject.startsWith('move:')).map((one) => one.subject);
  const [verdict] = posts.filter((one) => one.subject.startsWith('verdict:')).map((one) => one.subject);
  const told = posts.map((one) => `${one.subject} ${one.place} ${one.slot}`).sort();
  expect(told).toEqual(
    [
      `${move} slack:T1/CHELP card`,
      `${move} slack:T1/CNEWS card`,
      `${move} slack:T1/UDEE card`,
      `${move} slack:T1/UOLU card`,
      `${verdict} slack:T1/CREVIEW thread:verdict`,
      // Ada is a stakeholder, too, and hears of her own release only once.
      `${verdict} slack:T1/UADA dm:verdict`,
    ].sort(),
  );
  expect(refresh).toContain(`change:${change}`);
  // The announcement of the version that was replaced loses its button.
  expect(refresh.filter((one) => one.startsWith('move:'))).toHaveLength(1);
});

test('typed without a button, the card is shown first, and its button says that it releases', async () => {
  const { change, cycle, fingerprint } = await submit('two');
  const form = await world.asked('grace', 'approve', { change: `#${change}` });
  expect(form).toMatchObject({ submit: 'Approve and release', args: { change, cycle, fingerprint }, fields: [] });
  const shown = said({ title: [form.title], parts: form.parts });
  expect(shown).toContain(`Approve change #${change}`);
  expect(shown).toContain('> Because of two');
  expect(shown).not.toContain('[');
  expect((await world.run('grace', form.command, form.args)).kind).toBe('done');
});

test('neither its author nor a stranger nor an admin approves a change, and each is told who could', async () => {
  const { change } = await submit('two');
  const who = 'These can: Olu, Dee, Grace.';
  const sentences: Record<string, string> = {
    ada: `You wrote this change, so somebody else must decide on it. ${who}`,
    eve: `You may not decide on this change. ${who}`,
    root: `You may not decide on this change. ${who}`,
  };
  for (const [name, message] of Object.entries(sentences))
    expect(await world.approve(name, change)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'forbidden', message },
    });
  expect(await present(change)).toMatchObject({ review: 'open' });
});

test('an author who is also a reviewer, the owner or the deputy does not approve either', async () => {
  for (const name of ['grace', 'olu', 'dee']) {
    const { change } = await submit(`by ${name}`, name);
    expect(await world.approve(name, change)).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
    expect(await present(change)).toMatchObject({ review: 'open' });
  }
});

test('a service token never approves, not even for somebody who may', async () => {
  const { change, cycle, fingerprint } = await submit('two');
  const via = { door: 'http', token: { id: 1, name: 'ci' } } as const;
  const message = await world.refused('grace', 'approve', { change, cycle, fingerprint }, { via });
  expect(message).toBe(
    'A service token may not decide on this change: that takes a person. These can: Olu, Dee, Grace.',
  );
});

test('two approvals are two people: one person is counted once', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const { change } = await submit('two');
  const first = await world.approve('grace', change);
  expect(first.kind === 'done' && said(first.card)).toBe(
    `You approved #${change} of ${slug}. More approvals are needed.`,
  );
  expect(await world.approve('grace', change)).toMatchObject({
    kind: 'refused',
    refusal: { message: `You have already decided on this round of change #${change}; it counts once.` },
  });
  expect(await live()).toBe(2);
  const card = await world.answer('ada', 'change', { change });
  expect(card).toContain('Approvals: 1 of 2 (Grace)');
  expect(card).toContain('[Approve and release]');
  const last = await world.approve('olu', change);
  expect(last.kind === 'done' && said(last.card)).toBe(`You approved #${change} of ${slug}: v3 is live on production.`);
  expect(await live()).toBe(3);
});

test('the button promises a release only when the next approval can bring it', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  const { change } = await submit('two');
  const button = async () => /\[(Approve[^\]]*)\]/.exec(await world.answer('ada', 'change', { change }))?.[1];
  expect(await button()).toBe('Approve');
  await world.approve('grace', change);
  expect(await button()).toBe('Approve');
  await world.approve('olu', change);
  expect(await button()).toBe('Approve and release');
});

test('a required reviewer must be among those who approve', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'grace@example.com' });
  const { change } = await submit('two');
  expect(await world.answer('ada', 'change', { change })).toContain('Must approve: Grace');
  expect(await world.asked('olu', 'approve', { change })).toMatchObject({ submit: 'Approve' });
  expect(await world.asked('grace', 'approve', { change })).toMatchObject({ submit: 'Approve and release' });
  await world.approve('olu', change);
  expect(await present(change)).toMatchObject({ review: 'open' });
  await world.approve('grace', change);
  expect(await present(change)).toMatchObject({ review: 'approved' });
});

test('nobody waits for a required reviewer who wrote the change', async () => {
  await world.done('olu', 'policy', { prompt: slug, required: 'grace@example.com' });
  const { change } = await submit('by Grace', 'grace');
  const card = await world.answer('ada', 'change', { change });
  expect(card).not.toContain('Must approve');
  await world.approve('olu', change);
  expect(await present(change)).toMatchObject({ review: 'approved' });
});

test('the policy of the day on which a round was opened holds: loosening it approves nothing', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const { change } = await submit('two');
  await needsNoReview(world.sql);
  await world.done('olu', 'policy', { prompt: slug, approvals: 0 });
  expect(await present(change)).toMatchObject({ review: 'open' });
  await world.approve('grace', change);
  expect(await present(change)).toMatchObject({ review: 'open' });
  await world.approve('dee', change);
  expect(await present(change)).toMatchObject({ review: 'approved' });
});

test('tightening the policy does not hold up a change that was opened before', async () => {
  const { change } = await submit('two');
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  await world.approve('grace', change);
  expect(await present(change)).toMatchObject({ review: 'approved' });
});

test('authority is looked at when the click comes: a reviewer who was removed is refused', async () => {
  const { change, cycle, fingerprint } = await submit('two');
  await world.done('olu', 'reviewers', { prompt: slug, action: 'remove', people: 'grace@example.com' });
  expect(await world.refused('grace', 'approve', { change, cycle, fingerprint })).toBe(
    'You may not decide on this change. These can: Olu, Dee.',
  );
});

test('a change whose label moved is stale: its approval is refused with who moved it, when, and where it stands', async () => {
  const first = await submit('two');
  const second = await submit('three');
  const { posts } = await world.queued(() => world.approve('grace', first.change));
  expect(posts).toContainEqual({
    subject: `change:${second.change}`,
    place: 'slack:T1/CREVIEW',
    slot: 'thread:stale-1',
  });
  expect(posts).toContainEqual({ subject: `change:${second.change}`, place: 'slack:T1/UADA', slot: 'dm:stale-1' });
  const no = await world.refusal('olu', 'approve', second);
  expect(no.code).toBe('conflict');
  expect(no.message).toBe(
    `Sorry, change #${second.change} of ${slug} is stale: Grace moved production to v3 at ${utc(world.now())}. It needs a fresh review.`,
  );
  expect(no.offers[0]).toMatchObject({ label: 'Open the present card', args: { change: second.change } });
  const { entries } = await world.done<{ entries: { action: string }[] }>('ada', 'audit', {
    subject: `#${second.change}`,
  });
  expect(entries.map((one) => one.action)).toEqual(['stale', 'submit']);
});

test('a change for another label stays open when this one moves', async () => {
  const staging = await world.submit(slug, 'two', 'ada', { label: 'staging' });
  await world.release(slug, 'three');
  expect(await present(staging.change)).toMatchObject({ review: 'open' });
});

test('whoever comes late is told who was faster and when', async () => {
  const seen = await submit('two');
  await world.approve('grace', seen.change);
  const at = utc(world.now());
  world.pass(60_000);
  const no = await world.refusal('olu', 'approve', seen);
  expect(no.code).toBe('conflict');
  expect(no.message).toBe(`Grace approved change #${seen.change} of ${slug} at ${at}; nothing was changed by you.`);
});

test('a change expires at the very moment that was announced, also for a click that nobody swept before', async () => {
  const seen = await submit('two');
  const until = Date.parse((await world.done<{ until: string }>('ada', 'change', { change: seen.change })).until);
  expect(until - world.now().getTime()).toBe(168 * 3_600_000);
  world.pass(168 * 3_600_000 - 1);
  expect((await world.asked('grace', 'approve', { change: seen.change })).command).toBe('approve');
  world.pass(1);
  expect(await world.refused('grace', 'approve', seen)).toBe(
    `Sorry, change #${seen.change} of ${slug} expired at ${utc(world.now())}, before it was decided. Submit it again if it still matters.`,
  );
  expect(await live()).toBe(2);
});

test('a millisecond before that moment it can still be approved', async () => {
  const seen = await submit('two');
  world.pass(168 * 3_600_000 - 1);
  expect((await world.run('grace', 'approve', seen)).kind).toBe('done');
});

test('the short fingerprint of a command line is enough, another one is not', async () => {
  const { change, cycle, fingerprint } = await submit('two');
  expect(await world.refused('grace', 'approve', { change, cycle, fingerprint: 'abc' })).toBe(
    'A fingerprint is 7 to 64 of the characters 0-9 and a-f.',
  );
  expect((await world.run('grace', 'approve', { change, cycle, fingerprint: fingerprint.slice(0, 7) })).kind).toBe(
    'done',
  );
});

test('an unknown change is refused with the nearest one', async () => {
  const { change } = await submit('two');
  const no = await world.refusal('grace', 'approve', { change: change + 500 }, { canAsk: true });
  expect(no.code).toBe('not_found');
  expect(no.message).toBe(
    `There is no change #${change + 500}. The nearest is #${change}, of ${slug}. "review" lists what waits for you.`,
  );
  expect(no.offers[0]).toEqual({ label: `Open #${change}`, command: 'change', args: { change } });
  expect(await world.refused('grace', 'approve', { change: 'twelve' })).toBe(
    '"twelve" is not the number of a change, such as 12.',
  );
});
