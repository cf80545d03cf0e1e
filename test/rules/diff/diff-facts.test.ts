import { describe, expect, test } from 'vitest';
import { contentOf, parseContent } from '../../../src/rules/content.ts';
import { diffContent } from '../../../src/rules/diff/diff.ts';

const text = 'Be kind.';
const facts = (before: Parameters<typeof diffContent>[0], after: Parameters<typeof diffContent>[1]) =>
  diffContent(before, after).facts.map((fact) => `${fact.kind} ${fact.name}: ${fact.from} → ${fact.to}`);

describe('the facts of a diff', () => {
  test('tell the model, each changed parameter in order, and nothing that stayed', () => {
    const before = contentOf({
      text,
      model: 'gpt-4.1',
      params: { temperature: 0.2, stop: ['END'], gone: null, same: 1 },
    });
    const after = contentOf({
      text,
      model: 'gpt-4.1-mini',
      params: { same: 1, new: true, temperature: 0.7, stop: [] },
    });
    expect(facts(before, after)).toEqual([
      'model model: gpt-4.1 → gpt-4.1-mini',
      'param gone: null → null',
      'param new: null → true',
      'param stop: ["END"] → []',
      'param temperature: 0.2 → 0.7',
    ]);
    expect(diffContent(before, after).facts[1]).toMatchObject({ from: 'null', to: null });
  });

  test('tell a model that was set or removed, and of a first version all that is set', () => {
    const [none, some] = [contentOf({ text }), contentOf({ text: 'Hi {{ name }}', model: 'm', params: { t: 1 } })];
    expect(facts(none, contentOf({ text, model: 'm' }))).toEqual(['model model: null → m']);
    expect(facts(contentOf({ text, model: 'm' }), none)).toEqual(['model model: m → null']);
    expect(facts(null, some)).toEqual([
      'model model: null → m',
      'param t: null → 1',
      'variables variables: null → name',
    ]);
  });

  test('tell roles, the number of messages and variables', () => {
    const before = parseContent({ messages: [{ role: 'system', content: 'Hi {{ a }}' }] });
    const after = parseContent({
      messages: [
        { role: 'user', content: 'Hi {{ a }} {{ b }}' },
        { role: 'assistant', content: 'Yes?' },
      ],
    });
    expect(facts(before, after)).toEqual([
      'messages messages: 1 → 2',
      'role role of message 1: system → user',
      'variables variables: a → a, b',
    ]);
  });

  test('are safe to show, also where two values look the same', () => {
    const of = (model: string) => contentOf({ text, model });
    expect(facts(of('gpt-4'), of('gpt\u200b-4'))).toEqual(['model model: gpt-4 → gpt‹U+200B›-4']);
    expect(facts(of('a\u202eb'), of('c'))).toEqual(['model model: a‹U+202E›b → c']);
    expect(facts(of('caf\u00e9'), of('cafe\u0301'))).toEqual(['model model: café → cafe‹U+0301›']);
    expect(facts(contentOf({ text }), contentOf({ text, params: { 'a\u202e': '\u200b' } }))).toEqual([
      'param a‹U+202E›: null → "‹U+200B›"',
    ]);
  });
});
