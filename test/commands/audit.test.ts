import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

type Trail = { subject: string; entries: { id: number; action: string; subject: string; by: string; hash: string }[] };

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'one');
});
afterAll(() => world.close());

const trail = (subject: unknown) => world.done<Trail>('eve', 'audit', { subject });

test('the trail of a prompt includes its changes, newest first, and nothing of other prompts', async () => {
  await world.prompt('another');
  const change = await world.release(slug, 'two');
  const { entries } = await trail(slug);
  expect(entries.map((one) => `${one.action} ${one.subject} ${one.by}`)).toEqual(
    [
      `approve change:${change} Grace`,
      'stale change:1 Grace',
      `move prompt:${slug} Grace`,
      `submit change:${change} Ada`,
      `reviewers prompt:${slug} Olu`,
      'submit change:1 Ada',
      `create prompt:${slug} Ada`,
    ].sort((a, b) => order(entries, b) - order(entries, a)),
  );
  const ids = entries.map((one) => one.id);
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
});

const order = (entries: Trail['entries'], text: string) =>
  entries.find((one) => `${one.action} ${one.subject} ${one.by}` === text)?.id ?? -1;

test('every entry says who, when, through which door, what, and carries its link of the chain', async () => {
  const { entries } = await trail('#1');
  expect(entries.at(-1)).toEqual({
    id: expect.any(Number),
    at: '2026-11-02T09:00:00.000Z',
    by: 'Ada',
    via: 'slack',
    action: 'submit',
    subject: 'change:1',
    detail: { version: 1, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), label: 'production' },
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test.each(['#1', '1', 1, 'change:1'])('a change may be written as %j', async (subject) => {
  expect((await trail(subject)).entries.at(-1)).toMatchObject({ subject: 'change:1' });
});

test.each([slug, 'Support-Reply', `prompt:${slug}`])('a prompt may be written as %s', async (subject) => {
  expect((await trail(subject)).entries.length).toBeGreaterThan(5);
});

test('people read it line by line', async () => {
  const answer = await world.answer('eve', 'audit', { subject: slug });
  expect(answer).toContain(`Trail of ${slug}`);
  expect(answer).toMatch(/\d+ 2026-11-02T09:00:00.000Z · Grace · approve · change:\d+/);
  expect(answer).toMatch(/Showing (\d+) of \1, newest first\. "npm run audit" on the server checks the whole chain\./);
});

test('a prompt or change that is not there is refused with the nearest one', async () => {
  expect(await world.refused('eve', 'audit', { subject: 'suport-reply' })).toBe(
    'There is no prompt called suport-reply. Did you mean support-reply?',
  );
  expect(await world.refused('eve', 'audit', { subject: '#999' })).toMatch(
    /^There is no change #999\. The nearest is #\d+, of (support-reply|another)\./,
  );
});

test('no text of a prompt and no reason is in the trail', async () => {
  const { change, cycle, fingerprint } = await world.submit(slug, 'the words of the prompt');
  await world.done('grace', 'decline', { change, cycle, fingerprint, reason: 'the words of the reason' });
  const rows = await world.sql`select 1 from audit where detail like '%the words%'`;
  expect(rows).toHaveLength(0);
});
