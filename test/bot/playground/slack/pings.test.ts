import { expect, test } from 'vitest';
import { pingsOf } from '../../../../src/bot/playground/slack/pings.ts';
import type { Block } from '../../../../src/bot/playground/slack/wire.ts';

const section = (type: 'mrkdwn' | 'plain_text', text: string): Block => ({ type: 'section', text: { type, text } });
const rich = (...elements: Block[]): Block => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

test.each<[string, string, string[]]>([
  ['broadcasts', '<!channel> <!here|here> <!everyone> <!group>', ['!channel', '!here', '!everyone']],
  ['people', 'ask <@U12AB> or <@W9|bo>', ['@U12AB', '@W9']],
  ['user groups', '<!subteam^S1|@team> and <!subteam^S2>', ['!subteam^S1', '!subteam^S2']],
  ['a mention in code', '`<!channel>` ```<@U1>```', ['!channel', '@U1']],
  ['what is escaped', '&lt;!channel&gt; &lt;@U1&gt;', []],
  ['links, channels and dates', '<https://a.example|@here> <#C1|general> <!date^1^{date}|x>', []],
  ['bare names', '@channel @here @ada', []],
])('%s in a text', (_what, text, pings) => {
  expect(pingsOf(text, [])).toEqual(pings);
});

test('bare names count when linking is asked for', () => {
  expect(pingsOf('@channel (@here) me@everyone.example', [], true)).toEqual(['!channel', '!here']);
});

test('mrkdwn and markdown blocks ping, plain text does not', () => {
  expect(pingsOf('', [section('mrkdwn', '<!channel>'), section('plain_text', '<!here>')])).toEqual(['!channel']);
  expect(pingsOf('', [{ type: 'markdown', text: '<@U1>' }])).toEqual(['@U1']);
  expect(pingsOf('', [{ type: 'context', elements: [{ type: 'mrkdwn', text: '<!here>' }] }])).toEqual(['!here']);
});

test('rich text pings by its elements, never by its texts, in tables too', () => {
  const said = rich({ type: 'text', text: '<!channel>' }, { type: 'user', user_id: 'U1' });
  const shouted = rich({ type: 'broadcast', range: 'here' }, { type: 'usergroup', usergroup_id: 'S1' });
  expect(pingsOf('', [said])).toEqual(['@U1']);
  expect(pingsOf('', [{ type: 'table', rows: [[{ type: 'raw_text', text: '<!channel>' }, shouted]] }])).toEqual([
    '!here',
    '!subteam^S1',
  ]);
});
