import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../src/rules/content.ts';
import { canonicalJson, fingerprint, shortFingerprint } from '../../src/rules/fingerprint.ts';
import type { JsonValue } from '../../src/rules/json-value.ts';

describe('canonicalJson follows RFC 8785', () => {
  // Appendix B: the bits of an IEEE 754 double and the text it must have.
  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the number with the bits %s is %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  test.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('the bits %s are refused', (bits) => {
    expect(() => canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toThrow();
  });

  test('section 3.2.2: numbers, a string with every kind of escape, literals', () => {
    const input = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
      "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    const bytes =
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e33333333333333' +
      '2c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d';
    expect(Buffer.from(canonicalJson(JSON.parse(input))).toString('hex')).toBe(bytes);
  });

  test('section 3.2.3: keys are sorted by UTF-16 units, not by code points', () => {
    const input = JSON.parse(
      String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
        "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
    );
    const names = [...canonicalJson(input).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['nothing is normalised', { a: 'A\u030a' }, '{"a":"A\u030a"}'],
    [
      'every control character has its one escape',
      '\b\t\n\f\r\u0000\u001f\u007f',
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f"',
    ],
    [
      'keys like numbers, empty keys and nested keys are sorted',
      { 10: { b: 1, a: 2 }, 9: [], '': {} },
      '{"":{},"10":{"a":2,"b":1},"9":[]}',
    ],
    ['a list keeps its order', [56, { d: true, 10: null, 1: [] }], '[56,{"1":[],"10":null,"d":true}]'],
  ] as [string, JsonValue, string][])('%s', (_name, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('half a character is refused', () => {
    expect(() => canonicalJson('\ud800')).toThrow();
    expect(() => canonicalJson({ '\udc00': 1 })).toThrow();
  });

  test('parsing the text gives the same text again, in whatever order the keys came', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
      }),
    );
  });
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, reversed(item)] as const)
      .reverse(),
  );
}

describe('fingerprint', () => {
  test('is the sha256 of the canonical JSON and never changes for a given content', () => {
    const content = contentOf({
      text: 'Grüße, {{ name }} 😀\r\n',
      model: 'gpt-4.1',
      params: { top_p: 1, temperature: 0.2 },
    });
    const text =
      '{"messages":[{"content":"Grüße, {{ name }} 😀\\r\\n","role":"system"}],"model":"gpt-4.1",' +
      '"params":{"temperature":0.2,"top_p":1},"variables":["name"]}';
    expect(canonicalJson(content)).toBe(text);
    expect(fingerprint(content)).toBe(createHash('sha256').update(Buffer.from(text)).digest('hex'));
  });

  test('tells apart what looks the same and joins what is the same', () => {
    const of = (text: string, params = {}) => fingerprint(contentOf({ text, model: 'm', params }));
    const looksAlike = ['a', 'a ', 'a\n', 'a\r\n', '\u202ea', 'a\u200b', 'а'];
    expect(new Set(looksAlike.map((text) => of(text))).size).toBe(looksAlike.length);
    expect(of('a', { x: 1, y: 2 })).toBe(of('a', { y: 2.0, x: 1 }));
    expect(of('a')).not.toBe(fingerprint(contentOf({ text: 'a' })));
  });

  test('is shown as its first seven digits', () => {
    const fp = fingerprint(contentOf({ text: 'a' }));
    expect(fp).toMatch(/^[0-9a-f]{64}$/);
    expect(shortFingerprint(fp)).toBe(fp.slice(0, 7));
  });
});
