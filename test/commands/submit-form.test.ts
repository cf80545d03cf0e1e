import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Form } from '../../src/commands/kit/form.ts';
import { said } from '../said.ts';
import { createWorld, type World } from '../world.ts';

let world: World;
const slug = 'support-reply';
beforeAll(async () => {
  world = await createWorld();
  await world.prompt(slug, 'draft');
  await world.release(slug, 'one', { model: 'gpt-5' });
});
afterAll(() => world.close());

const values = (form: Form) => Object.fromEntries(form.fields.map((field) => [field.name, field.value]));
const above = (form: Form) => said({ title: [], parts: form.parts }).trim();
/** Sends a form as it stands, with some fields filled in differently. */
const send = (form: Form, over: Record<string, unknown> = {}, who = 'ada') =>
  world.run(who, form.command, { ...form.args, ...values(form), ...over }, { canAsk: true });

test('the form is filled with what the label holds, and asks why', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug });
  expect(form.args).toEqual({ prompt: slug, base: 'v2', base_label: 'production' });
  expect(values(form)).toEqual({ text: 'one', why: undefined, model: 'gpt-5', label: 'production' });
  expect(form.fields.map((field) => [field.label, field.optional])).toEqual([
    ['New text', false],
    ['Why', false],
    ['Model', true],
    ['Label', true],
  ]);
  expect(form.fields[0]!.input).toEqual({ kind: 'text', long: true });
  expect(above(form)).toBe(`${slug}: Answers to customers. production holds v2.`);
});

test('sent with a new text and a reason it opens a change', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug });
  const outcome = await send(form, { text: 'two', why: 'Better' });
  expect(outcome.kind === 'done' && outcome.result).toMatchObject({ from: 2, review: 'open' });
});

test('sent as it stands it is refused at the text, so that nothing typed is lost', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug });
  const outcome = await send(form, { why: 'Better' });
  expect(outcome.kind === 'refused' && outcome.refusal.fields).toEqual({
    text: 'This is v2 already: production holds exactly this text, model and parameters.',
  });
});

test('a label that moved meanwhile brings the form back with the text kept', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug });
  await world.release(slug, 'somebody was faster');
  const before = await world.effects();
  const outcome = await send(form, { text: 'my long text', why: 'My reason', model: 'gpt-6' });
  if (outcome.kind !== 'ask') throw new Error(`it was ${outcome.kind}`);
  expect(values(outcome.form)).toEqual({
    text: 'my long text',
    why: 'My reason',
    model: 'gpt-6',
    label: 'production',
  });
  expect(outcome.form.args).toMatchObject({ base: expect.not.stringMatching(/^v2$/) });
  expect(above(outcome.form)).toMatch(
    /^production moved to v\d+ while you were writing\. Your text is kept below: check that it still fits, then submit again\.\n/,
  );
  expect(await world.effects()).toEqual(before);
  expect((await send(outcome.form)).kind).toBe('done');
});

test('another label chosen in the form is no move of the label it was filled from', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug });
  const outcome = await send(form, { label: 'staging', why: 'Try it first' });
  expect(outcome.kind === 'done' && outcome.result).toMatchObject({ label: 'staging', from: null });
});

test('a label typed in any case is the same label', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug, label: 'Production' });
  expect(values(form)).toMatchObject({ label: 'production', model: 'gpt-5' });
});

test('a first text for a label starts from nothing', async () => {
  const form = await world.asked('ada', 'submit', { prompt: slug, label: 'support-v2-stable' });
  expect(form.args).toMatchObject({ base: 'none' });
  expect(values(form)).toMatchObject({ text: undefined, label: 'support-v2-stable' });
  expect(above(form)).toContain('support-v2-stable holds nothing yet.');
});

test('the form of a revision is filled with what the change proposes and stays with its label', async () => {
  const { change } = await world.done<{ change: number }>('ada', 'submit', {
    prompt: slug,
    text: 'first idea',
    why: 'An idea',
    label: 'staging',
  });
  const form = await world.asked('grace', 'submit', { prompt: slug, change: `#${change}` });
  expect(form.title).toBe(`Revise change #${change}`);
  expect(values(form)).toEqual({ text: 'first idea', why: 'An idea', model: undefined });
  expect(form.args).toMatchObject({ change, label: 'staging', base: 'none' });
  expect(above(form)).toContain('A new round of review begins.');
  const outcome = await send(form, { text: 'better idea' }, 'grace');
  expect(outcome.kind === 'done' && outcome.result).toMatchObject({ change, cycle: 2, label: 'staging' });
});

test('a form for a change that can no longer be revised does not open', async () => {
  const { change } = await world.done<{ change: number }>('ada', 'submit', { prompt: slug, text: 'no', why: 'x' });
  await world.done('ada', 'withdraw', { change });
  const no = await world.refusal('ada', 'submit', { prompt: slug, change }, { canAsk: true });
  expect(no.message).toBe(
    `Ada withdrew change #${change} of ${slug} at 2026-11-02 09:00 UTC; nothing was changed by you.`,
  );
});
