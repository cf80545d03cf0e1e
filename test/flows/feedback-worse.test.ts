import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chat } from './chats.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

// A version that is liked less than the one before: its owner is told once, and may roll back from there.

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  let chat: Chat;

  beforeAll(async () => {
    here = await startFeedback(platform);
    ({ chat } = here);
    await here.released('support-reply', 'Two');
    // Whoever was never heard of cannot be written to.
    await chat.type('olu', 'whoami');
  });
  afterAll(() => here?.stop());

  const votes = async (version: number, up: number, of: number) => {
    const row = (i: number) => ({ key: `${version}-${i}`, prompt: 'support-reply', version, user: `u-${i}` });
    const rows = Array.from({ length: of }, (_, i) => ({ ...row(i), vote: i < up ? 'up' : 'down' }));
    expect(await here.app.votes(rows)).toMatchObject({ refused: [] });
  };
  const WORSE = /support-reply v2 is liked less than v1/;

  test('one card comes, once it is sure, with a way to look closer and a way back', async () => {
    await votes(1, 28, 30);
    await votes(2, 15, 29);
    await here.tick('compare');
    await here.quiet();
    expect(chat.told('olu', WORSE)).toEqual([]);

    await votes(2, 15, 30);
    await here.tick('compare');
    const card = await chat.waitFor(() => chat.told('olu', WORSE)[0], 'the card');
    expect(card.text).toMatch(/v2\W*50 %, 33 to 67 \(30 votes\)/);
    expect(card.text).toMatch(/v1\W*93 %, 79 to 98 \(30 votes\)/);
    expect(card.text).toContain('p < 0.001');
    expect(card.buttons).toEqual(['Roll back', 'Look closer']);

    await votes(2, 15, 60);
    await here.tick('compare');
    await here.quiet();
    expect(chat.told('olu', WORSE)).toHaveLength(1);
    for (const who of ['dee', 'ada', 'root']) expect(chat.told(who, WORSE)).toEqual([]);
    expect(chat.findings()).toEqual([]);
  });

  test('its buttons show how it is liked, and roll back to the version before', async () => {
    const card = chat.told('olu', WORSE)[0]!;
    const shown = (await chat.press('olu', card, 'Look closer')) || (await chat.form('olu')).text;
    expect(shown).toMatch(/support-reply v2: satisfied 25 %, 16 to 37 \(60 votes\)/);
    await chat.close('olu');
    await chat.press('olu', chat.told('olu', WORSE)[0]!, 'Roll back');
    const form = await chat.form('olu');
    expect(JSON.stringify(form.values)).toContain('v1');
    await chat.fill('olu', { Reasons: ['Users complain'] });
    await chat.waitFor(() => chat.copies('news', /support-reply was rolled back/)[0], 'the rollback');
  });
});
