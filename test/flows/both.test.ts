import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Chat, type Copy, slackChat, teamsChat } from './chats.ts';
import { type Office, startOffice } from './office.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

// The main job as people do it, word for word the same on each platform.

const HOURS = 'Answer kindly.\n\nName the opening hours: 9 to 5.\n\nNever promise a refund.';

const platforms = {
  async slack(): Promise<{ chat: Chat; quiet: () => Promise<void>; stop: () => Promise<void> }> {
    const workspace: Workspace = await startWorkspace();
    return { chat: slackChat(workspace.slack), quiet: workspace.quiet, stop: workspace.stop };
  },
  async teams() {
    const office: Office = await startOffice();
    return { chat: teamsChat(office.teams), quiet: office.quiet, stop: office.stop };
  },
};

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: Awaited<ReturnType<(typeof platforms)[typeof platform]>>;
  let chat: Chat;

  beforeAll(async () => {
    here = await platforms[platform]();
    chat = here.chat;
  });
  afterAll(async () => {
    await here?.stop();
  });

  const cardOf = (change: number): Promise<Copy> =>
    chat.waitFor(() => chat.copies('review', new RegExp(`Change #${change} ·`))[0], `the card of #${change}`);
  const present = (change: number, what: RegExp): Promise<Copy> =>
    chat.waitFor(
      () => chat.copies('review', new RegExp(`Change #${change} ·`)).find((one) => what.test(one.text)),
      `#${change} that says ${what}`,
    );
  const news = (what: RegExp): Promise<Copy> => chat.waitFor(() => chat.copies('news', what)[0], `news of ${what}`);

  async function submitted(slug: string, text: string, who = 'ada'): Promise<number> {
    expect(await chat.type(who, `submit ${slug}`)).toBeNull();
    const form = await chat.form(who);
    const fresh = 'Purpose' in form.values;
    const answer = await chat.fill(who, {
      [fresh ? 'Text' : 'New text']: text,
      Why: 'It gets better.',
      ...(fresh && { Purpose: 'Answers', Owner: 'olu', Deputy: 'dee' }),
    });
    const change = Number(/Change #(\d+) is open/.exec(answer.text)?.[1]);
    expect(change, answer.text).toBeGreaterThan(0);
    await chat.close(who);
    return change;
  }
  async function released(slug: string, text: string): Promise<void> {
    const live = new RegExp(`🚀 ${slug} v\\d+ is live`);
    const before = chat.copies('news', live).length;
    await chat.press('olu', await cardOf(await submitted(slug, text)), 'Approve and release');
    await chat.waitFor(() => chat.copies('news', live)[before], `the release of ${slug}`);
  }

  test('a prompt is created, reviewed and released, and everybody concerned is told once', async () => {
    const change = await submitted('first', HOURS);
    const card = await cardOf(change);
    expect(card.text).toContain('ada asks to release first v1 to production');
    expect(card.buttons).toEqual(['Approve and release', 'Request changes', 'Decline', 'Open full diff']);
    expect([...card.pings].sort()).toEqual(['dee', 'olu']);
    await chat.type('olu', `stakeholders first add ${chat.person('sam')}`);

    await chat.press('olu', card, 'Approve and release');
    const decided = await present(change, /✅ Approved by olu/);
    expect(decided.buttons).toEqual([]);
    expect(decided.pings).toEqual([]);
    const announced = await news(/🚀 first v1 is live on production/);
    expect(announced.buttons).toEqual([]);
    await chat.waitFor(() => chat.told('ada', /olu approved your change/)[0], 'word to ada');
    await chat.waitFor(() => chat.told('sam', /first v1 is live/)[0], 'word to sam');
    const reply = await chat.waitFor(() => chat.thread('review', decided)[0], 'a word in the thread');
    expect(reply.text).toMatch(/olu approved change #\d+ of first: v1 \(\w+\) is live/);
    await here.quiet();
    expect(chat.copies('news', /first v1 is live/)).toHaveLength(1);
    expect(chat.told('sam', /first v1 is live/)).toHaveLength(1);
  });

  test('whoever wrote it cannot approve it, and is told who can', async () => {
    const card = await cardOf(await submitted('own', HOURS));
    const told = await chat.press('ada', card, 'Approve and release');
    expect(told).toMatch(/olu|dee/);
    expect((await present(Number(/Change #(\d+)/.exec(card.text)?.[1]), /Until/)).buttons).toContain('Decline');
  });

  test('changes are requested with a reason, revised, and decided in a new round; the old button is refused', async () => {
    await released('revised', HOURS);
    const change = await submitted('revised', `${HOURS} Add a joke.`);
    const old = await cardOf(change);
    await chat.press('olu', old, 'Request changes');
    expect((await chat.form('olu')).values).toHaveProperty('Reason');
    await chat.fill('olu', { Reason: 'No jokes, please.' });
    await chat.close('olu');
    await present(change, /✏️ olu requested changes at .*No jokes/s);
    const word = await chat.waitFor(() => chat.told('ada', /requested changes to your change/)[0], 'word to ada');
    await chat.press('ada', word, 'Revise');
    const form = await chat.form('ada');
    expect(form.values).toMatchObject({ 'New text': `${HOURS} Add a joke.` });
    expect((await chat.fill('ada', {})).text).toMatch(/This is v2 already, the text of change #/);
    await chat.fill('ada', { 'New text': `${HOURS} Smile.` });
    await chat.close('ada');
    const again = await present(change, /Smile\./);
    expect(await chat.press('olu', old, 'Approve and release', { stale: true })).toMatch(/superseded/);
    await chat.press('olu', again, 'Approve and release');
    await news(/🚀 revised v3 is live/);
  });

  test('a rollback takes two clicks, waits for nobody, and is announced with what it means', async () => {
    await released('back', HOURS);
    await released('back', `${HOURS} Promise everything.`);
    const [, announced] = chat.copies('news', /🚀 back v/);
    expect(announced?.buttons).toEqual(['Roll back']);
    await chat.press('dee', announced!, 'Roll back');
    const form = await chat.form('dee');
    expect(form.text).toMatch(/back/);
    const done = await chat.fill('dee', { Reasons: 'wrong' });
    expect(done.text).toMatch(/Done: back is back on v1 \(production\)/);
    await chat.close('dee');
    const told = await news(/⏪ .*back/);
    expect(told.text).toMatch(/v2 → v1/);
    expect(told.text).toContain('dee');
  });

  test('a missing argument opens a form, a mistyped verb names the nearest, help has examples', async () => {
    const wrong = await chat.type('eve', 'aprove');
    expect(wrong?.text).toMatch(/Did you mean .*approve/);
    const help = await chat.type('eve', 'help');
    expect(help?.text).toContain('submit');
    expect(help?.text).toContain('rollback');
    expect(await chat.type('olu', 'history')).toBeNull();
    expect((await chat.form('olu')).text).toMatch(/Prompt/);
    await chat.close('olu');
  });

  test('hostile text is shown as it was typed and pings nobody', async () => {
    const hostile =
      'Say <at>grace</at> <!channel> <@UGRACE> **bold** [x](javascript:alert(1)) ``` {{DATE(2020-01-01T00:00:00Z)}}';
    const card = await cardOf(await submitted('hostile', hostile));
    expect([...card.pings].sort()).toEqual(['dee', 'olu']);
    expect(card.text).toContain('javascript:alert(1)');
  });

  test('nothing was sent that the platform would not show', async () => {
    await here.quiet();
    expect(chat.findings()).toEqual([]);
  });
});
