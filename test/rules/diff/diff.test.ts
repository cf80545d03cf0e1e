import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Content, contentOf, parseContent } from '../../../src/rules/content.ts';
import { diffContent, diffStats } from '../../../src/rules/diff/diff.ts';
import { applyHunks, onlyHunks } from './rebuild.ts';

/** Time of the processor, not of the clock: what else the machine does is no part of the promise. */
function cpuMilliseconds(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const of = (text: string) => contentOf({ text });
const messages = (...list: [role: string, content: string][]) =>
  parseContent({ messages: list.map(([role, content]) => ({ role, content })) });

describe('diffContent', () => {
  test('shows two lines of context and says where a hunk stands on both sides', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at + 1}`);
    const after = before.toSpliced(14, 1, 'line 15 is new').toSpliced(1, 0, 'inserted');
    const hunks = onlyHunks(diffContent(of(before.join('\n')), of(after.join('\n'))));
    expect(hunks.map((hunk) => [hunk.fromLine, hunk.toLine, hunk.lines.map((line) => line.kind[0]).join('')])).toEqual([
      [1, 1, 'sass'],
      [13, 14, 'ssrass'],
    ]);
  });

  test('joins hunks whose context touches', () => {
    const before = ['a', '1', '2', '3', '4', 'b'];
    const near = onlyHunks(diffContent(of(before.join('\n')), of(['x', '1', '2', '3', '4', 'y'].join('\n'))));
    expect(near).toHaveLength(1);
    const far = onlyHunks(diffContent(of(['a', '0', ...before.slice(1)].join('\n')), of('x\n0\n1\n2\n3\n4\ny')));
    expect(far).toHaveLength(2);
  });

  test('of equal contents is empty', () => {
    expect(diffContent(of('a\nb'), of('a\nb'))).toEqual({
      messages: [],
      facts: [],
      counts: { added: 0, removed: 0, changed: 0 },
      summary: 'nothing changed',
    });
  });

  test('of a first version is all of it, added', () => {
    const diff = diffContent(null, messages(['system', 'a\nb'], ['user', 'c']));
    expect(diff.counts).toEqual({ added: 3, removed: 0, changed: 0 });
    expect(diff.messages.map(({ from, to, role }) => [from, to, role])).toEqual([
      [null, 0, 'system'],
      [null, 1, 'user'],
    ]);
  });

  test('finds the messages that stayed around one that came or went', () => {
    const before = messages(['system', 'Rules'], ['user', 'Hi'], ['assistant', 'Hello']);
    const more = messages(
      ['system', 'Rules'],
      ['user', 'First'],
      ['assistant', 'Yes'],
      ['user', 'Hi'],
      ['assistant', 'Hello'],
    );
    const place = (diff: ReturnType<typeof diffContent>) => diff.messages.map(({ from, to, role }) => [from, to, role]);
    expect(place(diffContent(before, more))).toEqual([
      [null, 1, 'user'],
      [null, 2, 'assistant'],
    ]);
    expect(place(diffContent(more, before))).toEqual([
      [1, null, 'user'],
      [2, null, 'assistant'],
    ]);
    expect(place(diffContent(before, messages(['system', 'Rules'], ['user', 'Hi!'], ['assistant', 'Hello'])))).toEqual([
      [1, 1, 'user'],
    ]);
  });

  test('shows an empty message that came', () => {
    const diff = diffContent(messages(['system', 'a']), messages(['system', 'a'], ['user', '']));
    expect(diff.messages).toEqual([{ from: null, to: 1, role: 'user', hunks: [] }]);
    expect(diff.summary).toBe('messages 1 → 2');
  });

  const text = fc.oneof(
    fc
      .array(
        fc.constantFrom('a', 'b c', 'b d', ' ', '\n', '\n', '\n', '\r\n', '\r', '\u200b', 'é', '👩‍💻', '{{ x }}'),
        { maxLength: 40 },
      )
      .map((each) => each.join('')),
    fc.string({ unit: 'binary' }),
  );

  test('its hunks are a patch: applied to the one text they give the other, and back', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre([before, after].every((each) => each.trim() !== '' && !each.includes('\0')));
        const hunks = onlyHunks(diffContent(of(before), of(after)));
        expect(applyHunks(before, hunks)).toBe(after);
        expect(applyHunks(after, hunks, true)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  test('is the same whenever it is made', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre([before, after].every((each) => each.trim() !== '' && !each.includes('\0')));
        expect(diffContent(of(before), of(after))).toEqual(diffContent(of(before), of(after)));
      }),
    );
  });
});

describe('diffContent in bounded time', () => {
  const words = [
    'be',
    'kind',
    'to',
    'every',
    'customer',
    'never',
    'promise',
    'refunds',
    'answer',
    'in',
    'short',
    'lines',
  ];
  const pick = (at: number, of: number) => Math.imul(at + 1, 2_654_435_761 + of) >>> 8;
  const sentence = (at: number, length = 12) =>
    Array.from({ length }, (_, word) => `${words[pick(at * 31 + word, 0) % words.length]}${pick(at, word) % 97}`).join(
      ' ',
    );
  const lines = Array.from({ length: 5_000 }, (_, at) => sentence(at));
  const others = Array.from({ length: 5_000 }, (_, at) => sentence(at + 1_000_000));
  const shuffled = [...lines].sort(
    (a, b) => pick(a.length, a.charCodeAt(3)) - pick(b.length, b.charCodeAt(3)) || (a < b ? 1 : -1),
  );
  const long = sentence(7, 25_000);

  const cases: [name: string, before: string, after: string, summary: RegExp][] = [
    [
      '5 000 lines, some changed',
      lines.join('\n'),
      lines.map((line, at) => (at % 10 ? line : `${line} now`)).join('\n'),
      /^500 lines changed$/,
    ],
    [
      '5 000 lines, all changed',
      lines.join('\n'),
      lines.map((line) => `Always ${line}`).join('\n'),
      /^5000 lines changed$/,
    ],
    ['5 000 lines, rewritten', lines.join('\n'), others.join('\n'), /added|changed/],
    ['5 000 lines, shuffled', lines.join('\n'), shuffled.join('\n'), /added|changed/],
    [
      '5 000 lines, other line ends',
      lines.join('\n'),
      lines.join('\r\n'),
      /^only line endings changed \(4999 lines\)$/,
    ],
    ['5 000 lines, trailing spaces', lines.join('\n'), lines.join('  \n'), /^only white space changed \(4999 lines\)$/],
    [
      '5 000 lines of two kinds',
      lines.map((_, at) => (pick(at, 1) % 2 ? 'a' : 'b')).join('\n'),
      lines.map((_, at) => (pick(at, 2) % 2 ? 'a' : 'b')).join('\n'),
      /./,
    ],
    [
      'one line of 200 kB, a word changed',
      long,
      `${long.slice(0, 90_000)} changed ${long.slice(90_000)}`,
      /^1 line changed$/,
    ],
    ['one line of 200 kB, rewritten', long, sentence(8, 25_000), /./],
    ['one word of 200 kB, rewritten', 'x'.repeat(200_000), 'y'.repeat(200_000), /^1 line added, 1 removed$/],
    ['200 kB of punctuation', '.,'.repeat(100_000), ',.!'.repeat(66_000), /./],
    [
      '100 long lines with the same words in another order',
      lines
        .slice(0, 100)
        .map((line) => `${line} `.repeat(15))
        .join('\n'),
      lines
        .slice(0, 100)
        .map((line) => `${line.split(' ').reverse().join(' ')} `.repeat(15))
        .join('\n'),
      /./,
    ],
    ['480 000 blank lines', `x${'\n'.repeat(480_000)}`, `x${' \n'.repeat(300_000)}`, /./],
    [
      '300 000 bidi controls',
      `x${'\u202e'.repeat(300_000)}`,
      `x${'\u202d'.repeat(300_000)}`,
      /^only invisible characters changed/,
    ],
  ];

  test.each(cases)('%s', (_name, before, after, summary) => {
    const [from, to] = [of(before), of(after)];
    let diff = diffContent(from, to);
    const times = Array.from({ length: 3 }, () => cpuMilliseconds(() => (diff = diffContent(from, to))));
    expect(diff.summary).toMatch(summary);
    if (before.length < 400_000) expect(applyHunks(before, onlyHunks(diff))).toBe(after);
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  test('fifty messages share one budget', () => {
    const many = (from: string[]): Content =>
      messages(
        ...Array.from({ length: 50 }, (_, at): [string, string] => [
          'user',
          `${from.slice(at * 80, at * 80 + 80).join('\n')}`,
        ]),
      );
    const [before, after] = [many(lines), many(shuffled)];
    diffContent(before, after);
    expect(cpuMilliseconds(() => diffContent(before, after))).toBeLessThan(1_000);
  });
});

describe('diffStats', () => {
  const before = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
  const after = before.map((line, at) => (at % 10 === 5 ? `${line} changed` : line));
  const diff = diffContent(of(before.join('\n')), of([...after, 'more', 'and more'].join('\n')));

  test('without limits leaves nothing over', () => {
    expect(diffStats(diff)).toEqual({ messages: diff.messages, moreHunks: 0, moreLines: 0 });
  });

  test('shows the first hunks and counts the changed lines of the others', () => {
    const shown = diffStats(diff, { hunks: 2 });
    expect(shown.messages[0]?.hunks).toEqual(diff.messages[0]?.hunks.slice(0, 2));
    expect(shown.moreHunks).toBe(diff.messages[0]!.hunks.length - 2);
    const { added, removed, changed } = diff.counts;
    expect(shown.moreLines).toBe(added + removed + changed - 2);
  });

  test('cuts inside a hunk after so many lines, never between the two sides of a changed line', () => {
    const kinds = (lines: number) =>
      diffStats(diff, { lines })
        .messages.flatMap((each) => each.hunks.flatMap((hunk) => hunk.lines.map((line) => line.kind[0])))
        .join('');
    expect(kinds(2)).toBe('');
    expect(kinds(3)).toBe('');
    expect(kinds(4)).toBe('ssra');
    expect(kinds(8)).toBe('ssrass');
    expect(diffStats(diff, { lines: 4 }).moreLines).toBe(diffStats(diff, { hunks: 1 }).moreLines);
    expect(diffStats(diff, { lines: 0 })).toMatchObject({ messages: [], moreHunks: diff.messages[0]!.hunks.length });
  });

  test('shown and left over are always all', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(40), (hunks, lines) => {
        const shown = diffStats(diff, { hunks, lines });
        const count = (each: typeof diff.messages) =>
          each
            .flatMap((message) => message.hunks.flatMap((hunk) => hunk.lines))
            .filter((line) => line.kind === 'added' || (line.kind === 'removed' && !line.paired)).length;
        expect(count(shown.messages) + shown.moreLines).toBe(count(diff.messages));
        expect(shown.messages.flatMap((message) => message.hunks).length + shown.moreHunks).toBe(
          diff.messages.flatMap((message) => message.hunks).length,
        );
      }),
    );
  });
});
