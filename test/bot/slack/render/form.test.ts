import type { InputBlock, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../../../src/bot/playground/slack/blocks/check.ts';
import { pingsOf } from '../../../../src/bot/playground/slack/pings.ts';
import { renderForm } from '../../../../src/bot/slack/render/form.ts';
import { line } from '../../../../src/commands/kit/card.ts';
import type { Field, Form } from '../../../../src/commands/kit/form.ts';
import { anyCard, anyText, meantPings } from '../../render/arbitrary-card.ts';
import { parsedTexts, unescaped } from './literal.ts';
import { textsIn } from './read.ts';

const form = (fields: readonly Partial<Field>[], more: Partial<Form> = {}): Form => ({
  command: 'submit',
  title: 'Submit',
  submit: 'Go on',
  args: {},
  parts: [],
  fields: fields.map((field, at) => ({
    name: `field${at}`,
    label: 'Label',
    optional: false,
    input: { kind: 'line' },
    ...field,
  })),
  ...more,
});
const show = (made: Form) => {
  const view = renderForm(made, 'slack:T1/C2', 'T1');
  checkView(view, 'modal');
  return view;
};
const inputsOf = (made: Form) =>
  (show(made).blocks as KnownBlock[]).filter((block): block is InputBlock => block.type === 'input');
const elementOf = (field: Partial<Field>) => inputsOf(form([field]))[0]!.element;
const choices = (count: number, hint?: string) =>
  Array.from({ length: count }, (_, n) => ({ value: `v${n}`, label: `Version ${n}`, ...(hint && { hint }) }));
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

const anyChoices = fc.uniqueArray(
  fc.record({ value: fc.string({ minLength: 1, maxLength: 75 }), label: anyText, hint: anyText }),
  {
    maxLength: 120,
    selector: (choice) => choice.value,
  },
);
const values = fc.oneof(anyText, fc.constantFrom('@slack:T1/U1', 'slack:T1/U2', 'slack:T1/C1', 'teams:t/x', 'v1'));
const anyField: fc.Arbitrary<Omit<Field, 'name'>> = fc
  .record(
    {
      label: anyText,
      hint: anyText,
      optional: fc.boolean(),
      value: fc.oneof(
        values,
        fc.array(fc.constantFrom('@slack:T1/U1', 'slack:T2/C1', '#slack:T1/C1', 'wrong'), { maxLength: 4 }),
      ),
      input: fc.oneof(
        fc.constantFrom(
          { kind: 'line' } as const,
          { kind: 'text' } as const,
          { kind: 'text', long: true } as const,
          { kind: 'person' } as const,
          { kind: 'people' } as const,
          { kind: 'places' } as const,
        ),
        anyChoices.map((all) => ({ kind: 'choice', choices: all }) as const),
        anyChoices.map((all) => ({ kind: 'choices', choices: all }) as const),
      ),
    },
    { requiredKeys: ['label', 'optional', 'input'] },
  )
  // A reference is no longer than an address; what is carried along must fit into the view.
  .map((field) =>
    typeof field.value === 'string' && /^p(eople|laces)$/.test(field.input.kind)
      ? { ...field, value: field.value.slice(0, 300) }
      : field,
  );

test('any form is a view that Slack takes, and nothing in it is read as mark-up', () => {
  const any = fc.record({
    title: anyText,
    submit: anyText,
    card: anyCard,
    fields: fc.array(anyField, { maxLength: 6 }),
  });
  fc.assert(
    fc.property(any, ({ title, submit, card, fields }) => {
      const made = form(fields, { title, submit, parts: card.parts });
      const view = show(made);
      const meant = meantPings(card);
      expect(pingsOf('', view.blocks as never).filter((one) => !meant.has(one))).toEqual([]);
      expect(parsedTexts(view.blocks).flatMap(unescaped)).toEqual([]);
      expect(renderForm(made, 'slack:T1/C2', 'T1')).toEqual(view);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});

test('a form carries its command, what is settled and where it was asked for', () => {
  const view = show(form([{}], { args: { prompt: 'support-reply', base: 'v7' } }));
  expect(view.callback_id).toBe('run:submit');
  expect(JSON.parse(view.private_metadata!)).toEqual({
    c: 'submit',
    a: { prompt: 'support-reply', base: 'v7' },
    p: 'slack:T1/C2',
  });
});

test('settled arguments that no view could carry are a clear error', () => {
  expect(() => renderForm(form([{}], { args: { text: 'x'.repeat(3_000) } }), null, 'T1')).toThrow(
    'The settled arguments of submit take 3039 characters; a form in Slack carries 3000.',
  );
});

test('a title that is too long is said in full above the fields', () => {
  const view = show(form([{}], { title: 'Request changes: change #12' }));
  expect(view).toMatchObject({ title: plain('Request changes: change…'), submit: plain('Go on') });
  expect(textsIn(view.blocks)[0]).toBe('Request changes: change #12');
  expect(textsIn(show(form([{}])).blocks)).toEqual(['Label']);
});

test('a form without fields still says what it asks', () => {
  expect(textsIn(show(form([], { title: 'Withdraw?' })).blocks)).toEqual(['Withdraw?']);
  expect(textsIn(show(form([], { parts: [line(['Really?'])] })).blocks)).toEqual(['Really?']);
});

test('a line is one input with its label, its hint and its value', () => {
  expect(
    inputsOf(form([{ name: 'model', label: 'Model', hint: 'The pinned model', optional: true, value: 'gpt-4.1' }])),
  ).toEqual([
    {
      type: 'input',
      block_id: 'f:model',
      label: plain('Model'),
      hint: plain('The pinned model'),
      optional: true,
      element: { type: 'plain_text_input', action_id: 'v', initial_value: 'gpt-4.1' },
    },
  ]);
});

test('a text has several lines, and so has a line whose value has', () => {
  expect(elementOf({ input: { kind: 'text' }, value: 'why' })).toMatchObject({ multiline: true, initial_value: 'why' });
  expect(elementOf({ value: 'one\ntwo' })).toMatchObject({ multiline: true, initial_value: 'one\ntwo' });
});

test('a long text has four inputs, of which only the first must be filled', () => {
  const inputs = inputsOf(
    form([{ name: 'text', label: 'New text', value: 'Hello\r\n', input: { kind: 'text', long: true } }]),
  );
  expect(inputs.map((input) => [input.block_id, input.label.text, input.optional])).toEqual([
    ['f:text:1', 'New text', false],
    ['f:text:2', 'New text, continued (2 of 4)', true],
    ['f:text:3', 'New text, continued (3 of 4)', true],
    ['f:text:4', 'New text, continued (4 of 4)', true],
  ]);
  expect(inputs[0]!.element).toMatchObject({ initial_value: 'Hello\r\n', multiline: true });
});

test('any text that is too long for one input gets several, and one too long for all of them is refused in a sentence', () => {
  expect(inputsOf(form([{ input: { kind: 'text' }, value: 'x'.repeat(3_001) }]))).toHaveLength(4);
  const view = show(form([{ label: 'New text', input: { kind: 'text', long: true }, value: 'x'.repeat(12_001) }, {}]));
  expect(textsIn(view.blocks.slice(0, 1)).join('')).toBe(
    'New text has 12,001 characters, and a form in Slack holds 12,000. Send it over the HTTP API: POST /v1/commands/submit.',
  );
});

test('a choice of few stands open, of many is a menu, of too many is typed', () => {
  const choice = (count: number, optional = false) =>
    elementOf({ optional, value: 'v1', input: { kind: 'choice', choices: choices(count) } });
  expect(choice(3)).toMatchObject({ type: 'radio_buttons', initial_option: { value: 'v1' } });
  expect(choice(3, true)).toMatchObject({ type: 'static_select', initial_option: { value: 'v1' } });
  expect(choice(100)).toMatchObject({ type: 'static_select', initial_option: { value: 'v1' } });
  expect(choice(101)).toMatchObject({ type: 'plain_text_input', initial_value: 'v1' });
});

test('several of few are check boxes, of many a menu, and what was chosen stays chosen', () => {
  const several = (count: number, value: string[]) =>
    elementOf({ value, input: { kind: 'choices', choices: choices(count, 'hint') } });
  expect(several(10, ['v1', 'v2', 'gone'])).toMatchObject({
    type: 'checkboxes',
    initial_options: [{ value: 'v1', description: plain('hint') }, { value: 'v2' }],
  });
  expect(several(11, [])).toMatchObject({ type: 'multi_static_select' });
});

test('a choice that Slack could not send back is a clear error', () => {
  expect(() => elementOf({ input: { kind: 'choice', choices: [{ value: 'x'.repeat(76), label: 'x' }] } })).toThrow(
    /sent back by a value of 1 to 75 characters/,
  );
});

test('people and channels are chosen from menus, with who and what is there already', () => {
  expect(elementOf({ value: '@slack:T1/U1', input: { kind: 'person' } })).toEqual({
    type: 'users_select',
    action_id: 'v',
    initial_user: 'U1',
  });
  expect(elementOf({ value: 'teams:t/x', input: { kind: 'person' } })).toEqual({
    type: 'users_select',
    action_id: 'v',
  });
  expect(elementOf({ value: ['slack:T1/U1', '@slack:T1/U2'], input: { kind: 'people' } })).toMatchObject({
    type: 'multi_users_select',
    initial_users: ['U1', 'U2'],
  });
  expect(elementOf({ value: ['slack:T1/C1'], input: { kind: 'places' } })).toEqual({
    type: 'multi_conversations_select',
    action_id: 'v',
    filter: { include: ['public', 'private'], exclude_bot_users: true },
    initial_conversations: ['C1'],
  });
});

test('what a menu of this workspace cannot show is carried along, and the field says so', () => {
  const made = form([
    { name: 'places', optional: true, value: ['slack:T1/C1', 'teams:t/19:x'], input: { kind: 'places' } },
  ]);
  expect(JSON.parse(show(made).private_metadata!).k).toEqual({ places: ['#teams:t/19:x'] });
  expect(inputsOf(made)[0]!.hint?.text).toBe('1 of another workspace or platform stays as before.');
});
