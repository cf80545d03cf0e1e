import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slackLimits } from '../../../../src/bot/limits/slack.ts';
import { checkMessageBlocks } from '../../../../src/bot/playground/slack/blocks/check.ts';
import { pingsOf } from '../../../../src/bot/playground/slack/pings.ts';
import { renderMessage } from '../../../../src/bot/slack/render/message.ts';
import { sizeOf } from '../../../../src/bot/slack/render/size.ts';
import { type Button, buttons, type Card, facts, line, note, quote } from '../../../../src/commands/kit/card.ts';
import { code, inPlace, link, ping, strong, time, who, words } from '../../../../src/commands/kit/words.ts';
import { diffContent } from '../../../../src/rules/diff/diff.ts';
import { anyCard, meantPings } from '../../render/arbitrary-card.ts';
import { parsedTexts, unescaped } from './literal.ts';
import { buttonsIn, textsIn } from './read.ts';

const ada = { id: 1, name: 'Ada Lovelace', email: null, accounts: ['teams:t/a', 'slack:T1/U1'] };
const at = new Date('2026-11-21T14:05:30Z');

/** Renders for the workspace T1, and lets the stand-in for Slack judge. */
function show(card: Card) {
  const { text, blocks } = renderMessage(card, 'T1');
  return { text, blocks, pings: pingsOf(text, checkMessageBlocks(blocks)) };
}
const card = (...parts: Card['parts']): Card => ({ title: ['A title'], parts });
const typesOf = (blocks: readonly KnownBlock[]) => blocks.map((block) => block.type);
const open = (n: number): Button => ({ label: `Open ${n}`, command: 'change', args: { change: n } });

test('any card is a message that Slack takes, pings nobody it did not mean, and is the same every time', () => {
  fc.assert(
    fc.property(anyCard, (any) => {
      const { text, blocks, pings } = show(any);
      expect(text).not.toBe('');
      expect(text.length).toBeLessThanOrEqual(slackLimits.message.recommendedText);
      expect(text).not.toMatch(/[\r\n]/);
      expect(sizeOf(blocks)).toBeLessThanOrEqual(9_200);
      const meant = meantPings(any);
      expect(pings.filter((one) => !meant.has(one))).toEqual([]);
      expect([text, ...parsedTexts(blocks)].flatMap(unescaped)).toEqual([]);
      expect(renderMessage(any, 'T1')).toEqual({ text, blocks });
    }),
    { numRuns: 200, interruptAfterTimeLimit: 15_000 },
  );
});

test('every kind of word has its form in rich text, and only a ping is a mention', () => {
  const { blocks, pings } = show(
    card(
      line(
        words`by ${who(ada)}, for ${ping(ada)} at ${time(at)}: ${strong('v7')} ${code('a1b2c3d')} in ${inPlace('slack:T1/C5')}, ${inPlace('slack:T1/U1')}, ${inPlace('slack:T2/C5')} – ${link('docs', 'https://example.org/a?b=1&c=2')}`,
      ),
    ),
  );
  expect(blocks[1]).toEqual({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'by Ada Lovelace, for ' },
          { type: 'user', user_id: 'U1' },
          { type: 'text', text: ' at ' },
          { type: 'date', timestamp: 1795269930, format: '{date_num} {time}', fallback: '2026-11-21 14:05 UTC' },
          { type: 'text', text: ': ' },
          { type: 'text', text: 'v7', style: { bold: true } },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'a1b2c3d', style: { code: true } },
          { type: 'text', text: ' in ' },
          { type: 'channel', channel_id: 'C5' },
          { type: 'text', text: ', direct messages, slack:T2/C5 – ' },
          { type: 'link', url: 'https://example.org/a?b=1&c=2', text: 'docs' },
        ],
      },
    ],
  });
  expect(pings).toEqual(['@U1']);
});

test('a person without an account in this workspace is named, not mentioned', () => {
  const elsewhere = { ...ada, accounts: ['slack:T2/U1', 'teams:t/a'] };
  expect(show(card(line([ping(elsewhere)]))).pings).toEqual([]);
  expect(textsIn(show(card(line([ping(elsewhere)]))).blocks)).toContain('Ada Lovelace');
});

test('a place of Teams is called what it is, not by an id that says nothing here', () => {
  const places = ['teams:t/19:a@thread.tacv2', 'teams:t/00000000-0000-4000-8000-000000000000'].map(inPlace);
  const text = textsIn(show(card(line(['In ', places[0]!, ' and ', places[1]!]))).blocks).join('');
  expect(text).toContain('In a channel in Teams and direct messages');
});

test('what people and prompts wrote stands there as it is and means nothing', () => {
  const text = '<!channel> <@U1> *bold* ```code``` :tada: <https://evil.example|bank> & > _it_';
  const { blocks, pings } = show({ title: [text], parts: [quote(text), line([text]), note([text])] });
  expect(pings).toEqual([]);
  expect(textsIn(blocks).filter((one) => one === text)).toHaveLength(4);
});

test('the notification is the title in one line, with nothing in it that Slack would read', () => {
  const { text } = show({
    title: words`<!here> ${ping(ada)}\nmoved ${inPlace('slack:T1/C5')} & ${strong('v7')} at ${time(at)}`,
    parts: [],
  });
  expect(text).toBe('&lt;!here&gt; Ada Lovelace moved <#C5> &amp; v7 at 2026-11-21 14:05 UTC');
});

test('what cannot be seen is shown by its number', () => {
  const { blocks } = show(card(quote('pay \u202eEUR 100\u0000'), line(['\u2066hidden'])));
  expect(textsIn(blocks)).toContain('pay ‹U+202E›EUR 100‹U+0000›');
  expect(textsIn(blocks)).toContain('‹U+2066›hidden');
});

test('a note is small print, unless Slack would read mark-up out of its words', () => {
  const small = show(card(note(words`Change #12 · ${who(ada)} · ${time(at)} · a < b`))).blocks[1];
  expect(small).toEqual({
    type: 'context',
    elements: [
      {
        type: 'mrkdwn',
        text: 'Change #12 · Ada Lovelace · <!date^1795269930^{date_num} {time}|2026-11-21 14:05 UTC> · a &lt; b',
        verbatim: true,
      },
    ],
  });
  expect(show(card(note(['by *Ada*, *really*']))).blocks[1]?.type).toBe('rich_text');
  expect(show(card(note(['one * two']))).blocks[1]?.type).toBe('context');
});

test('a long text is cut, and says how much is missing', () => {
  const { blocks } = show(card(quote('0123456789'.repeat(500))));
  expect(textsIn(blocks)[1]).toMatch(/^(0123456789)+\d*… \(3,0\d\d more characters\)$/);
});

test('one long value never hides another', () => {
  const { blocks } = show(
    card(
      facts(['Long', ['x'.repeat(200_000)]], ['Short', ['seen']], ['Other', ['y'.repeat(200_000)]]),
      quote('z'.repeat(200_000)),
      line(['the end']),
      note(['small print']),
    ),
  );
  const all = textsIn(blocks).join('\n');
  for (const text of ['Long: ', 'xxx', 'Short: ', 'seen', 'Other: ', 'yyy', 'zzz', 'the end', 'small print'])
    expect(all).toContain(text);
});

test('lines that follow each other are one paragraph, other parts stand apart', () => {
  const { blocks } = show(card(line(['one']), line(['two']), quote('said'), line(['three']), note(['small'])));
  expect(typesOf(blocks)).toEqual(['rich_text', 'rich_text', 'rich_text', 'rich_text', 'context']);
  expect(textsIn(blocks.slice(1, 2))).toEqual(['one\ntwo']);
});

test('a heading stands apart from the lines before it, and not from those below', () => {
  const { blocks } = show(card(line(['one']), line([strong('Heading')]), line(['two'])));
  expect(typesOf(blocks)).toEqual(['rich_text', 'rich_text', 'rich_text']);
  expect(textsIn(blocks.slice(2))).toEqual(['Heading', '\ntwo']);
});

test('a button carries its command, its arguments, its look and its question', () => {
  const { blocks } = show(
    card(
      ...buttons({
        label: 'Roll back',
        command: 'rollback',
        args: { prompt: 'support-reply', version: 'v7' },
        style: 'danger',
        ask: true,
        confirm: { title: 'Sure?', text: 'Everybody is told.', yes: 'Roll back' },
      }),
    ),
  );
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });
  expect(blocks[1]).toEqual({
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: plain('Roll back'),
        action_id: 'run:rollback',
        value: '{"a":{"prompt":"support-reply","version":"v7"},"ask":true}',
        style: 'danger',
        confirm: {
          title: plain('Sure?'),
          text: plain('Everybody is told.'),
          confirm: plain('Roll back'),
          deny: plain('Cancel'),
          style: 'danger',
        },
      },
    ],
  });
});

test('a command that stands twice in a row of buttons has two ids, and its label is told apart for screen readers', () => {
  const { blocks } = show(
    card(
      line(['#12 support-reply']),
      ...buttons(
        { label: 'Open', command: 'change', args: { change: 12 } },
        { label: 'Diff', command: 'change', args: {} },
      ),
      line(['#14 lead-scoring']),
      ...buttons({ label: 'Open', command: 'change', args: { change: 14 } }),
    ),
  );
  expect(buttonsIn(blocks).map((one) => [one.action_id, one.accessibility_label])).toEqual([
    ['run:change', 'Open: #12 support-reply'],
    ['run:change:2', undefined],
    ['run:change', 'Open: #14 lead-scoring'],
  ]);
});

test('a button that would carry too much is left out, and the card says what to do instead', () => {
  const { blocks } = show(
    card(...buttons({ label: 'Retry', command: 'submit', args: { text: 'x'.repeat(2_000) } }, open(1))),
  );
  expect(buttonsIn(blocks).map((one) => one.text.text)).toEqual(['Open 1']);
  expect(textsIn(blocks)).toContain('“Retry” holds more than a button may carry: send it as POST /v1/commands/submit.');
});

test('buttons stand in rows of five at most', () => {
  const { blocks } = show(card(...buttons(...Array.from({ length: 12 }, (_, n) => open(n)))));
  expect(blocks.map((block) => (block.type === 'actions' ? block.elements.length : 0))).toEqual([0, 4, 4, 4]);
});

test('300 buttons are all there, whether in one part or in 300', () => {
  const all = Array.from({ length: 300 }, (_, n) => open(n));
  for (const parts of [buttons(...all), all.flatMap((one) => [line([`Change ${one.args.change}`]), ...buttons(one)])]) {
    const { blocks } = show(card(...parts, note(['small print'])));
    expect(buttonsIn(blocks).map((one) => one.value)).toEqual(all.map((one) => JSON.stringify({ a: one.args })));
  }
});

test('when a card is too long the title, the first lines and the buttons stay, and the rest is counted', () => {
  const lines = Array.from({ length: 400 }, (_, n) => line([`line ${n} ${'x'.repeat(200)}`]));
  const { blocks } = show(
    card(line(['✅ Approved']), ...lines, quote('q'), ...buttons(open(1)), note(['small print'])),
  );
  const all = textsIn(blocks);
  expect(all[0]).toBe('A title');
  expect(all[1]).toMatch(/^✅ Approved\nline 0 /);
  expect(all.at(-2)).toMatch(/^… \d+ more that did not fit$/);
  expect(all.at(-1)).toBe('Open 1');
});

test('parts that take too many blocks share some before any is dropped', () => {
  const parts = Array.from({ length: 60 }, (_, n) => [line([`line ${n}`]), quote(`quote ${n}`)]).flat();
  const { blocks } = show(card(...parts, ...buttons(open(1))));
  const all = textsIn(blocks);
  for (const [n] of parts.entries()) if (n < 60) expect(all).toContain(`quote ${n}`);
  expect(blocks.length).toBeLessThan(10);
});

test('a table is a table once, and a list where Slack has no room for another', () => {
  const table = {
    kind: 'table',
    head: ['Prompt', 'Owner', 'Waiting'],
    rows: [
      [[strong('support-reply')], ['Ada <!channel>'], []],
      [['lead-scoring'], [], ['2']],
    ],
  } as const;
  const { blocks } = show(card(table, table));
  expect(typesOf(blocks)).toEqual(['rich_text', 'table', 'rich_text']);
  expect(textsIn(blocks.slice(1, 2))).toEqual([
    'Prompt',
    'Owner',
    'Waiting',
    'support-reply',
    'Ada <!channel>',
    '–',
    'lead-scoring',
    '–',
    '2',
  ]);
  expect(textsIn(blocks.slice(2)).join('')).toBe('support-reply · Owner: Ada <!channel>lead-scoring · Waiting: 2');
});

test('a table keeps as many rows as fit and counts the others', () => {
  const rows = Array.from({ length: 150 }, (_, n) => [[`prompt-${n}`], [`owner ${n}`]]);
  const { blocks } = show(card({ kind: 'table', head: ['Prompt', 'Owner'], rows }));
  const table = blocks.find((block) => block.type === 'table');
  expect(table?.rows.length).toBe(100);
  expect(textsIn(blocks)).toContain('… 51 more rows');
  const wide = rows.map(([name]) => Array.from({ length: 25 }, () => name!));
  expect(typesOf(show(card({ kind: 'table', head: [], rows: wide })).blocks)).not.toContain('table');
});

test('5 000 changed lines and 200 kB in one of them are a message', () => {
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
  const diff = diffContent(text('<@U1>'), text('<!channel>'));
  const { blocks, pings } = show(card({ kind: 'diff', diff, hunks: 3 }, line(['after it']), ...buttons(open(1))));
  expect(pings).toEqual([]);
  expect(textsIn(blocks).some((one) => /^… [\d,]+ more changed lines$/.test(one.trim()))).toBe(true);
  expect(textsIn(blocks)).toContain('after it');
});
