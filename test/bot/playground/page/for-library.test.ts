import { describe, expect, test } from 'vitest';
import { forLibrary, formatted } from '../../../../src/bot/playground/page/slack/for-library.ts';
import { typedElements } from '../../../../src/bot/playground/page/slack/texts.ts';

const at = new Date(2026, 10, 17, 8, 59);
const seconds = Math.floor(at.getTime() / 1_000);

describe('what the page hands to the library that draws blocks', () => {
  test('dates of mrkdwn are written out, whatever their format holds', () => {
    const text = `Move 3 · <!date^${seconds}^{date_num} {time}|17 November> and <!date^${seconds}^{date_short_pretty}^https://a.example|x>`;
    const [block] = forLibrary([{ type: 'context', elements: [{ type: 'mrkdwn', text: text as never }] }]);
    expect(JSON.stringify(block)).toContain(`Move 3 · ${formatted(at, '{date_num} {time}')} and `);
    expect(JSON.stringify(block)).not.toContain('!date');
  });

  test('texts that only look like dates, and plain texts, stay as they are', () => {
    const block = { type: 'section', text: { type: 'plain_text' as const, text: '<!date^1^{time}|x>' } };
    expect(forLibrary([block])).toEqual([block]);
  });

  test('the day is the reader’s', () => {
    expect(formatted(at, '{date_num}')).toBe('2026-11-17');
  });

  test('what somebody typed is text, but for the references a client made of it', () => {
    expect(typedElements('<@U1|Grace> look at <#C1>: 1 &lt; 2 &amp;amp; <b>')).toEqual([
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ' look at ' },
      { type: 'channel', channel_id: 'C1' },
      { type: 'text', text: ': 1 < 2 &amp; <b>' },
    ]);
  });
});
