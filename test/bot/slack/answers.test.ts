import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../../src/bot/playground/slack/blocks/check.ts';
import { type Given, stateFor, valuesOf } from '../../../src/bot/playground/slack/element-state.ts';
import { normalise } from '../../../src/bot/playground/slack/normalise.ts';
import type { Block } from '../../../src/bot/playground/slack/wire.ts';
import { answersOf, errorsFor, type Submitted } from '../../../src/bot/slack/answers.ts';
import { chunksOf } from '../../../src/bot/slack/render/chunks.ts';
import { renderForm } from '../../../src/bot/slack/render/form.ts';
import { messageView } from '../../../src/bot/slack/render/view.ts';
import type { Field, Form } from '../../../src/commands/kit/form.ts';

const form = (fields: readonly (Pick<Field, 'name' | 'input'> & Partial<Field>)[], args: Form['args'] = {}): Form => ({
  command: 'submit',
  title: 'Submit',
  submit: 'Go on',
  args,
  parts: [],
  fields: fields.map((field) => ({ label: 'Label', optional: true, ...field })),
});

/** Sends a form as Slack would: what nobody touched keeps its first value, `typed` goes by block. */
function submitted(made: Form, typed: Record<string, Given> = {}): Submitted {
  const view = renderForm(made, 'slack:T1/C2', 'T1');
  checkView(view, 'modal');
  const blocks = normalise(view.blocks as Block[]);
  const touched = Object.fromEntries(
    Object.entries(typed).map(([id, value]) => {
      const block = blocks.find((one) => one.block_id === id);
      return [id, { v: stateFor(block!.element!, value) }];
    }),
  );
  return { private_metadata: view.private_metadata!, blocks, state: { values: valuesOf(blocks, touched) as never } };
}
const argsOf = (made: Form, typed?: Record<string, Given>) => answersOf(submitted(made, typed), 'T1').args;
const choices = ['wrong', 'unsafe', 'cost'].map((value) => ({ value, label: `It is ${value}` }));
const long = { kind: 'text', long: true } as const;

const anyPrompt = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        'word',
        '漢字',
        '👩‍👩‍👧‍👦',
        '\n',
        '\r\n',
        ' ',
        '\t',
        '.',
        '\u0000',
        '\ud83d',
        '```',
        '<!channel>',
      ),
      { minLength: 1, maxLength: 40 },
    ),
    fc.integer({ min: 1, max: 12_000 }),
  )
  .map(([all, length]) => {
    const some = all.join('');
    return some.repeat(Math.ceil(length / some.length)).slice(0, length);
  });

test('any text up to 12 000 characters comes back byte for byte when nobody touched it', () => {
  fc.assert(
    fc.property(anyPrompt, (text) => {
      expect(argsOf(form([{ name: 'text', input: long, value: text }])).text).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test('any text that is typed over another comes back byte for byte', () => {
  fc.assert(
    fc.property(anyPrompt, anyPrompt, (old, text) => {
      const chunks = chunksOf(text).slice(0, 4);
      const typed = Object.fromEntries(chunks.map((chunk, at) => [`f:text:${at + 1}`, chunk]));
      expect(argsOf(form([{ name: 'text', input: long, value: old.slice(0, 11_000) }]), typed).text).toBe(
        chunks.join(''),
      );
    }),
    { numRuns: 100 },
  );
});

test('a piece in the middle may be emptied, and a text emptied altogether is absent', () => {
  const made = form([{ name: 'text', input: long, value: 'a'.repeat(6_000) }]);
  expect(argsOf(made, { 'f:text:2': null }).text).toHaveLength(6_000 - chunksOf('a'.repeat(6_000))[1]!.length);
  expect(argsOf(made, { 'f:text:1': null, 'f:text:2': null, 'f:text:3': null })).toEqual({});
});

test('the command, the place and what was settled come back', () => {
  expect(answersOf(submitted(form([], { prompt: 'support-reply', change: 12 })), 'T1')).toEqual({
    command: 'submit',
    place: 'slack:T1/C2',
    args: { prompt: 'support-reply', change: 12 },
  });
});

test('every kind of field is read, with people and channels as references', () => {
  const made = form([
    { name: 'model', input: { kind: 'line' } },
    { name: 'why', input: { kind: 'text' } },
    { name: 'reason', input: { kind: 'choice', choices } },
    { name: 'reasons', input: { kind: 'choices', choices } },
    { name: 'owner', input: { kind: 'person' } },
    { name: 'people', input: { kind: 'people' } },
    { name: 'places', input: { kind: 'places' } },
  ]);
  const typed = {
    'f:model': 'gpt-4.1',
    'f:why': 'because\n',
    'f:reason': 'cost',
    'f:reasons': ['wrong', 'unsafe'],
    'f:owner': 'U1',
    'f:people': ['U1', 'U2'],
    'f:places': ['C1'],
  };
  expect(argsOf(made, typed)).toEqual({
    model: 'gpt-4.1',
    why: 'because\n',
    reason: 'cost',
    reasons: ['wrong', 'unsafe'],
    owner: '@slack:T1/U1',
    people: ['@slack:T1/U1', '@slack:T1/U2'],
    places: ['#slack:T1/C1'],
  });
  expect(argsOf(made)).toEqual({});
});

test('a choice that stands open is read like one of a menu', () => {
  const made = form([{ name: 'reason', optional: false, value: 'wrong', input: { kind: 'choice', choices } }]);
  expect(argsOf(made)).toEqual({ reason: 'wrong' });
  expect(argsOf(made, { 'f:reason': 'cost' })).toEqual({ reason: 'cost' });
});

test('an emptied field is absent, even where the argument was settled before', () => {
  const made = form([{ name: 'model', value: 'gpt-4.1', input: { kind: 'line' } }], { model: 'gpt-4.1' });
  expect(argsOf(made, { 'f:model': null })).toEqual({});
});

test('people and channels of elsewhere survive a form that cannot show them', () => {
  const value = ['slack:T1/U1', 'teams:t/grace', 'olu@example.org'];
  const made = form([{ name: 'people', value, input: { kind: 'people' } }]);
  expect(argsOf(made).people).toEqual(['@slack:T1/U1', '@teams:t/grace', 'olu@example.org']);
  expect(argsOf(made, { 'f:people': [] }).people).toEqual(['@teams:t/grace', 'olu@example.org']);
});

test('a refusal stands at its field, of a long text at the first input', () => {
  const view = submitted(
    form([
      { name: 'text', input: long },
      { name: 'why', input: { kind: 'text' } },
    ]),
  );
  expect(errorsFor(view, { message: 'No.', fields: { text: 'Equal.', why: 'Say why.' } })).toEqual({
    'f:text:1': 'Equal.',
    'f:why': 'Say why.',
  });
});

test('a refusal about no field of the form stands at the last one, so that what was typed is kept', () => {
  const view = submitted(form([{ name: 'text', input: long }]));
  expect(errorsFor(view, { message: 'Somebody was faster.', fields: {} })).toEqual({
    'f:text:4': 'Somebody was faster.',
  });
  expect(errorsFor(view, { message: 'No such prompt.', fields: { prompt: 'Unknown.' } })).toEqual({
    'f:text:4': 'No such prompt.',
  });
  expect(errorsFor(view, { message: 'x'.repeat(5_000), fields: {} })!['f:text:4']).toHaveLength(300);
});

test('a form without fields has no place for a refusal', () => {
  expect(
    errorsFor({ blocks: messageView('Done', 'text').blocks as Block[] }, { message: 'No.', fields: {} }),
  ).toBeNull();
});

test('a view that is no form of ours is an error', () => {
  expect(() => answersOf({ private_metadata: '', blocks: [], state: { values: {} } }, 'T1')).toThrow();
});
