import fc from 'fast-check';
import { expect, test } from 'vitest';
import { teamsLimits } from '../../../../src/bot/limits/teams.ts';
import type { Element } from '../../../../src/bot/teams/render/elements.ts';
import { type Look, renderMessage } from '../../../../src/bot/teams/render/message.ts';
import { type Button, buttons, type Card, facts, line, note, quote } from '../../../../src/commands/kit/card.ts';
import { code, inPlace, link, type Span, strong, time, words } from '../../../../src/commands/kit/words.ts';
import { diffContent } from '../../../../src/rules/diff/diff.ts';
import { revealInvisible } from '../../../../src/rules/invisible.ts';
import { anyCard, anyText } from '../../render/arbitrary-card.ts';
import { buttonsIn, flat, MARKUP, reading } from './reading.ts';
import { findings } from './valid.ts';

const look: Look = { tenant: 't', opens: (button) => button.ask === true };
const at = new Date('2026-11-21T14:05:30Z');
const person = (name: string, ping = true, accounts = [`teams:t/${name.toLowerCase()}`]): Span => ({
  kind: 'person',
  name,
  accounts,
  ping,
});

function show(card: Card, over: Partial<Look> = {}) {
  const message = renderMessage(card, { ...look, ...over });
  expect(Buffer.byteLength(JSON.stringify(message.card))).toBeLessThan(teamsLimits.message.cardBytes);
  expect(findings(message.card)).toEqual([]);
  return { ...message, ...reading(message.card), mentions: message.card.msteams?.entities ?? [] };
}
const card = (...parts: Card['parts']): Card => ({ title: ['A title'], parts });
const bodyOf = (...parts: Card['parts']): Element[] => show(card(...parts)).card.body.slice(1);
const open = (n: number): Button => ({ label: `Open ${n}`, command: 'change', args: { change: n } });

test('any card is one that Teams takes, in which nothing is read out of data, and nobody is notified who is not meant', () => {
  fc.assert(
    fc.property(anyCard, (any) => {
      const { summary, parsed, mentions, card: made } = show(any);
      expect(summary).toMatch(/^[^\r\n]+$/);
      expect(parsed.filter((text) => MARKUP.test(text))).toEqual([]);
      // Of the accounts in these cards one is a user of this tenant.
      expect(mentions.map((one) => one.mentioned.id).filter((id) => id !== 'u')).toEqual([]);
      expect(JSON.stringify(made).isWellFormed()).toBe(true);
      expect(JSON.stringify(made)).not.toMatch(/"url":"(?!https?:|mailto:)/);
      expect(renderMessage(any, look).card).toEqual(made);
    }),
    { numRuns: 200, interruptAfterTimeLimit: 15_000 },
  );
});

test('whatever is typed is what is read, in every part of a card', () => {
  const short = anyText.filter((text) => text.length < 200);
  fc.assert(
    fc.property(short, (text) => {
      const { shown } = show({
        title: ['before ', text, ' after'],
        parts: [
          line(['before ', strong(text), ' after']),
          note(['before ', text, ' after']),
          line([person('Grace'), ' before ', text, ' after']),
          quote(text),
          facts(['label', ['before ', text, ' after']]),
          { kind: 'table', head: ['head'], rows: [[['before ', text, ' after']]] },
          { kind: 'table', head: Array(9).fill('wide'), rows: [[['before ', text, ' after']]] },
        ],
      });
      const seen = shown.map(flat);
      const wanted = flat(`before ${revealInvisible(text)} after`);
      expect(seen.filter((one) => one.includes(wanted))).toHaveLength(7);
      expect(seen.some((one) => one.includes(flat(revealInvisible(text))))).toBe(true);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 15_000 },
  );
});

test.each([
  '<at>Grace</at>',
  '**x** _y_ ~~z~~ `c`',
  '[a](javascript:alert(1))',
  '{{DATE(2020-01-01T00:00:00Z)}}',
  '{{{TIME(2020-01-01T00:00:00Z)}}}',
  '- x',
  '1. x',
  '# x',
  '<b>x</b>&nbsp;&#42;',
  'a\nb\r\n  c\td',
])('%j is shown as typed', (text) => {
  const { shown, mentions } = show({
    title: [text],
    parts: [line([text]), note([text]), quote(text), facts([text, [text]])],
  });
  expect(mentions).toEqual([]);
  expect(shown.map((one) => one.replaceAll('\u00a0', ' ').replaceAll('    ', '\t'))).toEqual(
    Array(6)
      .fill(text)
      .map((one: string, n) => (n === 3 ? one.replaceAll('\r\n', '\n') : one)),
  );
});

test('a date is computed in the reader’s own time, and only where it is meant', () => {
  const own = '{{DATE(2026-11-21T14:05:30Z,SHORT)}}, {{TIME(2026-11-21T14:05:30Z)}}';
  expect(bodyOf(line(words`at ${time(at)} sharp`))).toMatchObject([{ type: 'TextBlock', text: `at ${own} sharp` }]);
  expect(bodyOf(line(words`at ${time(at)} in ${code('UTC')}`))).toMatchObject([
    { type: 'RichTextBlock', inlines: ['at ', own, ' in ', { text: 'UTC', fontType: 'Monospace' }] },
  ]);
  expect(bodyOf(line(['{{DATE(2026-11-21T14:05:30Z)}}']))).toMatchObject([
    { type: 'RichTextBlock', inlines: ['{', '{DATE(2026-11-21T14:05:30Z)}}'] },
  ]);
  expect(show(card(line([time(new Date(8.64e15))]))).shown[1]).toContain('UTC');
});

test('a person who is pinged is mentioned, once, by the account of this tenant; others are named', () => {
  const { mentions, shown } = show(
    card(
      line([person('Grace'), ' and ', person('Grace'), ' and ', person('Olu', false)]),
      facts([
        'Who',
        [person('Ada', true, ['slack:T1/U1', 'teams:t/ada']), ' or ', person('Dee', true, ['teams:x/dee'])],
      ]),
    ),
  );
  expect(mentions).toEqual([
    { type: 'mention', text: '<at>Grace</at>', mentioned: { id: 'grace', name: 'Grace' } },
    { type: 'mention', text: '<at>Ada</at>', mentioned: { id: 'ada', name: 'Ada' } },
  ]);
  expect(shown).toEqual(['A title', '‹@Grace› and ‹@Grace› and Olu', 'Who', '‹@Ada› or Dee']);
});

test('two people of one name are two mentions, and a name cannot be mark-up', () => {
  const { mentions } = show(
    card(
      line([person('Kim', true, ['teams:t/k1']), person('Kim', true, ['teams:t/k2'])]),
      line([person('**</>', true, ['teams:t/k3'])]),
    ),
  );
  expect(mentions.map((one) => [one.text, one.mentioned.name])).toEqual([
    ['<at>Kim</at>', 'Kim'],
    ['<at>Kim 2</at>', 'Kim'],
    ['<at>somebody</at>', '**</>'],
  ]);
});

test('where data could be read as mark-up the sentence is literal, and who is pinged is mentioned below it', () => {
  const { shown, mentions } = show(card(line([person('Grace'), ': **look** ', person('Olu')])));
  expect(shown.slice(1)).toEqual(['Grace: **look** Olu', '‹@Grace›, ‹@Olu›']);
  expect(mentions).toHaveLength(2);
});

test('of more than twenty people twenty are notified, and all are named', () => {
  const all = Array.from({ length: 60 }, (_, n) => person(`Reviewer ${n}`, true, [`teams:t/r${n}`]));
  const { mentions, shown } = show(card(facts(['Who', all.slice(0, 24)]), line(all.slice(24))));
  expect(mentions).toHaveLength(20);
  expect(shown.join()).toContain('Reviewer 59');
});

test('a place has its name, or what kind of place it is', () => {
  const nameOf = (place: string) => (place === 'teams:t/19:a@thread.tacv2' ? 'Support › Reviews' : undefined);
  const places = [
    'teams:t/19:a@thread.tacv2',
    'teams:t/19:b@thread.tacv2',
    'slack:T1/C5',
    'teams:t/ada',
    'slack:T1/U1',
    'x',
  ];
  const { shown, card: made } = show(card(line(places.flatMap((place) => [inPlace(place), ' | ']))), { nameOf });
  expect(shown[1]).toBe(
    'Support › Reviews | a channel in Teams | a channel in Slack | direct messages | direct messages | x | ',
  );
  expect(JSON.stringify(made)).toContain('"url":"https://slack.com/app_redirect?team=T1&channel=C5"');
});

test('only what a browser opens is a link', () => {
  const { card: made, shown } = show(
    card(line([link('docs', 'https://a.example/(x)'), link('evil', 'javascript:alert(1)')])),
  );
  expect(shown[1]).toBe('docsevil');
  expect(made.body[1]).toMatchObject({
    inlines: [{ text: 'docs', selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/(x)' } }, 'evil'],
  });
});

test('facts are facts; where one could be read as mark-up they are columns of literal text', () => {
  const version = words`v1 → v2 (${code('a1b2c3d')}) for ${strong('production')}`;
  expect(bodyOf(facts(['Version', version], ['By', [person('Ada')]], ['Empty', []]))).toEqual([
    {
      type: 'FactSet',
      facts: [
        { title: 'Version', value: 'v1 → v2 (a1b2c3d) for **production**' },
        { title: 'By', value: '<at>Ada</at>' },
        { title: 'Empty', value: '–' },
      ],
    },
  ]);
  expect(bodyOf(facts(['Version', version], ['Why', ['it *must*']])).map((one) => one.type)).toEqual([
    'ColumnSet',
    'ColumnSet',
  ]);
});

test('labels in columns have room for their longest word, and leave most of it to what is said', () => {
  const shares = (label: string) =>
    bodyOf(facts([label, ['it *must*']])).map(
      (one) => one.type === 'ColumnSet' && one.columns.map(({ width }) => width),
    );
  expect(shares('Why')).toEqual([[25, 75]]);
  expect(shares('Stakeholders')).toEqual([[31, 69]]);
  expect(shares('x'.repeat(64))).toEqual([[40, 60]]);
});

test('a button takes effect at once, with a fallback, or opens a dialog', () => {
  const { card: made } = show(
    card(
      ...buttons(
        { label: 'Approve', command: 'approve', args: { change: 1 }, style: 'primary' },
        { label: 'Roll back', command: 'rollback', args: {}, style: 'danger', ask: true },
        { label: 'Sure', command: 'x', args: {}, confirm: { title: 'Sure?', text: 'Really.', yes: 'Yes' } },
      ),
    ),
  );
  const approve = { title: 'Approve', style: 'positive', data: { run: 'approve', a: { change: 1 } } };
  expect(buttonsIn(made)).toEqual([
    { ...approve, type: 'Action.Execute', verb: 'run', fallback: { ...approve, type: 'Action.Submit' } },
    {
      type: 'Action.Submit',
      title: 'Roll back',
      style: 'destructive',
      data: { msteams: { type: 'task/fetch' }, run: 'rollback', a: {}, ask: true },
    },
    expect.objectContaining({ data: { run: 'x', a: {}, confirm: { title: 'Sure?', text: 'Really.', yes: 'Yes' } } }),
  ]);
});

test('five buttons at most stand in a set, and 100 are all there', () => {
  const all = Array.from({ length: 100 }, (_, n) => open(n));
  for (const parts of [buttons(...all), all.flatMap((one) => [line([one.label]), ...buttons(one)])]) {
    const { card: made } = show(card(...parts, note(['small print'])));
    expect(buttonsIn(made).map((one) => one.data.a)).toEqual(all.map((one) => one.args));
    const sets = made.body.flatMap((one) => (one.type === 'ActionSet' ? one.actions.length : []));
    expect(Math.max(...sets)).toBeLessThanOrEqual(5);
  }
});

test('a button that would carry too much is left out, and the card says what to do instead', () => {
  const { card: made, shown } = show(
    card(...buttons({ label: 'Retry', command: 'submit', args: { text: 'x'.repeat(2_000) } }, open(1))),
  );
  expect(buttonsIn(made).map((one) => one.title)).toEqual(['Open 1']);
  expect(shown).toContain('“Retry” holds more than a button may carry: send it as POST /v1/commands/submit.');
});

test('one long value never hides another', () => {
  const { shown } = show(
    card(
      facts(['Long', ['x'.repeat(200_000)]], ['Short', ['seen']], ['Other', ['"'.repeat(200_000)]]),
      quote('\n'.repeat(100_000)),
      quote('z'.repeat(200_000)),
      line(['the end']),
      note(['small print']),
      ...buttons(open(1)),
    ),
  );
  const all = shown.join('\n');
  for (const text of ['Long', 'xxx', 'seen', '"""', 'zzz', 'the end', 'small print', 'Open 1', 'more characters'])
    expect(all).toContain(text);
});

test('when a card is too long the title, the first lines and the buttons stay, and the rest is counted', () => {
  const lines = Array.from({ length: 400 }, (_, n) => line([`line ${n} ${'x'.repeat(200)}`]));
  const { shown } = show(card(line(['✅ Approved']), ...lines, quote('q'), ...buttons(open(1)), note(['small print'])));
  expect(shown.slice(0, 2)).toEqual(['A title', '✅ Approved']);
  expect(shown.at(-2)).toMatch(/^… \d+ more that did not fit$/);
  expect(shown.at(-1)).toBe('Open 1');
});

test('5 000 changed lines and 200 kB in one of them are a message, and so are 5 000 rows', () => {
  const text = (seed: string) => ({
    messages: [
      {
        role: 'system' as const,
        content: Array.from({ length: 5_000 }, (_, n) => `${seed} ${n} `).join('\n') + seed.repeat(50_000),
      },
    ],
    model: null,
    params: {},
    variables: [],
  });
  const rows = Array.from({ length: 5_000 }, (_, n) => [[`prompt-${n}`], [`owner ${n}`]]);
  const { shown } = show(
    card(
      { kind: 'diff', diff: diffContent(text('<at>Ada</at>'), text('**x**')), hunks: 3 },
      { kind: 'table', head: ['Prompt', 'Owner'], rows },
      line(['after it']),
      ...buttons(open(1)),
    ),
  );
  expect(shown.some((one) => /^… [\d,]+ more changed lines$/.test(one))).toBe(true);
  expect(shown.some((one) => /^… [\d,]+ more rows$/.test(one))).toBe(true);
  expect(shown.slice(-2)).toEqual(['after it', 'Open 1']);
});

test('a table has its header and as many rows as fit; one that is too wide is a list', () => {
  const rows = Array.from({ length: 500 }, (_, n) => [[strong(`prompt-${n}`)], [`owner ${n}`], []]);
  const { card: made, shown } = show(card({ kind: 'table', head: ['Prompt', 'Owner', 'Waiting'], rows }));
  const table = made.body.find((one) => one.type === 'Table');
  expect(table?.rows[0]?.cells.map((cell) => cell.items[0])).toMatchObject([
    { text: 'Prompt', weight: 'Bolder' },
    { text: 'Owner' },
    { text: 'Waiting' },
  ]);
  expect(shown.slice(4, 7)).toEqual(['prompt-0', 'owner 0', '–']);
  expect(shown.at(-1)).toBe(`… ${500 - (table!.rows.length - 1)} more rows`);
  const wide = {
    kind: 'table',
    head: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
    rows: [['1', '2', '3', '4', '5', '6', '7'].map((one) => [one])],
  } as const;
  expect(show(card(wide)).shown[1]).toBe('• 1 · B: 2 · C: 3 · D: 4 · E: 5 · F: 6 · G: 7');
});

test('on a phone every column has room for its longest word', () => {
  const rows = [[['refund-letters: Reversal rate'], ['18.2 % (agreed: at most 15 %)'], ['+2.1 points ▁▃▁▆▆▆▆█']]];
  const { card: made } = show(card({ kind: 'table', head: ['Use case', 'Last cycle', 'Change'], rows }));
  const widths = made.body.find((one) => one.type === 'Table')!.columns.map(({ width }) => width);
  const [card390, padding, sparkline] = [340, 16, 8 * 9];
  const shares = widths.map((width) => (width / widths.reduce((sum, one) => sum + one)) * card390 - padding);
  expect(Math.min(...shares)).toBeGreaterThan(sparkline);
});

test('lines that follow each other are one paragraph, a heading among them stands apart', () => {
  const spacings = bodyOf(line(['one']), line(['two']), line([strong('Heading')]), line(['three'])).map(
    (one) => one.spacing,
  );
  expect(spacings).toEqual([undefined, 'Small', undefined, 'Small']);
});
