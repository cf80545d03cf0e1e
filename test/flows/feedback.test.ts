import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chat } from './chats.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

// Feedback as people give it and as it comes back to them, the same on each platform and through the real doors.

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  let chat: Chat;
  let app: FeedbackOffice['app'];
  let answered: FeedbackOffice['answered'];
  let released: FeedbackOffice['released'];
  let votes: FeedbackOffice['votes'];

  beforeAll(async () => {
    here = await startFeedback(platform);
    ({ chat, app, answered, released, votes } = here);
  });
  afterAll(() => here?.stop());

  test('an answer is posted with the platform’s own thumbs; the first click counts, and then it may be said why', async () => {
    const card = await answered('answer-1');
    expect(card.text).toContain('When do you open?');
    expect(card.buttons).toEqual([]);
    const before = await votes();
    expect(await chat.thumb('sam', card, 'down')).toMatch(/support-reply\W* v1/);
    expect(await votes()).toEqual({ ...before, down: before.down + 1 });

    await chat.sayWhy('sam');
    expect(Object.keys((await chat.form('sam')).values)).toEqual(['What was wrong', 'Comment']);
    await chat.fill('sam', { 'What was wrong': ['Outdated context'], Comment: 'You open at eight.' });
    await chat.close('sam');
    expect(await votes()).toEqual({ ...before, down: before.down + 1 });
    const kept = await here.sql`select reasons, comment from vote where comment is not null`;
    expect([...kept]).toEqual([{ reasons: ['outdated_context'], comment: 'You open at eight.' }]);

    expect(await chat.thumb('sam', card, 'up')).toContain('Thank you: 👍 for support-reply v1.');
    await chat.close('sam');
    expect(await votes()).toEqual({ up: before.up + 1, down: before.down });
    expect(chat.findings()).toEqual([]);
  });

  test('an application’s own message is followed by thumbs, and what is not there by nothing', async () => {
    const root = await answered('its-own');
    const { ts, id } = root.original as { ts?: string; id?: string };
    const row = { prompt: 'support-reply', version: 1, reference: 'below', place: here.desk };
    expect(ts ?? id).toBeDefined();
    await app.outputs([{ ...row, message: ts ?? id }]);
    const thumbs = await chat.waitFor(() => chat.thread('desk', root)[0], 'thumbs below it');
    expect(thumbs.text).toContain('Was this answer helpful?');
    const before = await votes();
    await chat.thumb('grace', thumbs, 'up');
    await chat.close('grace');
    expect(await votes()).toEqual({ ...before, up: before.up + 1 });

    const nowhere = chat.platform === 'slack' ? '1700000000.000001' : '1700000000001';
    await app.outputs([{ ...row, reference: 'nowhere', message: nowhere }]);
    await here.quiet();
    expect(chat.copies('desk', /Was this answer helpful/)).toEqual([]);
  });

  test('a vote that comes after a release and a rollback counts for the version that wrote the answer', async () => {
    const old = await answered('answer-2');
    await released('support-reply', 'Two');
    const [one, two] = [await votes(1), await votes(2)];
    await chat.thumb('eve', old, 'down');
    await chat.close('eve');
    expect(await votes(1)).toEqual({ ...one, down: one.down + 1 });
    expect(await votes(2)).toEqual(two);

    const later = await answered('answer-3', 2);
    await chat.type('olu', 'rollback support-reply v1 quality');
    await chat.waitFor(() => chat.copies('news', /support-reply was rolled back/)[0], 'the rollback');
    await chat.thumb('eve', later, 'down');
    await chat.close('eve');
    expect(await votes(2)).toEqual({ ...two, down: two.down + 1 });
    // Back to what the next tests go on with.
    await chat.type('olu', 'rollback support-reply v2 mistake');
    await chat.waitFor(() => chat.copies('news', /support-reply was rolled back/)[1], 'the way back');
  });

  test('anybody may give a word from anywhere', async () => {
    const said = await chat.type('dee', 'feedback support-reply down Too long for a phone');
    expect(said?.text).toContain('Thank you: 👎 for support-reply v2.');
    expect(await chat.type('dee', 'feedback support-reply')).toBeNull();
    const form = await chat.form('dee');
    expect(Object.keys(form.values)).toEqual(['Vote', 'What was wrong', 'Comment']);
    await chat.fill('dee', { Vote: '👍 Helpful' });
    await chat.close('dee');
    expect((await votes(2)).up).toBe(1);
    // Back to what the next test goes on with.
    await chat.type('dee', 'feedback support-reply down Too long for a phone');
  });

  test('satisfaction shows a picture, the same in words, and versions side by side', async () => {
    const users = (version: number, up: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        key: `${version}-${i}`,
        prompt: 'support-reply',
        version,
        user: `u-${version}-${i}`,
        vote: i < up ? 'up' : 'down',
      }));
    expect(await app.votes([...users(1, 36), ...users(2, 20)])).toMatchObject({ taken: 80 });
    const shown = await chat.type('eve', 'satisfaction support-reply');
    expect(shown?.text).toMatch(/support-reply v2: satisfied 48 %, 33 to 62 \(42 votes\)/);
    expect(shown?.text).toMatch(/v2 is liked less than v1, beyond what chance explains/);
    expect(shown?.text).toMatch(/\(v1, v2, ← v1, ← v2\): \d+ %/);
    const picture = /https:\/\/prompts\.example\.com(\/pictures\/[\w.-]+\.png)/.exec(
      JSON.stringify(shown?.original),
    )?.[1];
    const response = await fetch(`${here.program.url}${picture}`);
    expect(response.status).toBe(200);
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(chat.findings()).toEqual([]);
  });

  test('low votes are looked through one by one, each decision at a click', async () => {
    const first = await chat.type('olu', 'triage support-reply');
    expect(first?.buttons).toEqual(expect.arrayContaining(['Prompt problem', 'Context problem', 'Known']));
    await chat.pressLast('olu', 'Context problem');
    await chat.waitFor(
      () => (/Decided: context problem\. 1 of 30/.test(lastSeen('olu')) ? true : undefined),
      'the next one',
    );
    expect((await chat.type('eve', 'satisfaction support-reply'))?.text).toMatch(/context problem 1/);
    expect((await chat.type('eve', 'triage support-reply'))?.text).toMatch(/You may not look through/);
  });
  // What stands on the last private answer now; in Teams the card was replaced for whoever pressed.
  const lastSeen = (who: string) => chat.last(who);

  test('whoever gave feedback is told once, privately, of the release that answers it, and of its rollback', async () => {
    expect(await chat.type('ada', 'submit support-reply')).toBeNull();
    const form = await chat.form('ada');
    expect(Object.keys(form.values)).toContain('Feedback it answers');
    await chat.close('ada');
    await released('support-reply', 'Three, and short', ['v2: Too long for a phone']);
    const word = await chat.waitFor(() => chat.told('dee', /Your feedback led to support-reply v3/)[0], 'word to dee');
    expect(word.text).toMatch(/Too long for a phone[\s\S]*It is better: Three, and short/);
    expect(word.buttons).toEqual(['Vote on it', 'Tell me nothing']);
    expect((await chat.type('olu', 'rollback support-reply reason=quality'))?.text ?? '').not.toMatch(/could not/);
    await chat.waitFor(() => chat.told('dee', /v3, which answered your feedback, was rolled back/)[0], 'the rollback');
    await here.quiet();
    expect(chat.told('dee', /Your feedback led to/)).toHaveLength(1);
    expect(chat.told('sam', /Your feedback led to/)).toHaveLength(0);
    expect(chat.findings()).toEqual([]);
  });
});
