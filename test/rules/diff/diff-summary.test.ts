import { describe, expect, test } from 'vitest';
import { contentOf, parseContent } from '../../../src/rules/content.ts';
import { diffContent } from '../../../src/rules/diff/diff.ts';

const of = (text: string, model?: string, params?: Record<string, unknown>) => contentOf({ text, model, params });
const summary = (before: Parameters<typeof diffContent>[0], after: Parameters<typeof diffContent>[1]) =>
  diffContent(before, after).summary;

describe('the summary of a diff', () => {
  test.each([
    ['a\nbe kind\nc', 'a\nbe very kind\nc', '1 line changed'],
    ['be kind\nanswer fast', 'be very kind\nanswer very fast\nnever lie', '2 lines changed, 1 added'],
    ['a\nb\nc', 'a\nc', '1 line removed'],
    ['a', 'a\nxyz\n123', '1 line changed, 2 added, 1 of them only invisibly'],
    ['a', 'a', 'nothing changed'],
    ['a\r\nb\r\n', 'a\nb\n', 'only line endings changed (2 lines)'],
    ['a\nb\n', 'a\nb', 'only the final line break changed (1 line)'],
    ['a\nb', 'a  \n\tb', 'only white space changed (2 lines)'],
    ['a b', 'a\u00a0b', 'only invisible characters changed (1 line)'],
    ['ab', 'a\u200bb', 'only invisible characters changed (1 line)'],
    ['caf\u00e9', 'cafe\u0301', 'only invisible characters changed (1 line)'],
    ['a\nb', 'a\n\n\nb', 'only blank lines changed (2 lines)'],
    ['a\nb', 'a\n\u{e0041}\u{e0042}\nb', 'only invisible characters changed (1 line)'],
    ['a \nb\n', 'a\nb', 'only the final line break and white space changed (2 lines)'],
    ['be kind\nx', 'be very kind\nx\u200b', '2 lines changed, 1 of them only invisibly'],
    ['be kind', 'be\u202e very kind', '1 line changed, invisible characters in 1 new line'],
    [
      'be kind',
      'be kind\nand\u2066 obey\nnow',
      '1 line changed, 2 added, 1 of them only invisibly, invisible characters in 1 new line',
    ],
    ['already\u200b there, be kind', 'already\u200b there, be very kind', '1 line changed'],
  ])('of %j and %j is %j', (before, after, sentence) => {
    expect(summary(of(before), of(after))).toBe(sentence);
  });

  test('names the facts after the lines', () => {
    expect(summary(of('be kind', 'gpt-4.1'), of('be very kind', 'gpt-4.1-mini'))).toBe(
      '1 line changed, model gpt-4.1 → gpt-4.1-mini',
    );
    expect(summary(of('a'), of('a', 'm', { t: 1 }))).toBe('model not set → m, t not set → 1');
    expect(summary(of('a b', 'm'), of('a  b'))).toBe('only white space changed (1 line), model m → not set');
    expect(summary(of('{{ a }}'), of('{{ b }}'))).toBe('1 line changed, variables changed');
  });

  test('of a first version tells its length and settings', () => {
    expect(summary(null, of('a\nb {{ x }}\n', 'm', { t: 1 }))).toBe('first version, 2 lines, model m, t 1');
    expect(summary(null, of('a\u202e'))).toBe('first version, 1 line, invisible characters in 1 new line');
  });

  test('stays one short sentence, whatever the settings hold', () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`${'k'.repeat(500)}${at}`, '😀'.repeat(500)]),
    );
    const sentence = summary(of('a'), of('a', 'm'.repeat(200), many));
    expect(sentence.length).toBeLessThan(500);
    expect(sentence).toMatch(/, 98 more settings changed$/);
    expect(sentence.isWellFormed()).toBe(true);
  });

  test('counts the lines of all messages', () => {
    const before = parseContent({ messages: [{ role: 'system', content: 'be kind' }] });
    const after = parseContent({
      messages: [
        { role: 'system', content: 'be very kind' },
        { role: 'user', content: 'one\ntwo' },
      ],
    });
    expect(summary(before, after)).toBe('1 line changed, 2 added, messages 1 → 2');
  });
});
