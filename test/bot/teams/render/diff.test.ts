import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Element, Inline } from '../../../../src/bot/teams/render/elements.ts';
import { renderMessage } from '../../../../src/bot/teams/render/message.ts';
import type { Content } from '../../../../src/rules/content.ts';
import { diffContent } from '../../../../src/rules/diff/diff.ts';
import { anyDiff } from '../../render/arbitrary-card.ts';
import { reading } from './reading.ts';

const content = (text: string, more: Partial<Content> = {}): Content => ({
  messages: [{ role: 'system', content: text }],
  model: null,
  params: {},
  variables: [],
  ...more,
});
const cardOf = (diff: ReturnType<typeof diffContent>, hunks?: number) =>
  renderMessage(
    { title: [], parts: [{ kind: 'diff', diff, ...(hunks !== undefined && { hunks }) }] },
    { tenant: 't', opens: () => false },
  ).card;

/** The diff as a reader sees it: struck words in ~ ~, bold ones in * *, small headings in _ _. */
const seen = (before: Content | null, after: Content, hunks?: number): string =>
  cardOf(diffContent(before, after), hunks).body.flatMap(linesOf).join('\n');

function linesOf(element: Element): string[] {
  if (element.type === 'Container') return element.items.flatMap(linesOf);
  if (element.type !== 'RichTextBlock') throw new Error(`A diff is rich text, not ${element.type}.`);
  return [element.inlines.map(marked).join('').replaceAll('\u00a0', ' ')];
}

function marked(run: Inline): string {
  if (typeof run === 'string') return run;
  const mark = run.strikethrough ? '~' : run.weight ? '*' : run.size === 'Small' ? '_' : '';
  return `${mark}${run.text}${mark}`;
}

const before = content('Tone\n  Be kind.\nAnswer within two sentences.\nSign off.\nEnd', {
  params: { temperature: 0.2 },
});
const after = content('Tone\n  Be kind.\nAnswer in at most three sentences.\nSay so.\nEnd', {
  params: { temperature: 0.3 },
});

test('changed lines show word by word what went and what came, under where they stand', () => {
  expect(seen(before, after)).toBe(
    [
      '*temperature: *~0.2~ → *0.3*',
      '_Line 1_',
      '  Tone',
      '    Be kind.',
      '− Answer ~within two~ sentences.',
      '+ Answer *in at most three* sentences.',
      '− ~Sign off.~',
      '+ *Say so.*',
      '  End',
    ].join('\n'),
  );
});

test('what went is red, what came is green, and all of it stands in the letters of a terminal', () => {
  const [hunk] = cardOf(diffContent(before, after)).body.filter((one) => one.type === 'Container');
  expect(hunk).toMatchObject({ style: 'emphasis', items: [{ type: 'RichTextBlock' }] });
  const runs = (hunk!.items[0] as { inlines: Exclude<Inline, string>[] }).inlines;
  expect(runs.every((run) => run.fontType === 'Monospace')).toBe(true);
  expect(runs.find((run) => run.text === 'within two')).toMatchObject({
    color: 'Attention',
    strikethrough: true,
    highlight: true,
  });
  expect(runs.find((run) => run.text === 'in at most three')).toMatchObject({
    color: 'Good',
    weight: 'Bolder',
    highlight: true,
  });
  expect(runs.find((run) => run.text.endsWith('End'))).toMatchObject({ isSubtle: true });
});

test('equal contents say so, and a first version is its lines', () => {
  expect(seen(before, before)).toBe('nothing changed');
  expect(seen(null, content('One\n\nTwo', { model: 'larch-2-medium-2026-08' }))).toBe(
    '*Model: **larch-2-medium-2026-08*\n+ One\n+ \n+ Two',
  );
});

test('lines of a prompt are data', () => {
  const { shown } = reading(
    cardOf(diffContent(content('x'), content('x\n<at>Ada</at> **b** {{DATE(2020-01-01T00:00:00Z)}}'))),
  );
  expect(shown.join('\n')).toContain('+ <at>Ada</at> **b** {{DATE(2020-01-01T00:00:00Z)}}');
});

test('every changed line is shown or counted', () => {
  fc.assert(
    fc.property(anyDiff, fc.option(fc.nat({ max: 3 }), { nil: undefined }), (diff, hunks) => {
      const { body } = cardOf(diff, hunks);
      const lines = body.flatMap((one) => (one.type === 'Container' ? linesOf(one).join('\n').split('\n') : []));
      const shown = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
      const { added, removed, changed } = diff.counts;
      const missing = [added + changed - shown('+ '), removed + changed - shown('− ')] as const;
      const all = body.flatMap((one) => (one.type === 'RichTextBlock' ? linesOf(one) : [])).join('\n');
      // A line that was changed is missing on both sides and counted once.
      const left = Number((/… ([\d,]+) more changed lines?_$/.exec(all)?.[1] ?? '0').replaceAll(',', ''));
      expect(left).toBeGreaterThanOrEqual(Math.max(...missing));
      expect(left).toBeLessThanOrEqual(missing[0] + missing[1]);
      expect(Math.min(...missing)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 100, interruptAfterTimeLimit: 15_000 },
  );
});
