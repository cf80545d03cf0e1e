import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

type History = { moves: Record<string, unknown>[]; verdicts: Record<string, unknown>[] };

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'one');
});
afterAll(() => world.close());

test('a prompt to which nothing has happened has no history', async () => {
  expect(await world.done('eve', 'history', { prompt: slug })).toEqual({ prompt: slug, moves: [], verdicts: [] });
  expect(await world.answer('eve', 'history', { prompt: slug })).toBe(`${slug} has no history yet.`);
});

test('programs get every move and verdict, newest first, with who, why, when and the fingerprint', async () => {
  const first = await world.release(slug, 'two');
  const second = await world.submit(slug, 'three');
  await world.done('olu', 'comment', { change: second.change, note: 'Looks fine' });
  world.pass(60_000);
  await world.approve('grace', second.change);
  world.pass(60_000);
  await world.done('dee', 'rollback', { prompt: slug, reason: ['wrong', 'cost'], note: 'Tells old prices' });
  const history = await world.done<History>('eve', 'history', { prompt: slug });
  expect(history.moves).toEqual([
    {
      move: 3,
      kind: 'rollback',
      label: 'production',
      from: 3,
      to: 2,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      by: 'Dee',
      why: 'Answers are wrong or made up; Too slow or too expensive: Tells old prices',
      reasons: ['wrong', 'cost'],
      change: null,
      at: '2026-11-02T09:02:00.000Z',
    },
    {
      move: 2,
      kind: 'promote',
      label: 'production',
      from: 2,
      to: 3,
      fingerprint: second.fingerprint,
      by: 'Grace',
      why: 'Because of three',
      reasons: [],
      change: second.change,
      at: '2026-11-02T09:01:00.000Z',
    },
    expect.objectContaining({ move: 1, kind: 'promote', from: null, to: 2, change: first }),
  ]);
  expect(history.moves[0]!.fingerprint).toBe(history.moves[2]!.fingerprint);
  expect(history.verdicts).toEqual([
    {
      change: second.change,
      cycle: 1,
      verdict: 'approve',
      fingerprint: second.fingerprint,
      by: 'Grace',
      why: null,
      at: '2026-11-02T09:01:00.000Z',
    },
    expect.objectContaining({ change: second.change, verdict: 'comment', by: 'Olu', why: 'Looks fine' }),
    expect.objectContaining({ change: first, verdict: 'approve', by: 'Grace' }),
  ]);
});

test('people read the same, moves before verdicts', async () => {
  const answer = await world.answer('eve', 'history', { prompt: slug });
  expect(answer).toMatch(/⏪ production v3 → v2 \([0-9a-f]{7}\) by Dee: Answers are wrong/);
  expect(answer).toMatch(/🚀 production v2 \([0-9a-f]{7}\), the first release by Grace/);
  expect(answer).toMatch(/Grace approved #\d+ \([0-9a-f]{7}\)/);
  expect(answer).toMatch(/Olu commented on #\d+ \([0-9a-f]{7}\): Looks fine/);
  expect(answer.indexOf('Moves')).toBeLessThan(answer.indexOf('Verdicts'));
});

test('one label has its own history', async () => {
  await world.release(slug, 'four', { label: 'staging' });
  const history = await world.done<History>('eve', 'history', { prompt: slug, label: 'staging' });
  expect(history.moves).toMatchObject([{ label: 'staging', from: null, to: 4 }]);
  expect(history.verdicts).toHaveLength(1);
});

test('an unknown label is refused with the nearest one and all that there are', async () => {
  const no = await world.refusal('eve', 'history', { prompt: slug, label: 'stagign' });
  expect(no.code).toBe('not_found');
  expect(no.message).toBe(`${slug} has no label stagign. Did you mean staging? It has: production, staging.`);
});

test('a verdict keeps the fingerprint of what was decided on, also after a revision', async () => {
  const seen = await world.submit(slug, 'five');
  await world.done('grace', 'request-changes', { ...seen, reason: 'Shorter' });
  await world.submit(slug, 'six', 'ada', { change: seen.change });
  const { verdicts } = await world.done<History>('eve', 'history', { prompt: slug });
  expect(verdicts[0]).toMatchObject({ change: seen.change, cycle: 1, fingerprint: seen.fingerprint });
});

test('a long history shows its latest entries and says how many there are', async () => {
  for (let i = 0; i < 25; i++) await world.done('eve', 'comment', { change: 1, note: `Note ${i}` });
  const answer = await world.answer('eve', 'history', { prompt: slug });
  expect(answer).toMatch(/Verdicts \(the last 20 of \d+\)/);
  expect(answer).toContain('Note 24');
  expect(answer).not.toContain('Note 3\n');
});
