import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chat } from './chats.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

// Facts as people tell them: a decision that an application has posted is taken back, and rows are pasted. The same on each
// platform, through the real doors.

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  let chat: Chat;
  const decision = (key: string) => ({
    usecase: 'support-reply',
    key,
    prompt: 'support-reply',
    version: 1,
    summary: `${key}: refund 40 EUR`,
    place: here.desk,
  });
  const card = (words: RegExp) => chat.waitFor(() => chat.copies('desk', words)[0], `a card that says ${words}`);

  beforeAll(async () => {
    here = await startFeedback(platform);
    ({ chat } = here);
  });
  afterAll(() => here?.stop());

  test('its button opens a form, and its card shows the reversal', async () => {
    expect(await here.app.decisions([decision('case-1')])).toMatchObject({ taken: 1 });
    const posted = await card(/case-1: refund 40 EUR/);
    expect(posted.text).toMatch(/help-desk\W* decided \W*case-1/);
    expect(posted.buttons).toEqual(['Reverse']);
    await chat.press('grace', posted, 'Reverse');
    const form = await chat.form('grace');
    expect(Object.keys(form.values)).toEqual([
      'Why it is reversed',
      'Minutes that people spent on it',
      'What it cost, in EUR',
    ]);
    await chat.fill('grace', { 'Why it is reversed': 'Paid twice', 'Minutes that people spent on it': '25' });
    await chat.close('grace');
    const reversed = await card(/Reversed: \W*case-1/);
    expect(reversed.text).toContain('Paid twice');
    expect(reversed.text).toContain('25 minutes');
    expect(reversed.buttons).toEqual(['Correct']);
    expect(chat.copies('desk', /case-1/)).toHaveLength(1);
    expect(chat.findings()).toEqual([]);
  });

  test('shows what the application itself says of it afterwards', async () => {
    await here.app.decisions([decision('case-2')]);
    await card(/case-2: refund 40 EUR/);
    const row = { usecase: 'support-reply', decision: 'case-2', reason: 'Fraud', cost: 40 };
    expect(await here.app.reversals([row])).toMatchObject({ taken: 1 });
    expect((await card(/Reversed: \W*case-2/)).text).toMatch(/Fraud[\s\S]*40 EUR/);
  });

  test('is reversed by whoever types its key', async () => {
    await here.app.decisions([decision('case-3')]);
    const answer = await chat.type('ada', 'reverse case-3 The customer had left');
    expect(answer?.text).toMatch(/Reversed: \W*case-3/);
    expect((await card(/Reversed: \W*case-3/)).text).toContain('The customer had left');
    expect(chat.findings()).toEqual([]);
  });

  test('rows of a spreadsheet are pasted into a form, and bad ones named by their line', async () => {
    expect(await chat.type('olu', 'import support-reply')).toBeNull();
    expect(Object.keys((await chat.form('olu')).values)).toEqual(
      expect.arrayContaining(['What the rows tell', 'Rows', 'Application']),
    );
    const today = new Date().toISOString().slice(0, 10);
    const rows = ['User\tDay', `u-1\t${today}`, 'u-2\t31.12.2099'].join('\n');
    const answer = await chat.fill('olu', { 'What the rows tell': 'Usage', Rows: rows });
    await chat.close('olu');
    expect(answer.text).toMatch(/1 row of usage imported into \W*support-reply/);
    expect(answer.text).toMatch(/1 row was not kept[\s\S]*in the future/);
    expect((await here.sql`select count(*)::int as n from usage`).slice()).toEqual([{ n: 1 }]);
    expect(chat.findings()).toEqual([]);
  });
});
