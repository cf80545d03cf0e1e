import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chat } from './chats.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

// What is kept of what people said, for how long, and who hears of it: the same on each platform.

const SECRET = `AKIA${'ABCDEFGH23456789'}`;

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  let chat: Chat;

  beforeAll(async () => {
    here = await startFeedback(platform);
    ({ chat } = here);
  });
  afterAll(() => here?.stop());

  const texts = async (reference: string) => {
    const [row] = await here.sql`select input, output from output where reference = ${reference}`;
    return { ...row };
  };
  const comments = async () => {
    const rows = await here.sql<{ comment: string | null }[]>`select comment from vote where not up order by id`;
    return rows.map((row) => row.comment);
  };
  const shown = (what: RegExp) => chat.waitFor(() => chat.copies('desk', what)[0], String(what));

  test('secrets are masked before anything is kept or shown, in excerpts and in comments', async () => {
    const card = await here.answered('masked', 1, `masked: at nine. The key is ${SECRET}.`);
    expect(card.text).toContain('The key is [masked].');
    expect((await texts('masked')).output).toBe('masked: at nine. The key is [masked].');
    const said = await chat.type('sam', `feedback support-reply down It told me ${SECRET} again`);
    expect(said?.text).toContain('👎');
    expect(await comments()).toEqual(['It told me [masked] again']);
    expect(here.program.output()).not.toContain(SECRET);
  });

  test('an admin has the texts of one person erased: theirs and those they rated, everywhere; their votes stay', async () => {
    const [rated, other] = [await here.answered('rated'), await here.answered('other')];
    await chat.thumb('sam', rated, 'down');
    await chat.close('sam');
    await chat.thumb('eve', other, 'down');
    await chat.close('eve');
    await chat.type('eve', 'feedback support-reply down Mine stays');
    const before = await here.votes();

    expect((await chat.type('olu', `forget ${chat.person('sam')}`))?.text).toMatch(/may not|admin/);
    expect((await texts('rated')).output).toBe('rated: at nine.');

    const done = await chat.type('root', `forget ${chat.person('sam')}`);
    expect(done?.text).toMatch(/Erased of .*: 1 comment and 1 excerpt/);
    expect(await texts('rated')).toEqual({ input: null, output: null });
    expect((await texts('other')).output).toBe('other: at nine.');
    expect(await comments()).toEqual([null, null, null, 'Mine stays']);
    expect(await here.votes()).toEqual(before);
    await shown(/The text was erased/);
    expect(chat.copies('desk', /rated: at nine/)).toEqual([]);
    expect(chat.findings()).toEqual([]);
  });

  test('after their days texts are erased, in the chats too, and counts stay', async () => {
    await here.answered('old');
    await here.sql`update output set at = at - interval '91 days' where reference = 'old'`;
    await here.sql`update vote set at = at - interval '91 days' where comment = 'Mine stays'`;
    const before = await here.votes();
    await here.tick('erase');
    await chat.waitFor(
      () => (chat.copies('desk', /old: at nine/).length === 0 ? true : undefined),
      'the end of the text',
    );
    expect(await texts('old')).toEqual({ input: null, output: null });
    expect((await texts('other')).output).toBe('other: at nine.');
    expect(await comments()).toEqual([null, null, null, null]);
    expect(await here.votes()).toEqual(before);
  });

  test('whoever wants to hear nothing is told nothing, until they want to again', async () => {
    const off = await chat.type('dee', 'news off');
    expect(off?.text).toContain('I tell you nothing of what became of your feedback.');
    await chat.type('dee', 'feedback support-reply down Too long');
    await chat.type('grace', 'feedback support-reply down Too loud');
    const picked = ['v1: Too long', 'v1: Too loud'];
    await here.released('support-reply', 'Two, short and quiet', picked);
    await chat.waitFor(() => chat.told('grace', /Your feedback led to support-reply v2/)[0], 'word to grace');
    await here.quiet();
    expect(chat.told('dee', /Your feedback led to/)).toEqual([]);

    await chat.type('dee', 'news');
    await chat.pressLast('dee', 'Tell me again');
    await chat.waitFor(() => (/I tell you privately, once/.test(chat.last('dee')) ? true : undefined), 'news on');
    // What was rolled back is offered again to whoever answers it next.
    await chat.type('olu', 'rollback support-reply v1 quality');
    await chat.waitFor(
      () => chat.told('grace', /v2, which answered your feedback, was rolled back/)[0],
      'the rollback',
    );
    await here.released('support-reply', 'Three, truly short', picked);
    await chat.waitFor(() => chat.told('dee', /Your feedback led to support-reply v3/)[0], 'word to dee');
    expect(chat.told('dee', /answered your feedback/)).toEqual([]);

    // What is erased stands on no card any more.
    expect(chat.copies('review', /“v1: Too loud”/)).not.toEqual([]);
    await chat.type('root', `forget ${chat.person('grace')}`);
    await chat.waitFor(() => (chat.copies('review', /Too loud/).length === 0 ? true : undefined), 'the cards');
    await chat.waitFor(() => (chat.told('grace', /Too loud/).length === 0 ? true : undefined), 'the news');
    expect(chat.copies('review', /“v1: Too long”/)).not.toEqual([]);
  });
});
