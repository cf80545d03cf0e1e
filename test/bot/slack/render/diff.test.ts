import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMessageBlocks } from '../../../../src/bot/playground/slack/blocks/check.ts';
import { renderMessage } from '../../../../src/bot/slack/render/message.ts';
import type { Content } from '../../../../src/rules/content.ts';
import { diffContent } from '../../../../src/rules/diff/diff.ts';
import { anyDiff } from '../../render/arbitrary-card.ts';
import { textsIn } from './read.ts';

const content = (text: string, more: Partial<Content> = {}): Content => ({
  messages: [{ role: 'system', content: text }],
  model: null,
  params: {},
  variables: [],
  ...more,
});

/** The diff as a reader sees it: struck words in ~ ~, bold ones in * *, small headings in _ _, a bar before quoted lines. */
function seen(before: Content | null, after: Content, hunks?: number): string {
  const { blocks } = renderMessage(
    { title: [], parts: [{ kind: 'diff', diff: diffContent(before, after), ...(hunks !== undefined && { hunks }) }] },
    'T1',
  );
  checkMessageBlocks(blocks);
  return blocks.map(blockSeen).join('\n');
}

type Piece = { type: string; text?: string; style?: { bold?: true; strike?: true; italic?: true } };

function blockSeen(block: KnownBlock): string {
  if (block.type !== 'rich_text') throw new Error(`A diff is rich text, not ${block.type}.`);
  return block.elements
    .map((one) => {
      const text = (one.elements as Piece[]).map(marked).join('');
      return one.type === 'rich_text_quote' ? text.replace(/^/gm, '| ') : text;
    })
    .join('\n');
}

function marked({ text = '', style }: Piece): string {
  const mark = style?.bold ? '*' : style?.strike ? '~' : style?.italic ? '_' : '';
  return mark === '' ? text : `${mark}${text}${mark}`;
}

test('changed lines show word by word what went and what came, under where they stand', () => {
  const before = content('Tone\nBe kind.\nAnswer within two sentences.\nNever guess.\nSign off.\nEnd', {
    model: 'gpt-4.1',
    params: { temperature: 0.2 },
  });
  const after = content('Tone\nBe kind.\nAnswer in at most three sentences.\nNever guess.\nSay so.\nEnd', {
    model: 'gpt-4.1',
    params: { temperature: 0.3 },
  });
  expect(seen(before, after)).toBe(
    [
      '*temperature: *~0.2~ → *0.3*',
      '_Line 1_',
      '|    Tone',
      '|    Be kind.',
      '| − Answer ~within two~ sentences.',
      '| + Answer *in at most three* sentences.',
      '|    Never guess.',
      '| − ~Sign off.~',
      '| + *Say so.*',
      '|    End',
    ].join('\n'),
  );
});

test('a first version is its lines, without a mark on every word', () => {
  expect(seen(null, content('One\n\nTwo', { model: 'larch-2-medium-2026-08' }))).toBe(
    '*Model: **larch-2-medium-2026-08*\n| + One\n| + \n| + Two',
  );
});

test('among several messages a hunk says which one it is in', () => {
  const before = content('', {
    messages: [
      { role: 'system', content: 'A' },
      { role: 'user', content: 'B\nC' },
    ],
  });
  const after = content('', {
    messages: [
      { role: 'system', content: 'A' },
      { role: 'user', content: 'B\nD' },
      { role: 'assistant', content: 'E' },
    ],
  });
  expect(seen(before, after)).toBe(
    [
      '*Messages: *~2~ → *3*',
      '_Message 2 (user), line 1_',
      '|    B',
      '| − ~C~',
      '| + *D*',
      '_New message 3 (assistant)_',
      '| + E',
    ].join('\n'),
  );
});

test('equal contents say so', () => {
  expect(seen(content('A'), content('A'))).toBe('nothing changed');
});

test('only so many hunks are shown as were asked for, and the other changed lines are counted', () => {
  const text = (edit: (line: number) => boolean) =>
    content(Array.from({ length: 90 }, (_, n) => `Rule ${n}${edit(n) ? ' edited' : ''}`).join('\n'));
  const shown = seen(
    text(() => false),
    text((n) => n % 10 === 0),
    2,
  );
  expect(shown.match(/^_Line \d+_$/gm)).toEqual(['_Line 1_', '_Line 9_']);
  expect(shown).toMatch(/_… 7 more changed lines_$/);
});

test('a change in the middle of a very long line stays in sight', () => {
  const shown = seen(
    content(`${'a '.repeat(3_000)}old word${' b'.repeat(3_000)}`),
    content(`${'a '.repeat(3_000)}new word${' b'.repeat(3_000)}`),
    3,
  );
  expect(shown).toMatch(/− ….*a ~old~ word b.*…/);
  expect(shown).toMatch(/\+ ….*a \*new\* word b.*…/);
  expect(shown.length).toBeLessThan(1_000);
});

test('two long values that begin alike show where they differ', () => {
  const tools = (last: string) => ({
    params: { tools: [...Array.from({ length: 200 }, (_, n) => `tool-${n}`), last] },
  });
  const shown = seen(content('A', tools('search')), content('A', tools('browse')));
  expect(shown).toMatch(/~….*"search"\]~ → \*….*"browse"\]\*/);
});

test('invisible characters and line ends are shown where they are what changed', () => {
  expect(seen(content('pay\nthe end'), content('p\u200bay\nthe end'))).toContain('+ *p‹U+200B›ay*');
  expect(seen(content('one\r\ntwo'), content('one\ntwo'))).toMatch(/− one~‹U\+000D›‹U\+000A›~/);
});

test('lines of a prompt are data', () => {
  const shown = seen(content('safe'), content('safe\n<!channel> *bold* ```x```'));
  expect(shown).toContain('| + *<!channel> *bold* ```x```*');
});

test('every changed line is shown or counted', () => {
  fc.assert(
    fc.property(anyDiff, fc.option(fc.nat({ max: 3 }), { nil: undefined }), (diff, hunks) => {
      const part = { kind: 'diff' as const, diff, ...(hunks !== undefined && { hunks }) };
      const { blocks } = renderMessage({ title: [], parts: [part] }, 'T1');
      const lines = quotes(blocks).flatMap((quote) => textsIn(quote).join('').split('\n'));
      const shown = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
      const { added, removed, changed } = diff.counts;
      const missing = [added + changed - shown('+ '), removed + changed - shown('− ')] as const;
      const counted = /… ([\d,]+) more changed lines?$/.exec(textsIn(blocks).join(''))?.[1] ?? '0';
      // A line that was changed is missing on both sides and counted once.
      const left = Number(counted.replaceAll(',', ''));
      expect(left).toBeGreaterThanOrEqual(Math.max(...missing));
      expect(left).toBeLessThanOrEqual(missing[0] + missing[1]);
      expect(Math.min(...missing)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});

const quotes = (blocks: readonly KnownBlock[]) =>
  blocks.flatMap((block) =>
    block.type === 'rich_text' ? block.elements.filter((one) => one.type === 'rich_text_quote') : [],
  );
