import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ drafts: true, timezone: 'Europe/Berlin' });
  await Promise.all(['olu', 'dee', 'ada'].map(world.person));
});
afterAll(() => world?.close());

test('a use case begins as a draft of whoever creates it, and says what is missing', async () => {
  const made = await world.done('olu', 'usecase-create', { usecase: ' Refunds ', decision: 'Who gets money back' });
  expect(made).toMatchObject({
    usecase: 'refunds',
    state: 'draft',
    decision: 'Who gets money back',
    owner: 'Olu',
    deputy: null,
    timezone: 'Europe/Berlin',
    prompts: [],
  });
  expect(made.missing).toContain('its decision limits');
  expect(made.missing).not.toContain('the decision it is responsible for');
  const { entries } = await world.done<{ entries: object[] }>('ada', 'audit', { subject: 'usecase:refunds' });
  expect(entries).toMatchObject([{ action: 'create', subject: 'usecase:refunds', by: 'Olu' }]);
});

test('the answer is its card, with the first form to fill in', async () => {
  const card = await world.answer('olu', 'usecase-create', { usecase: 'triage' });
  expect(card).toContain('triage is a draft');
  expect(card).toContain('[Fill in: People]');
});

test('owner and deputy may be named, and are two people', async () => {
  const args = { usecase: 'calls', owner: 'olu@example.com', deputy: 'dee@example.com' };
  expect(await world.done('ada', 'usecase-create', args)).toMatchObject({ owner: 'Olu', deputy: 'Dee' });
  const refusal = await world.refusal('ada', 'usecase-create', {
    ...args,
    usecase: 'mails',
    deputy: 'olu@example.com',
  });
  expect(refusal.fields.deputy).toContain('must be somebody else');
});

test('a name is given once, and the refusal shows the one there is', async () => {
  const refusal = await world.refusal('dee', 'usecase-create', { usecase: 'refunds' });
  expect(refusal).toMatchObject({ code: 'conflict', message: 'There is a use case called refunds already.' });
  expect(refusal.offers[0]).toMatchObject({ command: 'usecase-show', args: { usecase: 'refunds' } });
});

test('without a name a form asks for it, with the owner filled in', async () => {
  const form = await world.asked('ada', 'usecase-create');
  expect(form.fields.map((field) => [field.name, field.optional])).toEqual([
    ['usecase', false],
    ['decision', true],
    ['owner', true],
    ['deputy', true],
  ]);
  expect(form.fields[2]!.value).toBe('slack:T1/UADA');
});

test('a name that is none is refused', async () => {
  expect(await world.refused('ada', 'usecase-create', { usecase: 'two words' })).toContain('a-z, 0-9, dot, dash');
});
