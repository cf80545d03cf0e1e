import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../../src/refusal.ts';
import {
  type Content,
  contentOf,
  contentSchema,
  MAX_CONTENT_BYTES,
  parseContent,
  promptText,
  textOf,
  variablesOf,
} from '../../src/rules/content.ts';

const refusalOf = (run: () => unknown): Refusal => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
};

const oneMessage = { messages: [{ role: 'system', content: 'Be kind.' }] };

describe('contentOf', () => {
  test('one text becomes one system message without a model or parameters', () => {
    expect(contentOf({ text: 'Be kind to {{ name }}.' })).toEqual({
      messages: [{ role: 'system', content: 'Be kind to {{ name }}.' }],
      model: null,
      params: {},
      variables: ['name'],
    } satisfies Content);
  });

  test('a blank model pins none and stray spaces around a model are dropped', () => {
    expect(contentOf({ text: 'x', model: '  ' }).model).toBeNull();
    expect(contentOf({ text: 'x', model: ' gpt-4.1 ' }).model).toBe('gpt-4.1');
  });

  test.each([
    ['CRLF, tabs and trailing spaces', 'a \r\n\tb\n\r  '],
    ['right-to-left marks', 'abc\u202edef\u202c\u200f'],
    ['letters in two normal forms', '\u00e9 e\u0301 \u212b'],
    ['a byte order mark and characters beyond the BMP', '\ufeff𝒳😀'],
  ])('%s are kept byte for byte', (_name, text) => {
    expect(contentOf({ text }).messages[0]?.content).toBe(text);
  });

  test('every storable text that is not blank is kept as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(text.trim() !== '' && !text.includes('\0'));
        const content = contentOf({ text });
        expect(content.messages[0]?.content).toBe(text);
        expect(textOf(content)).toBe(text);
        expect(parseContent(JSON.parse(JSON.stringify(content)))).toEqual(content);
      }),
    );
  });

  test.each([
    ['NUL', 'a\nb\0', 'text', 'Line 2, column 2 holds a NUL'],
    ['half a character', 'a\ud83d', 'text', 'Line 1, column 2 holds half a character'],
    ['nothing but white space', ' \n\t', 'text', 'The text is empty.'],
  ])('a text with %s is refused at its field', (_name, text, field, sentence) => {
    const refusal = refusalOf(() => contentOf({ text }));
    expect(refusal.code).toBe('invalid');
    expect(refusal.message).toContain(sentence);
    expect(refusal.fields[field]).toBe(refusal.message);
  });

  test('a bad model and bad parameters are refused at their own fields, all at once', () => {
    const refusal = refusalOf(() => contentOf({ text: 'x', model: 'm'.repeat(201), params: { t: Number.NaN } }));
    expect(refusal.fields).toEqual({
      model: 'A model name has at most 200 characters.',
      params: 'params.t: NaN is not a JSON number.',
    });
  });

  test('200 kB pass, one byte over the limit is refused with both sizes', () => {
    const text = 'ä'.repeat(100_000);
    expect(textOf(contentOf({ text }))).toBe(text);
    const around = JSON.stringify(contentOf({ text: 'x' })).length - 1;
    expect(contentOf({ text: 'x'.repeat(MAX_CONTENT_BYTES - around) }).messages).toHaveLength(1);
    const refusal = refusalOf(() => contentOf({ text: 'x'.repeat(MAX_CONTENT_BYTES - around + 1) }));
    expect(refusal.message).toBe('This content is 1.01 MB; the most that can be stored is 1 MB.');
    expect(refusalOf(() => contentOf({ text: 'x'.repeat(30_000_000) })).message).toContain('30.00 MB');
  });

  test('the limit counts bytes, not characters', () => {
    expect(refusalOf(() => contentOf({ text: '語'.repeat(400_000) })).message).toContain('1.21 MB');
  });
});

describe('parseContent', () => {
  test('variables are derived, whatever the sender claims', () => {
    expect(parseContent({ ...oneMessage, variables: ['made_up'] }).variables).toEqual([]);
  });

  test.each([
    [{}, 'messages', 'A prompt is a list of messages.'],
    [{ messages: [] }, 'messages', 'A prompt has at least one message.'],
    [{ messages: Array(51).fill(oneMessage.messages[0]) }, 'messages', 'A prompt has at most 50 messages.'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role', 'one of the roles system, user or assistant'],
    [{ messages: [{ role: 'user' }] }, 'messages.0.content', 'The text is missing.'],
    [{ messages: [{ role: 'user', content: 'x', name: 'Ann' }] }, 'messages.0', 'name'],
    [{ ...oneMessage, temperature: 1 }, '', 'temperature'],
    [{ ...oneMessage, model: '' }, 'model', 'The model name is empty'],
    [{ ...oneMessage, model: 'gpt\n4' }, 'model', 'one line without control characters'],
    [{ ...oneMessage, params: [1] }, 'params', 'Parameters are a JSON object'],
    [{ ...oneMessage, params: JSON.parse('{"__proto__":{"x":1}}') }, 'params', '"__proto__"'],
  ])('%o is refused at %j', (value, field, sentence) => {
    const refusal = refusalOf(() => parseContent(value));
    expect(refusal.fields[field]).toContain(sentence);
  });

  test('a refused __proto__ leaves every other object as it was', () => {
    refusalOf(() => parseContent({ ...oneMessage, params: JSON.parse('{"a":{"__proto__":{"polluted":1}}}') }));
    expect('polluted' in {}).toBe(false);
  });

  test('fifty messages and nested parameters pass unchanged', () => {
    const messages = Array.from({ length: 50 }, (_, at) => ({ role: at % 2 ? 'assistant' : 'user', content: `${at}` }));
    const params = {
      temperature: 0.2,
      stop: ['\n', 'END'],
      tools: [{ name: 'a', schema: { type: 'object' } }],
      x: null,
    };
    expect(parseContent({ messages, model: 'm', params })).toEqual({ messages, model: 'm', params, variables: [] });
  });
});

describe('the schemas', () => {
  test('what is sent as content and as text can be described as JSON Schema', () => {
    expect(z.toJSONSchema(contentSchema, { io: 'input' })).toMatchObject({ type: 'object', required: ['messages'] });
    expect(z.toJSONSchema(promptText)).toMatchObject({ type: 'string' });
  });
});

describe('variablesOf', () => {
  test.each([
    ['{{ b }} {{a}} {{ b }}', ['a', 'b']],
    ['{{- trimmed -}} {{~t2~}} {{{raw}}}', ['raw', 't2', 'trimmed']],
    ['{{ user.name }} {{ x | upper }} {{ now() }} {{#if y}} {{/if}} {{> part}} {% for z in zs %}', []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a prompt that mentions a shell variable
    ['{single} ${shell} {{ two words }} {{ 1st }} {{}}', []],
    ['{{\n name\n}}', ['name']],
    ['{{ _Z9 }} {{ Z }} {{ a }}', ['Z', '_Z9', 'a']],
    ['{{ __proto__ }} {{ constructor }}', ['__proto__', 'constructor']],
  ])('%j mentions %j', (text, names) => {
    expect(variablesOf([text])).toEqual(names);
  });

  test('the names of several texts are joined, and braces without end cost no time', () => {
    expect(variablesOf(['{{ b }}', '{{ a }}'])).toEqual(['a', 'b']);
    const started = performance.now();
    for (const hostile of ['{{', '{{ ', '{{a', '{{ a ']) variablesOf([hostile.repeat(100_000)]);
    variablesOf([`{{${' '.repeat(500_000)}`, `{{${'a'.repeat(500_000)}`]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('textOf', () => {
  test('nothing yet is the empty text, one message is its text, several stand under their roles', () => {
    expect(textOf(null)).toBe('');
    expect(textOf(parseContent({ messages: [{ role: 'user', content: 'Hi' }] }))).toBe('Hi');
    const several = parseContent({
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(textOf(several)).toBe('[system]\nBe kind.\n\n[user]\nHi');
  });
});
