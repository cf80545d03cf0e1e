import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersOf } from '../../../src/bot/teams/answers.ts';
import { formAgain } from '../../../src/bot/teams/form-again.ts';
import type { ChoiceSet, Element, TextInput } from '../../../src/bot/teams/render/elements.ts';
import { renderForm } from '../../../src/bot/teams/render/form.ts';
import { commandsByName } from '../../../src/commands/index.ts';
import type { Field, Form } from '../../../src/commands/kit/form.ts';

const PLACE = 'teams:t/19:a@thread.tacv2';
const form = (fields: readonly (Pick<Field, 'name' | 'input'> & Partial<Field>)[], args: Form['args'] = {}): Form => ({
  command: 'submit',
  title: 'Submit',
  submit: 'Go on',
  args,
  parts: [],
  fields: fields.map((field) => ({ label: 'Label', optional: true, ...field })),
});

/** What Teams sends for a form: what its button carries, and every input that holds something; `typed` goes by field. */
function submitted(made: Form, typed: Record<string, string> = {}): Record<string, unknown> {
  const { card } = renderForm(made, { place: PLACE, look: { tenant: 't' }, places: [{ id: PLACE, name: 'Reviews' }] });
  const isInput = (one: Element): one is TextInput | ChoiceSet => one.type.startsWith('Input.');
  const held = card.body.filter(isInput).map(({ id, value }) => [id, typed[id.slice(2)] ?? value] as const);
  const sent = held.filter(([, value]) => value !== undefined && value !== '');
  return JSON.parse(JSON.stringify({ ...card.actions?.[0]?.data, ...Object.fromEntries(sent) }));
}
const argsOf = (made: Form, typed?: Record<string, string>) => answersOf(submitted(made, typed), 't').args;

const bytes = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.constantFrom('a', '漢', '👩‍👩‍👧‍👦', '\n', '\r\n', ' ', '\t', '\u0000', ',', '%2C', '<at>', '{{DATE('), {
      maxLength: 40,
    })
    .map((all) => all.join('')),
);
const filled = bytes.filter((text) => text !== '');
const ids = fc.uniqueArray(fc.stringMatching(/^[\w-]{1,36}$/), { maxLength: 4 });
const someOf = (values: readonly string[]) => fc.subarray([...values]);

test('what a form was filled with comes back, byte for byte', () => {
  const any = fc.uniqueArray(filled, { minLength: 1, maxLength: 6 }).chain((values) =>
    fc.record({
      line: bytes,
      text: fc.oneof(bytes, fc.constant(' x\r\n'.repeat(3_000))),
      all: fc.constant(values),
      one: fc.constantFrom('', ...values),
      some: someOf(values),
      person: fc.option(fc.stringMatching(/^[\w-]{1,36}$/)),
      people: ids,
      places: someOf([PLACE, 'slack:T1/C1', 'teams:t/19:b@thread.tacv2']),
    }),
  );
  fc.assert(
    fc.property(any, ({ line, text, all, one, some, person, people, places }) => {
      const choices = all.map((value) => ({ value, label: 'x' }));
      const args = argsOf(
        form([
          { name: 'line', value: line, input: { kind: 'line' } },
          { name: 'text', value: text, input: { kind: 'text', long: true } },
          { name: 'one', value: one, input: { kind: 'choice', choices } },
          { name: 'some', value: some, input: { kind: 'choices', choices } },
          { name: 'person', value: person === null ? [] : `teams:t/${person}`, input: { kind: 'person' } },
          { name: 'people', value: people.map((id) => `teams:t/${id}`), input: { kind: 'people' } },
          { name: 'places', value: places, input: { kind: 'places' } },
        ]),
      );
      expect(args).toEqual({
        ...(line !== '' && { line }),
        ...(text !== '' && { text }),
        ...(one !== '' && { one }),
        ...(some.length > 0 && { some }),
        ...(person !== null && { person: `@teams:t/${person}` }),
        ...(people.length > 0 && { people: people.map((id) => `@teams:t/${id}`) }),
        ...(places.length > 0 && { places: places.map((place) => `#${place}`) }),
      });
    }),
    { numRuns: 300, interruptAfterTimeLimit: 15_000 },
  );
});

test('what was refused and stands in the form again comes back the same', () => {
  fc.assert(
    fc.property(bytes, ids, (text, people) => {
      const made = form([
        { name: 'text', input: { kind: 'text' } },
        { name: 'people', input: { kind: 'people' } },
      ]);
      const first = argsOf(made, { text, people: people.join(',') });
      const { card } = renderForm(
        made,
        { place: null, look: { tenant: 't' } },
        { values: first, errors: { text: 'No.' } },
      );
      const inputs = card.body.flatMap((one) => ('id' in one ? [[one.id, one.value]] : []));
      const data = { ...card.actions?.[0]?.data, ...Object.fromEntries(inputs) };
      expect(answersOf(data, 't').args).toEqual(first);
    }),
  );
});

test('the command, the place and what was settled come back', () => {
  expect(answersOf(submitted(form([], { prompt: 'support-reply', change: 12 })), 't')).toMatchObject({
    command: 'submit',
    place: PLACE,
    args: { prompt: 'support-reply', change: 12 },
  });
});

test('an emptied field is absent, even where the argument was settled before', () => {
  const made = form([{ name: 'model', value: 'gpt-4.1', input: { kind: 'line' } }], { model: 'gpt-4.1' });
  expect(argsOf(made, { model: '' })).toEqual({});
  expect(argsOf(made, { model: 'gpt-5' })).toEqual({ model: 'gpt-5' });
});

test('a form that the store cannot be asked for is made again of what it carried, with all that was typed', () => {
  const first = submitted(
    form(
      [
        { name: 'text', value: 'one\r\ntwo', input: { kind: 'text', long: true } },
        { name: 'why', value: 'x', input: { kind: 'line' } },
        { name: 'owner', value: 'teams:t/ada', input: { kind: 'person' } },
        { name: 'deputy', optional: false, value: 'slack:T1/U1', input: { kind: 'person' } },
        { name: 'label', value: 'b', input: { kind: 'choice', choices: [{ value: 'b', label: 'B' }] } },
      ],
      { prompt: 'support-reply', base: 'v1' },
    ),
  );
  const answers = answersOf({ ...first, r: [...(first.r as []), ['nothing', 'text']] }, 't');
  const again = renderForm(
    formAgain(commandsByName.get('submit')!, answers),
    { place: PLACE, look: { tenant: 't' } },
    { values: answers.args, errors: {}, message: 'Not now.' },
  );
  expect(JSON.stringify(again.card.body[0])).toContain('Not now.');
  const inputs = again.card.body.flatMap((one) => ('id' in one ? [[one.id, one.value]] : []));
  const second = answersOf({ ...again.card.actions?.[0]?.data, ...Object.fromEntries(inputs) }, 't');
  expect(second).toMatchObject({
    command: 'submit',
    args: answers.args,
    settled: { prompt: 'support-reply', base: 'v1' },
  });
});

test.each([
  [
    'stakeholders',
    [
      ['people', 'people'],
      ['places', 'places'],
    ],
    { people: ['@teams:t/a'], places: ['#slack:T1/C1'] },
  ],
  [
    'rollback',
    [
      ['version', 'choice'],
      ['reason', 'choices'],
    ],
    { version: 'v2', reason: ['wrong', 'other'] },
  ],
] as const)('so is that of %s, whatever there was to choose from', (name, fields, args) => {
  const command = commandsByName.get(name)!;
  const given = { command: name, place: null, args, settled: { prompt: 'x' }, fields };
  const { card } = renderForm(
    formAgain(command, given as never),
    { place: null, look: { tenant: 't' } },
    { values: args, errors: {} },
  );
  const inputs = card.body.flatMap((one) => ('id' in one ? [[one.id, one.value]] : []));
  expect(answersOf({ ...card.actions?.[0]?.data, ...Object.fromEntries(inputs) }, 't').args).toEqual({
    prompt: 'x',
    ...args,
  });
});

test('people of elsewhere stay, and one of elsewhere until somebody else is picked', () => {
  const value = ['teams:t/ada', 'slack:T1/U1', 'olu@example.org'];
  const many = form([{ name: 'people', value, input: { kind: 'people' } }]);
  expect(argsOf(many).people).toEqual(['@teams:t/ada', '@slack:T1/U1', 'olu@example.org']);
  expect(argsOf(many, { people: 'grace' }).people).toEqual(['@teams:t/grace', '@slack:T1/U1', 'olu@example.org']);
  const one = form([{ name: 'owner', optional: false, value: 'slack:T1/U1', input: { kind: 'person' } }]);
  expect(argsOf(one)).toEqual({ owner: '@slack:T1/U1' });
  expect(argsOf(one, { owner: 'grace' })).toEqual({ owner: '@teams:t/grace' });
});

test('keys that no field is for are read over, and names of prototypes are plain names', () => {
  const data = submitted(form([{ name: 'why', value: 'x', input: { kind: 'line' } }]));
  expect(answersOf({ ...data, 'f:prompt': 'other', msteams: {}, prompt: 'other' }, 't').args).toEqual({ why: 'x' });
  const forged = JSON.parse(
    '{"run":"submit","a":{"__proto__":{"admin":true}},"p":null,"r":[["__proto__","text"],["constructor","text"],["toString","people"]],"k":[["toString",["x"]]],"f:__proto__":"y"}',
  );
  const { args } = answersOf(forged, 't');
  expect(Object.entries(args)).toEqual([
    ['__proto__', 'y'],
    ['toString', ['x']],
  ]);
  expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
  expect((args as { admin?: boolean }).admin).toBeUndefined();
});

test('what is no text is nothing, and what is no form of ours is an error', () => {
  const data = submitted(form([{ name: 'why', value: 'x', input: { kind: 'line' } }]));
  for (const odd of [1, null, ['x'], { x: 1 }, true])
    expect(answersOf({ ...data, 'f:why': odd }, 't').args).toEqual({});
  for (const odd of [{}, { run: 1, a: {} }, { run: 'x', a: 1 }]) expect(() => answersOf(odd, 't')).toThrow();
});
