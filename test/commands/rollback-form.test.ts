import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { viewOf } from '../../src/commands/cards/subjects.ts';
import type { Form } from '../../src/commands/kit/form.ts';
import { utc } from '../../src/commands/kit/words.ts';
import { said } from '../said.ts';
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
  const { change } = await world.prompt(slug, 'one');
  await world.approve('grace', change);
  await world.release(slug, 'two');
  await world.release(slug, 'three');
});

const open = (args: Record<string, unknown> = {}, who = 'ada') =>
  world.asked(who, 'rollback', { prompt: slug, ...args });
const values = (form: Form) => Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
const send = (form: Form, over: Record<string, unknown> = {}, who = 'ada') =>
  world.run(who, form.command, { ...form.args, ...values(form), reason: 'wrong', ...over }, { canAsk: true });
const above = (form: Form) => said({ title: [], parts: form.parts });
const buttonOf = async (subject: string) => {
  const view = await viewOf(world.store.db, subject, 'card', world.now(), world.house.settings);
  return view!.card.parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))[0];
};
const lastMove = async () =>
  (await world.done<{ moves: { move: number }[] }>('eve', 'history', { prompt: slug })).moves[0]!.move;

test('one form: from what, to what, why, a note, and who will be told', async () => {
  await world.done('olu', 'stakeholders', { prompt: slug, people: '@slack:T1/UGRACE', places: '#slack:T1/CHELP' });
  const form = await open();
  expect(form.args).toEqual({ prompt: slug, label: 'production', from: 'v3' });
  expect(above(form)).toMatch(
    new RegExp(`${slug} on production holds v3 \\([0-9a-f]{7}\\)\\. Text, model and parameters go back together\\.`),
  );
  expect(above(form)).toContain('Will be told: slack:T1/CNEWS, slack:T1/CHELP, Grace, Olu and Dee');
  expect(form.fields.map((field) => [field.label, field.optional])).toEqual([
    ['Back to', false],
    ['Reasons', false],
    ['Note', true],
  ]);
});

test('the last known good version is selected beforehand and marked', async () => {
  const form = await open();
  expect(values(form).version).toBe('v2');
  const { input } = form.fields[0]!;
  const labels = input.kind === 'choice' ? input.choices.map((one) => one.label) : [];
  expect(labels).toEqual([
    expect.stringMatching(/^v2 \([0-9a-f]{7}\) – last known good$/),
    expect.stringMatching(/^v1 \([0-9a-f]{7}\)$/),
  ]);
});

test('the reasons are the documented criteria', async () => {
  const { input } = (await open()).fields[1]!;
  const choices = input.kind === 'choices' ? input.choices : [];
  expect(choices.map((one) => one.value)).toEqual([
    'wrong',
    'unsafe',
    'quality',
    'format',
    'cost',
    'complaints',
    'mistake',
    'other',
  ]);
});

test('the second click does it', async () => {
  const outcome = await send(await open(), { reason: ['wrong', 'cost'], note: 'Old prices' });
  expect(outcome).toMatchObject({ kind: 'done', result: { from: 3, to: 2 } });
});

test('every release announcement has the button that opens it, until the label moves on', async () => {
  const announced = `move:${await lastMove()}`;
  const button = await buttonOf(announced);
  expect(button).toMatchObject({ label: 'Roll back', command: 'rollback', ask: true });
  const form = await world.asked('ada', button!.command, button!.args, { ask: true });
  expect((await send(form)).kind).toBe('done');
  expect(await buttonOf(announced)).toBeUndefined();
});

test('the announcement of a rollback offers its undo, with the version that was left selected', async () => {
  await send(await open());
  const undo = await buttonOf(`move:${await lastMove()}`);
  expect(undo).toMatchObject({ label: 'Undo: back to v3', args: { version: 'v3' }, ask: true });
  const form = await world.asked('olu', undo!.command, undo!.args, { ask: true });
  expect(values(form).version).toBe('v3');
  expect(await send(form, { reason: 'mistake' }, 'olu')).toMatchObject({ result: { from: 2, to: 3 } });
  const again = await buttonOf(`move:${await lastMove()}`);
  expect(again).toMatchObject({ label: 'Undo: back to v2' });
});

test('a form on which somebody was faster is refused by name', async () => {
  const form = await open();
  await world.done('grace', 'rollback', { prompt: slug, reason: 'unsafe' });
  const at = utc(world.now());
  world.pass(30_000);
  const before = await world.effects();
  const outcome = await send(form);
  if (outcome.kind !== 'refused') throw new Error(outcome.kind);
  expect(outcome.refusal.code).toBe('conflict');
  expect(outcome.refusal.message).toBe(
    `Grace was faster: rolled it back v3 → v2 at ${at}. Nothing was changed by you.`,
  );
  expect(outcome.refusal.offers).toEqual([{ label: 'Show it', command: 'show', args: { prompt: slug } }]);
  expect(await world.effects()).toEqual(before);
});

test('a form that a release overtook is refused by the name of whoever released', async () => {
  const form = await open();
  await world.release(slug, 'four');
  const outcome = await send(form);
  expect(outcome.kind === 'refused' && outcome.refusal.message).toBe(
    `Grace was faster: released v3 → v4 at ${utc(world.now())}. Nothing was changed by you.`,
  );
});

test('authority is looked at again when the form is sent', async () => {
  const form = await open({}, 'grace');
  await world.done('olu', 'reviewers', { prompt: slug, action: 'remove', people: 'grace@example.com' });
  expect(await send(form, {}, 'grace')).toMatchObject({ kind: 'refused', refusal: { code: 'forbidden' } });
});

test('with nothing to go back to no form opens', async () => {
  const fresh = `fresh-${count}`;
  const { change } = await world.prompt(fresh);
  await world.approve('grace', change);
  expect(await world.refused('ada', 'rollback', { prompt: fresh }, { canAsk: true })).toBe(
    `v1 is the first release of ${fresh} on production: there is nothing to go back to.`,
  );
  expect(await buttonOf(`move:${await firstMoveOf(fresh)}`)).toBeUndefined();
});

const firstMoveOf = async (prompt: string) =>
  (await world.done<{ moves: { move: number }[] }>('eve', 'history', { prompt })).moves.at(-1)!.move;

test('what was typed along is filled in', async () => {
  const form = await world.asked(
    'ada',
    'rollback',
    {
      prompt: slug,
      label: 'Production',
      version: 'V1',
      reason: 'wrong, it lies',
      note: 'see ticket',
    },
    { ask: true },
  );
  expect(values(form)).toMatchObject({ version: 'v1', note: 'see ticket' });
  expect(form.args).toMatchObject({ label: 'production' });
});
