import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleOf, dayIn, daysAfter } from '../../src/rules/calendar.ts';
import { openStore } from '../../src/store/open.ts';
import { keepWeek } from '../week-of-facts.ts';
import { answersWith, freshToken } from './application.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';
import { buttonsOf, seen } from './seen.ts';

// The weeks are those to come: the program's own clock, which closes and reminds too, finds none of it due.
const thisMonday = cycleOf('week', dayIn('UTC', new Date())).startsOn;
const monday = (weeks: number) => daysAfter(thisMonday, 7 * weeks);
const noon = (weeks: number, days = 0) => new Date(`${daysAfter(monday(weeks), days)}T12:00:00Z`);
const everybody = ['sam', 'dee', 'root', 'olu', 'ada', 'grace', 'eve'];
const ALL = ['Pause', 'Close', 'Keep running', 'Snooze one cycle'];

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  const ids = new Map<string, number>();

  beforeAll(async () => {
    here = await startFeedback(platform);
    for (const who of ['dee', 'sam', 'root']) await here.chat.type(who, 'whoami');
    for (const usecase of ['kept', 'snoozed', 'waits'])
      await here.actAt(new Date(), 'olu', 'usecase-create', { usecase, deputy: 'dee@example.com' });
    await here.sql`update use_case set stop_authority_id = (select id from person where email = 'sam@example.com')
      where slug = 'waits'`;
    for (const { id, slug } of await here.sql<{ id: number; slug: string }[]>`select id, slug from use_case`) {
      ids.set(slug, id);
      const wanted = { kpi: 'reversal_rate', threshold: 15, cycles: 1, words: 'More than 15 % is too much.' };
      await here.actAt(new Date(), 'olu', 'usecase-criteria', { usecase: slug, ...wanted });
      const [row] = await here.sql<{ id: number }[]>`select id from criterion where use_case_id = ${id}`;
      const second = slug === 'waits' ? 'sam' : 'dee';
      await here.actAt(new Date(), second, 'usecase-agree', { usecase: slug, criterion: row!.id });
    }
    await fails(1, ...ids.keys());
  }, 90_000);
  afterAll(() => here?.stop());

  /** A week of these use cases breaks what was agreed, and closes. */
  async function fails(week: number, ...slugs: string[]): Promise<void> {
    const store = openStore(here.database.url);
    for (const slug of slugs) await keepWeek(store, ids.get(slug)!, monday(week), { decisions: 28, reversals: 14 });
    await store.close();
    await here.tick('close-cycles', noon(week + 1));
  }
  const asked = (who: string, slug: string) => here.chat.told(who, new RegExp(`Stop ${slug}\\?`));
  const come = (who: string, slug: string) =>
    here.chat.waitFor(() => asked(who, slug)[0], `the proposal about ${slug} to ${who}`);
  const settled = (who: string, what: RegExp) => here.chat.waitFor(() => here.chat.told(who, what)[0], String(what));

  test('Keep running wants a reason at its field, and tells it', async () => {
    const { chat } = here;
    const proposal = await come('dee', 'kept');
    expect(proposal.buttons).toEqual(ALL);
    expect(await chat.press('dee', proposal, 'Keep running')).toBe('');
    expect((await chat.form('dee')).text).toContain('Your reason is told to those who answer for it.');
    // The client itself asks for a word; blanks pass it, and come back from the bot.
    expect(Object.keys((await chat.fill('dee', { Why: '' })).values)).toEqual(['Why']);
    const blank = await chat.fill('dee', { Why: '   ' });
    expect(blank.text).toContain('Why needs some words.');
    expect(Object.keys(blank.values)).toEqual(['Why']);
    expect((await chat.fill('dee', { Why: 'The handbook is new on Monday' })).text).toContain('It keeps running.');
    await chat.close('dee');
    expect((await settled('dee', /The proposal to stop kept is settled: it keeps running/)).buttons).toEqual([]);
    const told = await settled('olu', /The proposal to stop kept is settled[\s\S]*The handbook is new on Monday/);
    expect(told.buttons).toEqual([]);
  }, 60_000);

  test('Snooze puts it off for one cycle, and only once; what keeps running comes back with the next breach', async () => {
    const { chat } = here;
    expect(await chat.press('dee', await come('dee', 'snoozed'), 'Snooze one cycle')).toMatch(/[Ii]t is snoozed/);
    await settled('dee', /The proposal to stop snoozed is settled: it is snoozed/);
    await fails(2, 'kept', 'snoozed');
    expect((await come('dee', 'kept')).buttons).toEqual(ALL);
    await here.quiet();
    expect(asked('dee', 'snoozed')).toEqual([]);
    await fails(3, 'snoozed');
    expect((await come('dee', 'snoozed')).buttons).toEqual(['Pause', 'Close', 'Keep running']);
  }, 60_000);

  test('Close asks whether it is meant: readers are stopped for good, the prompt is retired, and its history stays', async () => {
    const { chat } = here;
    const proposal = await come('dee', 'support-reply');
    const { asked: question, said } = await chat.pressSurely('dee', proposal, 'Close');
    expect(question).toMatch(/Close support-reply for good\?[\s\S]*Its prompts are retired\. The history is kept\./);
    expect(said).toContain('It is closed for good');
    await chat.close('dee');
    const headers = { authorization: `Bearer ${await freshToken(here.database.url)}` };
    const read = () => fetch(`${here.program.url}/v1/prompts/support-reply`, { headers });
    expect(await (await answersWith(423, read)).json()).toMatchObject({
      error: { state: 'closed', until: null, failure_response: 'A colleague will answer you.' },
    });
    expect((await settled('dee', /The proposal to stop support-reply is settled: it is closed/)).buttons).toEqual([]);
    const submitted = await chat.type('ada', 'submit support-reply');
    expect(submitted?.text).toContain(
      'The use case support-reply is closed: its prompts are kept, and change no more.',
    );
    expect((await chat.type('eve', 'history support-reply'))?.text).toMatch(/production v1[\s\S]*approved #1/);
  }, 60_000);

  test('nobody’s answer is none: a reminder, then the deputy, then the admins, and nobody else', async () => {
    const { chat } = here;
    /** How many messages of a person have the answers. */
    const answerable = (who: string) =>
      chat.told(who, /(Stop|Should) waits/).filter(({ buttons }) => buttons.includes('Pause')).length;
    const counts = () => Object.fromEntries(everybody.map((who) => [who, answerable(who)]));
    const none = Object.fromEntries(everybody.map((who) => [who, 0]));
    expect((await come('sam', 'waits')).buttons).toEqual(ALL);
    expect(counts()).toEqual({ ...none, sam: 1 });
    await here.tick('remind-proposals', noon(2, 3));
    const reminder = await settled('sam', /⏰ Should waits be stopped\? This has waited/);
    expect(reminder.buttons).toEqual([...ALL, 'Show the proposal']);
    await here.quiet();
    expect(counts()).toEqual({ ...none, sam: 2 });
    await here.tick('remind-proposals', noon(2, 7));
    const deputy = await come('dee', 'waits');
    expect(deputy.buttons).toEqual(ALL);
    expect(deputy.text).toContain('The stop authority has not answered for a week, so the deputy is asked too.');
    await here.quiet();
    expect(counts()).toEqual({ ...none, sam: 3, dee: 1 });
    await here.tick('remind-proposals', noon(2, 14));
    const admin = await come('root', 'waits');
    await here.quiet();
    expect(counts()).toEqual({ ...none, sam: 4, dee: 2, root: 1 });
    const { said } = await chat.pressSurely('root', admin, 'Pause');
    expect(said).toContain('It is paused');
    await chat.close('root');
    await here.quiet();
    expect(counts()).toEqual(none);
  }, 60_000);

  test('a page that is open has the same to answer, and follows what arrives and what is answered', async (context) => {
    if (platform === 'teams') context.skip('Teams has no page of one’s own: there it is `review`');
    const { slack } = here;
    const page = (what: string) =>
      slack.waitFor(() => [slack.home('UDEE')].find((view) => view && seen(view).includes(what)), { what });
    await slack.as('UDEE').openHome();
    expect(buttonsOf(await page('2 proposals to stop wait for you')).slice(0, 5)).toEqual([
      ...ALL,
      'Show the proposal',
    ]);
    const wanted = { kpi: 'reversal_cost', threshold: 900, words: 'It may cost no more.' };
    await here.actAt(new Date(), 'olu', 'usecase-criteria', { usecase: 'kept', ...wanted });
    await slack.as('UDEE').clickInView(await page('2 proposals to stop and 1 criterion wait for you'), 'Agree');
    await slack.as('UDEE').clickInView(await page('2 proposals to stop wait for you'), 'Snooze one cycle');
    await page('1 proposal to stop waits for you');
  }, 60_000);

  test('the platform had nothing to find fault with', () => expect(here.chat.findings()).toEqual([]));
});
