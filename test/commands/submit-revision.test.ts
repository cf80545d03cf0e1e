import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

type Change = { change: number; cycle: number; fingerprint: string; review: string; from: number; to: number };

let world: World;
let slug: string;
let opened: Change;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  slug = `prompt-${++count}`;
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one');
  opened = await submit({ text: 'two', params: { temperature: 0.5 } });
});

const submit = (args: Record<string, unknown>, who = 'ada') =>
  world.done<Change>(who, 'submit', { prompt: slug, why: 'Better', ...args });
const revise = (text: string, who = 'ada') => submit({ text, change: opened.change }, who);

test('a revision opens the next round of the same change', async () => {
  expect(await revise('two and a half')).toMatchObject({
    change: opened.change,
    cycle: 2,
    review: 'open',
    from: 2,
    to: 4,
  });
});

test('what a revision does not send stays as the change had it', async () => {
  const { fingerprint } = await revise('two and a half');
  const [row] = await world.sql<{ content: string }[]>`select content from version where fingerprint = ${fingerprint}`;
  expect(JSON.parse(row!.content)).toMatchObject({ params: { temperature: 0.5 } });
});

test('the card is edited, the thread hears of the new round, and it is told once', async () => {
  const { posts, refresh } = await world.queued(() => revise('two and a half'));
  const subject = `change:${opened.change}`;
  expect(refresh).toEqual([subject]);
  expect(posts).toEqual([{ subject, place: 'slack:T1/CREVIEW', slot: 'thread:cycle-2' }]);
});

test('verdicts of an earlier round no longer count', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  const { change } = await submit({ text: 'three' });
  await world.approve('grace', change);
  await submit({ text: 'four', change });
  expect(await world.done('ada', 'change', { change })).toMatchObject({ cycle: 2, review: 'open' });
  expect((await world.approve('olu', change)).kind).toBe('done');
  expect(await world.done('ada', 'change', { change })).toMatchObject({ review: 'open' });
  await world.approve('grace', change);
  expect(await world.done('ada', 'change', { change })).toMatchObject({ review: 'approved', decided_by: 'Grace' });
});

test('whoever put words into a change never approves it, not even in a later round', async () => {
  await revise('with words of Grace', 'grace');
  const sentence = 'You wrote this change, so somebody else must decide on it. These can: Olu, Dee.';
  const approve = (who: string) => world.approve(who, opened.change);
  expect(await approve('grace')).toMatchObject({ kind: 'refused', refusal: { message: sentence } });
  expect(await approve('ada')).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
  await revise('with words of Ada again', 'ada');
  expect(await approve('grace')).toMatchObject({ kind: 'refused', refusal: { message: sentence } });
  expect((await approve('olu')).kind).toBe('done');
});

test('a button of an earlier round is refused as superseded, with a way to the present card', async () => {
  await revise('two and a half');
  const no = await world.refusal('grace', 'approve', {
    change: opened.change,
    cycle: opened.cycle,
    fingerprint: opened.fingerprint,
  });
  expect(no.code).toBe('conflict');
  expect(no.message).toBe(`This button is superseded: change #${opened.change} was revised and is now v4, round 2.`);
  expect(no.offers).toEqual([{ label: 'Open the present card', command: 'change', args: { change: opened.change } }]);
});

test('a button with another fingerprint is refused even in the present round', async () => {
  const args = { change: opened.change, cycle: 1, fingerprint: '0'.repeat(64) };
  expect(await world.refused('grace', 'approve', args)).toMatch(/^This button is superseded/);
  expect(await world.refused('grace', 'decline', { ...args, reason: 'x' })).toMatch(/^This button is superseded/);
  expect(await world.refused('grace', 'request-changes', { ...args, reason: 'x' })).toMatch(
    /^This button is superseded/,
  );
});

test('the same text again is no revision, and the same as what is live is no change', async () => {
  expect(await world.refused('ada', 'submit', { prompt: slug, why: 'x', text: 'two', change: opened.change })).toBe(
    `This is v3 already, the text of change #${opened.change}. Revise it, or withdraw the change.`,
  );
  expect(
    await world.refused('ada', 'submit', { prompt: slug, why: 'x', text: 'one', params: {}, change: opened.change }),
  ).toMatch(/^This is v2 already: production holds/);
});

test('a stale change is taken up again with the very same text, on top of what is live now', async () => {
  await world.release(slug, 'somebody was faster');
  expect(await world.done('ada', 'change', { change: opened.change })).toMatchObject({ review: 'stale' });
  expect(await revise('two')).toMatchObject({ cycle: 2, review: 'open', from: 4, to: 3 });
  // The content is the same, and yet the buttons of the first round decide nothing any more.
  const { change, cycle, fingerprint } = opened;
  expect(await world.refused('grace', 'approve', { change, cycle, fingerprint })).toMatch(/^This button is superseded/);
});

test('only a revision reopens a change whose changes were requested', async () => {
  const { cycle, fingerprint, change } = opened;
  await world.done('grace', 'request-changes', { change, cycle, fingerprint, reason: 'Shorter, please' });
  expect(await world.refused('olu', 'approve', { change, cycle, fingerprint })).toBe(
    `Grace requested changes to change #${change} of ${slug} at 2026-11-02 09:00 UTC; it waits for a revision.`,
  );
  await revise('shorter');
  expect((await world.approve('grace', change)).kind).toBe('done');
});

test('the policy of the new round is the one that holds now', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2 });
  await world.approve('grace', opened.change);
  expect(await world.done('ada', 'change', { change: opened.change })).toMatchObject({ review: 'approved' });
  const next = await submit({ text: 'three' });
  await world.done('olu', 'policy', { prompt: slug, approvals: 3 });
  await submit({ text: 'four', change: next.change });
  await world.approve('grace', next.change);
  await world.approve('olu', next.change);
  expect(await world.done('ada', 'change', { change: next.change })).toMatchObject({ review: 'open' });
});

test('a revision renews the time that there is to decide', async () => {
  const until = async () => (await world.done<{ until: string }>('ada', 'change', { change: opened.change })).until;
  const first = await until();
  world.pass(3_600_000);
  await revise('two and a half');
  expect(Date.parse(await until()) - Date.parse(first)).toBe(3_600_000);
});

test('what is over is not revised', async () => {
  const { cycle, fingerprint, change } = opened;
  await world.done('grace', 'decline', { change, cycle, fingerprint, reason: 'No' });
  expect(await world.refused('ada', 'submit', { prompt: slug, why: 'x', text: 'y', change })).toMatch(
    new RegExp(`^Grace declined change #${change} of ${slug} at .*UTC; nothing was changed by you\\.$`),
  );
});

test('a change whose time has run out is not revised, although nobody has swept it yet', async () => {
  world.pass(168 * 3_600_000);
  expect(await world.refused('ada', 'submit', { prompt: slug, why: 'x', text: 'y', change: opened.change })).toMatch(
    /expired at .* before it was decided\. Submit it again if it still matters\.$/,
  );
});

test('a change of another prompt or for another label is not found here', async () => {
  const other = await world.prompt(`other-${count}`);
  const given = { prompt: slug, why: 'x', text: 'y' };
  expect(await world.refused('ada', 'submit', { ...given, change: other.change })).toBe(
    `There is no change #${other.change} of ${slug}.`,
  );
  expect(await world.refused('ada', 'submit', { ...given, change: opened.change, label: 'staging' })).toBe(
    `There is no change #${opened.change} of ${slug} for staging.`,
  );
});

test('a stranger may not revise', async () => {
  expect(await world.refused('eve', 'submit', { prompt: slug, why: 'x', text: 'y', change: opened.change })).toMatch(
    /^You may not submit changes to this prompt/,
  );
});
