import fc from 'fast-check';
import { expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import { renderDialog, renderQuestion } from '../../../../src/bot/teams/render/dialog.ts';
import type { ChoiceSet, Element, TextInput } from '../../../../src/bot/teams/render/elements.ts';
import type { Known } from '../../../../src/bot/teams/render/field.ts';
import { type Refused, renderForm } from '../../../../src/bot/teams/render/form.ts';
import { buttons, line, quote } from '../../../../src/commands/kit/card.ts';
import type { Field, Form } from '../../../../src/commands/kit/form.ts';
import { strong, time, words } from '../../../../src/commands/kit/words.ts';
import { anyCard, anyText } from '../../render/arbitrary-card.ts';
import { buttonsIn, MARKUP, reading } from './reading.ts';
import { findings } from './valid.ts';

const look = { tenant: 't' };
const at: Known = { place: 'teams:t/19:a@thread.tacv2', look };
const form = (fields: readonly Partial<Field>[], more: Partial<Form> = {}): Form => ({
  command: 'submit',
  title: 'Submit',
  submit: 'Go on',
  args: {},
  parts: [],
  fields: fields.map((field, n) => ({
    name: `field${n}`,
    label: 'Label',
    optional: false,
    input: { kind: 'line' },
    ...field,
  })),
  ...more,
});
function show(made: Form, given?: Refused, known: Known = at) {
  const dialog = renderForm(made, known, given);
  expect(Buffer.byteLength(JSON.stringify(dialog.card))).toBeLessThan(teamsLimits.dialog.cardBytes);
  expect(findings(dialog.card)).toEqual([]);
  return { ...dialog, ...reading(dialog.card) };
}
type Input = TextInput | ChoiceSet;
const isInput = (element: Element): element is Input => element.type.startsWith('Input.');
const inputsOf = (made: Form, given?: Refused, known?: Known) => show(made, given, known).card.body.filter(isInput);
const inputOf = (field: Partial<Field>, known?: Known) => inputsOf(form([field]), undefined, known)[0];
const choices = (count: number, hint?: string) =>
  Array.from({ length: count }, (_, n) => ({ value: `v${n}`, label: `Version ${n}`, ...(hint && { hint }) }));

const anyChoices = fc.uniqueArray(
  fc.record({ value: fc.string({ minLength: 1, maxLength: 75 }), label: anyText, hint: anyText }),
  {
    maxLength: 8,
    selector: (choice) => choice.value,
  },
);
const references = fc.constantFrom(
  '@teams:t/u',
  'teams:t/v',
  '#teams:t/19:a@thread.tacv2',
  '@slack:T1/U1',
  'slack:T1/C1',
  'v1',
);
const anyField: fc.Arbitrary<Omit<Field, 'name'>> = fc.record(
  {
    label: anyText,
    hint: anyText,
    optional: fc.boolean(),
    value: fc.oneof(
      anyText.map((text) => text.slice(0, 12_100)),
      references,
      fc.array(references, { maxLength: 4 }),
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
);
const errors = fc.dictionary(fc.constantFrom('field0', 'field1', 'other', '__proto__'), anyText);

test('any form, also one that comes back with errors, is a dialog that Teams takes, and nothing is read out of data', () => {
  const any = fc.record({
    title: anyText,
    submit: anyText,
    card: anyCard,
    fields: fc.array(anyField, { maxLength: 6 }),
    given: fc.option(fc.record({ values: errors, errors, message: anyText }), { nil: undefined }),
  });
  fc.assert(
    fc.property(any, ({ title, submit, card, fields, given }) => {
      const made = form(fields, { title, submit, parts: card.parts });
      const { parsed, card: shown } = show(made, given);
      expect(parsed.filter((text) => MARKUP.test(text))).toEqual([]);
      expect(shown.msteams).toBeUndefined();
      expect(renderForm(made, at, given).card).toEqual(shown);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});

test('any card is an answer in a dialog, whose buttons answer there and take no inputs along', () => {
  fc.assert(
    fc.property(anyCard, (any) => {
      const { title, card } = renderDialog(any, look);
      expect(title).not.toBe('');
      expect(title.length).toBeLessThanOrEqual(teamsLimits.dialog.title);
      expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(teamsLimits.dialog.cardBytes);
      expect(findings(card)).toEqual([]);
      expect(reading(card).parsed.filter((text) => MARKUP.test(text))).toEqual([]);
      for (const button of buttonsIn(card)) {
        expect(button).toMatchObject({ type: 'Action.Submit', associatedInputs: 'none' });
        expect(button.data).not.toHaveProperty('msteams');
      }
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});

test('a dialog bears the title of the card, and the card says it where the dialog cannot', () => {
  const told = (title: Parameters<typeof renderDialog>[0]['title']) => {
    const { title: bar, card } = renderDialog({ title, parts: [line(['text'])] }, look);
    return [bar, ...reading(card).shown];
  };
  expect(told(words`Prompts of ${strong('Ada')}`)).toEqual(['Prompts of Ada', 'text']);
  expect(told(['long '.repeat(20)])).toEqual(['long '.repeat(20).trim(), 'long '.repeat(20), 'text']);
  expect(told(words`Since ${time(new Date(0))}`)).toEqual(['Since 1970-01-01 00:00 UTC', 'Since ⏱, ⏱', 'text']);
});

test('a prompt of 40 000 characters is shown as a whole', () => {
  const text = Array.from({ length: 800 }, (_, n) => `Line ${n} of a prompt that is longer than most.`).join('\n');
  expect(reading(renderDialog({ title: ['Text'], parts: [quote(text)] }, look).card).shown).toEqual([text]);
});

test('a question has one button that carries what was pressed, without the question', () => {
  const confirm = { title: 'Sure?', text: 'Everybody is *told*.', yes: 'Roll back', style: 'danger' } as const;
  const { title, card } = renderQuestion({ run: 'rollback', a: { prompt: 'p' }, confirm });
  expect(findings(card)).toEqual([]);
  expect([title, ...reading(card).shown]).toEqual(['Sure?', 'Everybody is *told*.', 'Roll back']);
  expect(card.actions).toEqual([
    { type: 'Action.Submit', title: 'Roll back', style: 'destructive', data: { run: 'rollback', a: { prompt: 'p' } } },
  ]);
});

test('a form carries its command, what is settled and where it was asked for', () => {
  const { card, title } = show(form([{}], { args: { prompt: 'support-reply' } }));
  expect(title).toBe('Submit');
  expect(card.actions).toMatchObject([
    { title: 'Go on', style: 'positive', data: { run: 'submit', a: { prompt: 'support-reply' }, p: at.place } },
  ]);
});

test('a line and a text are inputs with a label, a hint and what they hold', () => {
  expect(inputOf({ name: 'model', label: 'Model', optional: true, value: 'gpt-4.1' })).toEqual({
    type: 'Input.Text',
    id: 'f:model',
    label: 'Model',
    value: 'gpt-4.1',
    spacing: 'Medium',
  });
  expect(inputOf({ input: { kind: 'text', long: true }, value: 'a\r\nb' })).toMatchObject({
    isMultiline: true,
    maxLength: 12_000,
    value: 'a\r\nb',
    isRequired: true,
    errorMessage: 'This is needed.',
  });
  expect(inputOf({ value: 'one\ntwo' })).toMatchObject({ isMultiline: true });
  expect(show(form([{ hint: 'Reviewers read this.' }])).shown).toEqual(['Label', 'Reviewers read this.', 'Go on']);
});

test('a text that no form holds is refused in a sentence', () => {
  const long = { label: 'New text', input: { kind: 'text', long: true } } as const;
  const { shown, card } = show(form([{ ...long, value: 'x'.repeat(12_001) }, {}]));
  expect(shown[0]).toBe(
    'New text has 12,001 characters, which is more than a form in Teams holds. Send it over the HTTP API: POST /v1/commands/submit.',
  );
  expect(card.body.filter(isInput)).toHaveLength(1);
  const two = inputsOf(
    form([
      { ...long, value: '漢'.repeat(12_000) },
      { ...long, value: '字'.repeat(9_000) },
    ]),
  );
  expect(two.map((input) => input.value)).toEqual(['字'.repeat(9_000)]);
});

test('one of several is a menu, several are boxes, with what was chosen', () => {
  const choice = (count: number) =>
    inputOf({ value: 'v1', input: { kind: 'choice', choices: choices(count, 'hint') } });
  expect(choice(3)).toMatchObject({ style: 'compact', value: 'v1' });
  expect(choice(3)).toMatchObject({ choices: [{ title: 'Version 0 – hint', value: 'v0' }, {}, {}] });
  expect(inputOf({ value: 'gone', input: { kind: 'choice', choices: choices(3) } })).not.toHaveProperty('value');
  expect(inputOf({ value: ['v1', 'v2', 'gone'], input: { kind: 'choices', choices: choices(9) } })).toMatchObject({
    style: 'expanded',
    isMultiSelect: true,
    value: 'v1,v2',
  });
});

test('a hundred choices fit', () => {
  const many = choices(100).map((choice) => ({ ...choice, label: '漢'.repeat(200) }));
  expect(inputOf({ input: { kind: 'choice', choices: many } })).toMatchObject({ choices: { length: 100 } });
});

test('people are searched where they are, with the names of those who are chosen', () => {
  const known = { ...at, people: [{ id: 'teams:t/ada', name: 'Ada Lovelace' }] };
  const field = { value: ['teams:t/ada', '@teams:t/olu-0-1-2-3'], input: { kind: 'people' } } as const;
  expect(inputOf(field, known)).toMatchObject({
    isMultiSelect: true,
    value: 'ada,olu-0-1-2-3',
    choices: [
      { title: 'Ada Lovelace', value: 'ada' },
      { title: 'chosen before (olu-0-1-)', value: 'olu-0-1-2-3' },
    ],
    'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' },
  });
  expect(inputOf(field, { ...known, place: 'teams:t/ada' })).toMatchObject({
    'choices.data': { dataset: 'graph.microsoft.com/users' },
  });
  expect(inputOf({ value: 'teams:t/ada', input: { kind: 'person' } })).not.toHaveProperty('isMultiSelect');
});

test('who is of another platform stays chosen, and the field says so', () => {
  const { card, shown } = show(
    form([{ name: 'people', value: ['slack:T1/U1', 'teams:t/ada'], input: { kind: 'people' } }]),
  );
  expect(shown).toContain('1 of another platform stays as before.');
  expect(card.actions?.[0]?.data).toMatchObject({ k: [['people', ['@slack:T1/U1']]] });
  const one = show(form([{ name: 'owner', value: 'slack:T1/U1', input: { kind: 'person' } }]));
  expect(one.shown).toContain('Left empty, it stays who it is: somebody of another platform.');
  expect(one.card.body[0]).not.toHaveProperty('isRequired');
});

test.each(['person', 'people', 'places'] as const)('what no name is that long stands in no field of %s', (kind) => {
  const made = form([{ input: { kind } }]);
  const { card } = show(made, { values: { field0: 'x'.repeat(80_000) }, errors: {} });
  expect(JSON.stringify(card)).not.toContain('xxx');
});

test('channels are those that are known, and those that are chosen already', () => {
  const places = [
    { id: 'teams:t/19:a@thread.tacv2', name: 'Support › Reviews' },
    { id: 'teams:t/19:b@thread.tacv2', name: 'News' },
  ];
  const value = ['teams:t/19:b@thread.tacv2', 'slack:T1/C5', '#teams:t/19:gone@thread.tacv2'];
  expect(inputOf({ value, input: { kind: 'places' } }, { ...at, places })).toMatchObject({
    isMultiSelect: true,
    value: '#teams:t/19:b@thread.tacv2,#slack:T1/C5,#teams:t/19:gone@thread.tacv2',
    choices: [
      { title: 'Support › Reviews' },
      { title: 'News' },
      { title: 'a channel in Slack (C5)' },
      { title: 'a channel chosen before' },
    ],
  });
});

test('where no channel is known the form says how one gets there', () => {
  expect(show(form([{ label: 'Channels', input: { kind: 'places' } }])).shown).toEqual([
    'Channels: I am in no channel yet. Add me to one, then it can be chosen here.',
    'Go on',
  ]);
});

test('what is wrong stands above its field, what was typed in it again, and what names no field at the top', () => {
  const made = form([
    { name: 'text', label: 'Text', value: 'old', input: { kind: 'text' } },
    { name: 'why', label: 'Why', value: 'old' },
  ]);
  const values = { text: 'new\n' };
  const { shown, card } = show(made, { values, errors: { why: 'Why needs *some* words.' }, message: 'No.' });
  expect(shown).toEqual(['Text', 'Why needs *some* words.', 'Why', 'Go on']);
  expect(card.body.filter(isInput).map((input) => input.value)).toEqual(['new\n', undefined]);
  const top = show(made, { values, errors: { prompt: 'Unknown.' }, message: 'There is no such prompt.' });
  expect(top.shown[0]).toBe('There is no such prompt.');
});

test('the words above the fields keep their buttons, which send nothing of the form', () => {
  const { card } = show(
    form([{}], {
      parts: [
        line(['Did you mean x?']),
        ...buttons({ label: 'Open x', command: 'submit', args: { prompt: 'x' }, ask: true }),
      ],
    }),
  );
  expect(buttonsIn(card)[0]).toEqual({
    type: 'Action.Submit',
    title: 'Open x',
    data: { run: 'submit', a: { prompt: 'x' }, ask: true },
    associatedInputs: 'none',
  });
});

test('a form without fields still says what it asks', () => {
  expect(show(form([], { title: 'Withdraw?' })).shown).toEqual(['Withdraw?', 'Go on']);
});

test('a field that the next step adds begins with what the form says, one that was emptied stays empty', () => {
  const made = form([
    { name: 'asked', value: 'before' },
    { name: 'added', value: 'proposed' },
  ]);
  const inputs = inputsOf(made, { values: {}, errors: {}, asked: ['asked'] });
  expect(inputs.map((input) => input.value)).toEqual([undefined, 'proposed']);
});
