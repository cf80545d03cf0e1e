import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonProblem, MAX_JSON_DEPTH } from '../../src/rules/json-value.ts';

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { deeper: value };
  return value;
};

describe('jsonProblem', () => {
  test.each([
    [{ temperature: Number.NaN }, 'params.temperature: NaN is not a JSON number.'],
    [{ list: [1, Number.POSITIVE_INFINITY] }, 'params.list.1: Infinity is not a JSON number.'],
    [{ stop: ['a\0'] }, 'params.stop.0: Line 1, column 2 holds a NUL'],
    [{ 'a\0': 1 }, 'params has a key with a character that cannot be stored.'],
    [{ x: undefined }, 'params.x is not a JSON value.'],
    // biome-ignore lint/suspicious/noSparseArray: the hole is what is tested
    [{ x: [1, , 2] }, 'params.x.1 is not a JSON value.'],
    [{ x: 1n }, 'params.x is not a JSON value.'],
    [{ x: new Date(0) }, 'params.x is not a JSON value.'],
    [JSON.parse('{"a":{"__proto__":{"admin":true}}}'), 'params.a has the key "__proto__", which is not allowed.'],
  ])('%o is refused with the place of the problem', (value, sentence) => {
    expect(jsonProblem(value, 'params')).toContain(sentence);
  });

  test('nesting is allowed down to the limit and refused beyond it', () => {
    expect(jsonProblem(nested(MAX_JSON_DEPTH), 'params')).toBeUndefined();
    expect(jsonProblem(nested(MAX_JSON_DEPTH + 1), 'params')).toContain('nested deeper than 10 levels');
    expect(jsonProblem(nested(100_000), 'params')).toContain('nested deeper than 10 levels');
  });

  test('a list that contains itself ends as too deep', () => {
    const self: unknown[] = [];
    self.push(self, self, self);
    expect(jsonProblem(self, 'params')).toContain('nested deeper');
  });

  test('whatever JSON.parse answers for well-formed JSON of little depth has no problem', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__') && !JSON.stringify(value).includes('\\u0000'));
        expect(jsonProblem(value, 'params')).toBeUndefined();
      }),
    );
  });
});
