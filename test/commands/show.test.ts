import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'Answer kindly.');
});
afterAll(() => world.close());

test('a prompt before its first release says so', async () => {
  const answer = await world.answer('eve', 'show', { prompt: slug });
  expect(answer).toContain(`${slug}: Answers to customers`);
  expect(answer).toContain('Nothing has been released to production yet.');
  expect(answer).not.toContain('[Roll back]');
});

test('a prompt is shown with its text, people, labels and last moves', async () => {
  await world.release(slug, 'Answer kindly and briefly.', { model: 'gpt-5' });
  await world.release(slug, 'Answer in one line.');
  await world.release(slug, 'Try this.', { label: 'staging' });
  await world.done('ada', 'rollback', { prompt: slug, reason: 'quality' });
  const answer = await world.answer('eve', 'show', { prompt: slug });
  expect(answer).toContain(`Use case: ${slug}, which is active`);
  expect(answer).toContain('Owner: Olu, deputy Dee');
  expect(answer).toContain('Reviewers: Grace');
  expect(answer).toContain('Contributors: Ada');
  expect(answer).toMatch(/production: v2 \([0-9a-f]{7}\)/);
  expect(answer).toMatch(/staging: v4 \([0-9a-f]{7}\)/);
  expect(answer).toContain('Model: gpt-5');
  expect(answer).toContain('> Answer kindly and briefly.');
  expect(answer).toContain('rolled back on production, v3 → v2, by Ada');
  expect(answer).toContain('[Submit a change] [History] [Roll back] [Use case]');
});

test('programs get names instead of ids', async () => {
  await world.done('olu', 'policy', { prompt: slug, approvals: 2, required: 'grace@example.com', expiry: '2d' });
  await world.done('olu', 'stakeholders', { prompt: slug, people: 'grace@example.com', places: '#slack:T1/CHELP' });
  expect(await world.done('eve', 'show', { prompt: slug })).toMatchObject({
    prompt: slug,
    usecase: slug,
    purpose: 'Answers to customers',
    owner: 'Olu',
    deputy: 'Dee',
    contributors: ['Ada'],
    reviewers: ['Grace'],
    stakeholders: ['Grace', 'slack:T1/CHELP'],
    policy: { approvals: 2, required: ['Grace'], expiry_hours: 48 },
    labels: [
      { label: 'production', version: 2, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { label: 'staging', version: 4, fingerprint: expect.any(String) },
    ],
    model: 'gpt-5',
    moves: [{ kind: 'rollback', label: 'production', from: 3, to: 2, by: 'Ada' }, {}, {}, {}],
  });
});

test.each(['Support-Reply', ' support-reply ', '“support-reply”', 'support–reply', '`support-reply`'])(
  'a name is found however it was typed: %s',
  async (prompt) => {
    expect(await world.done('eve', 'show', { prompt })).toMatchObject({ prompt: slug });
  },
);

test('an unknown prompt is refused with the nearest one, which can be opened from there', async () => {
  const no = await world.refusal('eve', 'show', { prompt: 'suport-reply' });
  expect(no.code).toBe('not_found');
  expect(no.message).toBe('There is no prompt called suport-reply. Did you mean support-reply?');
  expect(no.offers).toEqual([{ label: 'Show support-reply', command: 'show', args: { prompt: slug } }]);
  expect(no.fields).toEqual({ prompt: no.message });
  expect(await world.refused('eve', 'show', { prompt: 'xyzzy' })).toBe('There is no prompt called xyzzy.');
});
