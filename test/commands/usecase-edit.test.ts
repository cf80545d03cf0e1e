import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sections } from '../../src/commands/cards/use-case-sections.ts';
import { begun, filled, working } from '../filled-use-case.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const usecase = 'support';
beforeAll(async () => {
  world = await createWorld({ drafts: true });
  await begun(world, usecase);
});
afterAll(() => world?.close());

test('all of it may be said at once, by its names', async () => {
  const edited = await world.done('olu', 'usecase-edit', { usecase, ...filled });
  const { inputs, owner: _, deputy: __, context_owner: ___, stop_authority: ____, ...texts } = filled;
  expect(edited).toMatchObject({
    ...texts,
    owner: 'Olu',
    deputy: 'Dee',
    context_owner: 'Grace',
    stop_authority: 'Sam',
    inputs: [
      { name: 'Handbook', source: 'the wiki', owner: 'Grace', days: 365, reviewed_at: null },
      { name: 'Prices', source: 'the shop', owner: 'Olu', days: 7, reviewed_at: null },
    ],
    missing: ['an assessment'],
  });
  expect(inputs).toContain('Prices');
});

test('one thing alone may be said, and the rest stays', async () => {
  const edited = await world.done('dee', 'usecase-edit', { usecase, limits: 'Up to 50 EUR' });
  expect(edited).toMatchObject({ limits: 'Up to 50 EUR', decision: filled.decision });
  const { entries } = await world.done<{ entries: object[] }>('eve', 'audit', { subject: `usecase:${usecase}` });
  expect(entries[0]).toMatchObject({ action: 'edit', by: 'Dee', detail: { fields: ['limits'] } });
});

describe('each form', () => {
  test.each(Object.entries(sections))('%s shows what is known, small enough for one dialog', async (section, of) => {
    const form = await world.asked('olu', 'usecase-edit', { usecase, section }, { ask: true });
    expect(form.title).toBe(of.label);
    expect(form.title.length).toBeLessThanOrEqual(24);
    expect(form.fields.map((field) => field.name)).toEqual(of.args);
    expect(form.args).toEqual({ usecase, section, action: 'set' });
    if (section === 'people') expect(form.fields[1]!.value).toBe('slack:T1/UDEE');
    if (section === 'context')
      expect(form.fields[0]!.value).toBe(
        'Handbook; the wiki; grace@example.com; 365\nPrices; the shop; olu@example.com; 7',
      );
  });

  test('without a section it is the first in which something is missing', async () => {
    await world.done('olu', 'usecase-edit', { usecase, section: 'failure', action: 'set', failure_mode: 'It lies' });
    const form = await world.asked('olu', 'usecase-edit', { usecase }, { ask: true });
    expect(form.args.section).toBe('failure');
    expect(form.fields.map((field) => field.value)).toEqual(['It lies', undefined, undefined, undefined, undefined]);
    await world.done('olu', 'usecase-edit', { usecase, ...filled });
  });

  test('a form that is sent replaces its section, and what can never be empty stays', async () => {
    const sent = { section: 'measures', action: 'set', minutes: '4.5', method: 'Timed by hand' };
    const edited = await world.done('olu', 'usecase-edit', { usecase, ...sent, timezone: 'europe/berlin' });
    expect(edited).toMatchObject({ minutes: 4.5, timezone: 'Europe/Berlin', currency: 'EUR', cycle: 'week' });
    const again = await world.done('olu', 'usecase-edit', { usecase, section: 'measures', action: 'set' });
    expect(again).toMatchObject({ minutes: null, method: null, timezone: 'Europe/Berlin', currency: 'EUR' });
  });
});

describe('what is wrong is said at its field', () => {
  test.each([
    [{ timezone: 'Berlin' }, 'timezone', 'Did you mean Europe/Berlin?'],
    [{ timezone: 'Europe/Berlni' }, 'timezone', 'Did you mean Europe/Berlin?'],
    [{ timezone: '+02:00' }, 'timezone', 'is no time zone'],
    [{ currency: 'EURO' }, 'currency', 'Did you mean EUR?'],
    [{ minutes: -1 }, 'minutes', 'from 0 to 10000'],
    [{ review_days: '0' }, 'review_days', 'from 1 to 3650'],
    [{ cycle: 'day' }, 'cycle', 'a week or a month'],
    [{ inputs: 'Handbook; the wiki; olu@example.com' }, 'inputs', 'Line 1 of the inputs needs four parts'],
    [
      { inputs: 'A; b; olu@example.com; 3\nB; c; nobody@example.com; 3' },
      'inputs',
      'I do not know "nobody@example.com"',
    ],
    [{ inputs: 'A; b; olu@example.com; never' }, 'inputs', 'not "never"'],
    [{ inputs: 'A; b; me; 3\na; c; me; 4' }, 'inputs', 'Two inputs are called a'],
    [{ team: ['#slack:T1/C1', '#slack:T1/C2'] }, 'team', 'Name one channel'],
    [{ team: '@slack:T1/UOLU' }, 'team', 'Name one channel'],
    [{ decision: 'x'.repeat(1_001) }, 'decision', '1000 characters at most'],
    [{ stop_authority: 'the board' }, 'stop_authority', 'I do not know "the board"'],
    [{ section: 'limits' }, 'section', 'Section is one of people, decision, step, failure, context, measures.'],
    [{ deputy: 'olu@example.com' }, 'deputy', 'cannot be owner and deputy'],
  ])('%j', async (given, field, words) => {
    const refusal = await world.refusal('olu', 'usecase-edit', { usecase, ...given });
    expect(refusal.fields[field]).toContain(words);
  });
});

test('whoever claims what it saves is named, and whoever says how it is known is not', async () => {
  await world.done('dee', 'usecase-edit', { usecase, minutes: 6 });
  await world.done('olu', 'usecase-edit', { usecase, method: 'Counted' });
  const claim = () => world.sql`select hours_by from use_case where slug = ${usecase}`;
  expect(await claim()).toEqual([{ hours_by: await world.person('dee') }]);
  await world.done('olu', 'usecase-edit', { usecase, minutes: 7 });
  expect(await claim()).toEqual([{ hours_by: await world.person('olu') }]);
});

test('nothing said is asked for, and refused where there are no forms', async () => {
  expect(await world.refused('olu', 'usecase-edit', { usecase })).toContain('Say what shall change');
  expect((await world.asked('olu', 'usecase-edit', { usecase })).command).toBe('usecase-edit');
});

test('the context belongs to its owner, the rest to owner and deputy', async () => {
  expect(await world.done('grace', 'usecase-edit', { usecase, review_days: 30 })).toMatchObject({ review_days: 30 });
  expect(await world.refused('grace', 'usecase-edit', { usecase, limits: 'None' })).toBe(
    'You may not change this use case. These can: Olu, Dee, the admins.',
  );
  expect(await world.refused('eve', 'usecase-edit', { usecase, review_days: 10 })).toContain('You may not tend');
  expect(await world.refused('eve', 'usecase-edit', { usecase }, { ask: true })).toContain('You may not');
});

test('what is at work may be rewritten, not emptied', async () => {
  await working(world, 'letters');
  const args = { usecase: 'letters', section: 'decision', action: 'set', decision: 'Something else' };
  expect(await world.refused('olu', 'usecase-edit', args)).toBe(
    'The use case letters is active and needs its decision limits. Nothing was changed.',
  );
  expect(await world.done('olu', 'usecase-edit', { ...args, limits: 'None' })).toMatchObject({ limits: 'None' });
});

describe('what others have agreed to', () => {
  const edit = (who: string, given: object) => ({ who, given: { usecase: 'judged', ...given } });
  beforeAll(async () => {
    await working(world, 'judged');
    await world.person('root');
    for (const [kpi, threshold] of [
      ['reversal_rate', 15],
      ['reversal_cost', 500],
      ['hours_saved', 10],
    ])
      await world.done('olu', 'usecase-criteria', { usecase: 'judged', kpi, threshold, words: 'Then we stop.' });
    const { waiting } = await world.done<{ waiting: { criterion: number }[] }>('olu', 'usecase-criteria', {
      usecase: 'judged',
    });
    for (const { criterion } of waiting) await world.done('sam', 'usecase-agree', { usecase: 'judged', criterion });
  });

  test.each([
    [edit('olu', { stop_authority: 'me' }), 'Sam may stop judged. Who may instead is for the admins to say.'],
    [edit('dee', { stop_authority: 'olu@example.com' }), 'is for the admins to say'],
    [edit('olu', { cycle: 'month' }), 'It was agreed by the week when judged should be stopped. The admins can change'],
    [edit('olu', { currency: 'JPY' }), 'It was agreed in EUR when judged should be stopped.'],
    [edit('olu', { minutes: 60 }), 'The hours that judged saves decide whether it is stopped.'],
  ])('is not taken out of force by the way: %j', async ({ who, given }, words) => {
    expect(await world.refused(who, 'usecase-edit', given)).toContain(words);
  });

  test('is not in the way of what stays as it was, nor of admins; no token acts as one', async () => {
    const same = { stop_authority: 'sam@example.com', cycle: 'week', currency: 'EUR', limits: 'None' };
    expect(await world.done('olu', 'usecase-edit', { usecase: 'judged', ...same })).toMatchObject({ limits: 'None' });
    const other = { usecase: 'judged', stop_authority: 'grace@example.com' };
    const token = { via: { door: 'http' as const, token: { id: 1, name: 'desk' } } };
    expect(await world.refused('root', 'usecase-edit', other, token)).toContain('for the admins to say');
    expect(await world.done('root', 'usecase-edit', other)).toMatchObject({ stop_authority: 'Grace' });
    expect(await world.done('root', 'usecase-edit', { usecase: 'judged', cycle: 'month' })).toMatchObject({
      cycle: 'month',
    });
  });
});

test('its card and those of what waits are edited', async () => {
  await world.done('olu', 'submit', {
    prompt: 'letter',
    usecase: 'letters',
    text: 'Write.',
    why: 'It begins.',
    purpose: 'Letters',
    owner: 'olu@example.com',
    deputy: 'dee@example.com',
  });
  const [row] = await world.sql<{ id: number }[]>`select id from use_case where slug = 'letters'`;
  const { refresh } = await world.queued(() =>
    world.done('olu', 'usecase-edit', { usecase: 'letters', limits: 'Few' }),
  );
  expect(refresh).toEqual([`usecase:${row!.id}`, 'change:1']);
});
