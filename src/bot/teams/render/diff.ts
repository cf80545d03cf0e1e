import type { Part } from '../../../commands/kit/card.ts';
import { type DiffCosts, moreLines, tellDiff } from '../../render/diff.ts';
import type { Side, ToldFact } from '../../render/diff-facts.ts';
import { shortened } from '../../render/fit.ts';
import type { ToldHunk, ToldLine } from '../../render/hunks.ts';
import type { Run } from '../../render/line-runs.ts';
import { type Element, type Inline, sizeOf } from './elements.ts';
import { literal, type Style, spaced } from './inline.ts';
import { small } from './paragraph.ts';

const costs: DiffCosts = {
  fact: (fact) => sizeOf(factOf(fact)),
  line: (line) => sizeOf(lineOf(line)) + 1,
  hunks: (hunks) => sizeOf(hunks.flatMap(hunkOf)),
  longest: 3_000,
};

/** What changed, in the letters of a terminal: what went is red and struck, what came is green and bold. */
export function renderDiff(part: Extract<Part, { kind: 'diff' }>, bytes: number): Element[] {
  const { diff } = part;
  if (diff.facts.length === 0 && diff.messages.length === 0) {
    return [{ type: 'RichTextBlock', inlines: literal(shortened(diff.summary, bytes)) }];
  }
  const told = tellDiff(part, bytes, costs);
  return [
    ...told.facts.map(factOf),
    ...(told.moreFacts > 0 ? [small(`… ${told.moreFacts} more settings`)] : []),
    ...told.hunks.flatMap(hunkOf),
    ...(told.moreLines > 0 ? [small(moreLines(told.moreLines))] : []),
  ];
}

const factOf = ({ name, from, to }: ToldFact): Element => ({
  type: 'RichTextBlock',
  spacing: 'Small',
  inlines: [
    ...literal(`${name}: `, { weight: 'Bolder' }),
    ...(from ? [...sideOf(from, { color: 'Attention', strikethrough: true }), ' → '] : []),
    ...sideOf(to, { color: 'Good', weight: 'Bolder' }),
  ],
});

const sideOf = ({ text, said }: Side, style: Style): Inline[] => literal(text, said ? { isSubtle: true } : style);

function hunkOf({ heading, lines }: ToldHunk): Element[] {
  const title = heading === '' ? [] : [small(heading)];
  if (lines.length === 0) return title;
  const inlines = lines.flatMap((line, at) => lineOf(line, at > 0));
  return [
    ...title,
    { type: 'Container', style: 'emphasis', spacing: 'Small', items: [{ type: 'RichTextBlock', inlines }] },
  ];
}

const SIGNS = { same: '  ', removed: '− ', added: '+ ' } as const;
const LINES: { [K in ToldLine['kind']]: Style } = {
  same: { fontType: 'Monospace', isSubtle: true },
  removed: { fontType: 'Monospace', color: 'Attention' },
  added: { fontType: 'Monospace', color: 'Good' },
};
const MARKS = {
  strike: { strikethrough: true, highlight: true },
  bold: { weight: 'Bolder', highlight: true },
} as const;

/** A line as runs, neighbours of one look in one: every run costs. */
function lineOf({ kind, runs }: ToldLine, breaks = true): Inline[] {
  const sign: Run = { text: `${breaks ? '\n' : ''}${SIGNS[kind]}` };
  const joined: Run[] = [sign];
  for (const run of runs.slice(1)) {
    const last = joined.at(-1)!;
    if (last.style === run.style) joined[joined.length - 1] = { ...last, text: last.text + run.text };
    else if (run.text !== '') joined.push(run);
  }
  return joined.flatMap(({ text, style }) => literal(spaced(text), { ...LINES[kind], ...(style && MARKS[style]) }));
}
