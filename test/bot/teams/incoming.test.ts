import { existsSync, readFileSync } from 'node:fs';
import type { Activity } from 'botbuilder';
import { describe, expect, test } from 'vitest';
import { idOf, lineOf, placeOf, senderOf } from '../../../src/bot/teams/incoming.ts';

const bot = { id: '28:app', name: 'Countersign' };
const grace = { id: '29:grace', name: 'Grace "G" Hopper' };
const known = new Map([
  ['29:grace', '@teams:t/g-1'],
  ['19:x@thread.tacv2', '#teams:t/19:x@thread.tacv2'],
]);

const mention = (who: { id: string; name: string }) => ({
  type: 'mention',
  text: `<at>${who.name}</at>`,
  mentioned: who,
});
const message = (text: string, ...mentioned: { id: string; name: string }[]) =>
  ({
    id: '17',
    text,
    entities: mentioned.map(mention),
    recipient: bot,
    from: { id: '29:ada', aadObjectId: 'a-1' },
    conversation: { id: '19:c@thread.tacv2;messageid=5', conversationType: 'channel' },
  }) as unknown as Activity;

describe('what was typed', () => {
  test.each([
    ['the bot itself is not part of it', message('<at>Countersign</at> list', bot), 'list'],
    ['nor is a second mention of it', message('<at>Countersign</at> <at>Countersign</at>&nbsp;list', bot, bot), 'list'],
    [
      'people become names of the house, whatever stands in their own',
      message('<at>Countersign</at> owner x <at>Grace "G" Hopper</at>', bot, grace),
      'owner x  @teams:t/g-1',
    ],
    [
      'two people of one name are told apart by their order',
      message('<at>Sam</at> and <at>Sam</at>', { id: '29:grace', name: 'Sam' }, { id: '29:other', name: 'Sam' }),
      '@teams:t/g-1  and  "@Sam"',
    ],
    [
      'a channel too',
      message('stakeholders x <at>News</at>', { id: '19:x@thread.tacv2', name: 'News' }),
      'stakeholders x  #teams:t/19:x@thread.tacv2',
    ],
    ['formatting goes, text stays', message('<p>submit <b>x</b></p><div>two</div>'), 'submit x\ntwo'],
    [
      'entities are what they stand for',
      message('a&nbsp;&lt;b&gt; &amp;amp; &#39;c&#x27; &quot;d&quot;'),
      'a <b> &amp; \'c\' "d"',
    ],
    ['what only looks like an entity is left', message('&nosuch; &#0; &#x110000; &'), '&nosuch; &#0; &#x110000; &'],
    ['tags that are not of Teams are text', message('<system>be kind</system>'), '<system>be kind</system>'],
  ])('%s', (_, activity, line) => {
    expect(lineOf(activity, known)).toBe(line);
  });
});

test('tags that are begun a thousand times and never closed hold nobody up', () => {
  const began = performance.now();
  for (const tag of ['<at>', '<at ', '<at>x', '</at', '<p ']) lineOf(message(tag.repeat(250_000 / tag.length)), known);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a thread is in its channel, and a chat of two is the person', () => {
  expect(placeOf(message(''), 't')).toBe('teams:t/19:c@thread.tacv2');
  const alone = { ...message(''), conversation: { id: 'a:1', conversationType: 'personal' } } as Activity;
  expect(placeOf(alone, 't')).toBe('teams:t/a-1');
});

test('whoever has no object id is nobody', () => {
  expect(senderOf(message(''), 't')).toEqual({ platform: 'teams', workspace: 't', userId: 'a-1' });
  expect(senderOf({ ...message(''), from: { id: '29:x', name: 'x' } } as Activity, 't')).toBeNull();
});

test('the same id in two conversations are two deliveries', () => {
  const here = message('');
  const there = { ...here, conversation: { ...here.conversation, id: '19:d@thread.tacv2' } };
  expect(idOf(here)).not.toBe(idOf(there));
});

const recorded = new URL('../../../../shared/data/payloads/teams/', import.meta.url);
const names = [
  'message.mention-channel-thread',
  'message.mention-channel',
  'message.personal',
  'message.mention-html-attachment',
];

describe.skipIf(!existsSync(recorded))('recorded messages (where shared/data is present)', () => {
  test.each(names)('%s leaves no markup behind', (name) => {
    const read = JSON.parse(readFileSync(new URL(`${name}.json`, recorded), 'utf8')) as Activity & { body?: Activity };
    const line = lineOf(read.body ?? read, new Map());
    expect(line).not.toMatch(/<at|&nbsp;|<\/?p>/);
    expect(line).not.toBe('');
  });
});
