import { afterAll, beforeAll, expect, test } from 'vitest';
import { addReadings } from '../../src/store/readings.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'Answer kindly.\nOffer help.');
  await world.release(slug, 'Answer kindly.\nOffer help at once.');
});
afterAll(() => world.close());

test('the card says what, why, whom it affects, who may decide and until when', async () => {
  await world.person('eve');
  await world.done('olu', 'stakeholders', { prompt: slug, people: 'eve@example.com', places: '#slack:T1/CHELP' });
  const { token } = await world.done<{ token: number }>('root', 'token', { action: 'create', name: 'help-desk' });
  const [{ id: promptId }] = (await world.sql`select id from prompt where slug = ${slug}`) as unknown as [
    { id: number },
  ];
  const day = '2026-11-01';
  const at = new Date(`${day}T12:00:00Z`);
  await addReadings(world.store.db, [
    { tokenId: token, promptId, label: 'production', day, count: 2, firstAt: at, lastAt: at },
  ]);
  const { change, fingerprint } = await world.submit(slug, 'Answer kindly.\nOffer help now.');
  const card = await world.answer('eve', 'change', { change });
  expect(card).toContain(`Ada asks to release ${slug} v3 to production`);
  expect(card).toContain('> Because of Answer kindly.');
  expect(card).toContain(`Version: v2 → v3 (${fingerprint.slice(0, 7)}) for production`);
  expect(card).toMatch(/Affects: help-desk \(2 reads\) in the last 7 days; Eve and slack:T1\/CHELP/);
  expect(card).toContain('Who may decide: Olu, Dee or Grace');
  expect(card).toContain('Until: 2026-11-09T09:00:00.000Z');
  expect(card).toContain('[Approve and release] [Request changes] [Decline] [Open full diff]');
});

test('its verdict buttons carry the round and the content they were shown with', async () => {
  const seen = await world.submit(slug, 'Something else.');
  const outcome = await world.run('grace', 'change', { change: seen.change });
  if (outcome.kind !== 'done') throw new Error(outcome.kind);
  const row = outcome.card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []));
  const verdicts = row.filter((button) => button.command !== 'diff');
  expect(verdicts.map((button) => button.command)).toEqual(['approve', 'request-changes', 'decline']);
  for (const button of verdicts) expect(button.args).toEqual(seen);
});

test('programs get people by name, versions by number and the diff', async () => {
  const seen = await world.submit(slug, 'Answer kindly.\nOffer help today.');
  expect(await world.done('eve', 'change', { change: seen.change })).toEqual({
    change: seen.change,
    kind: 'proposal',
    prompt: slug,
    label: 'production',
    from: 2,
    to: expect.any(Number),
    fingerprint: seen.fingerprint,
    cycle: 1,
    review: 'open',
    application: 'pending',
    by: 'Ada',
    why: 'Because of Answer kindly.\nOffer help today.',
    until: '2026-11-09T09:00:00.000Z',
    decided_by: null,
    decided_at: null,
    diff: expect.objectContaining({ summary: expect.any(String), messages: expect.any(Array) }),
  });
});

test.each([['#1'], [1], ['1'], [' 1 ']])('its number may be written as %j', async (change) => {
  expect(await world.done('eve', 'change', { change })).toMatchObject({ change: 1 });
});

test.each(['0', '-1', '1.5', '1e3', 'abc', '99999999999'])('is not the number of a change: %s', async (change) => {
  const no = await world.refusal('eve', 'change', { change });
  expect(['invalid', 'not_found']).toContain(no.code);
});
