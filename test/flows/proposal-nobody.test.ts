import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleOf, dayIn, daysAfter } from '../../src/rules/calendar.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

const USECASE = 'support-reply';

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  const [first, second, third] = [-14, -7, 0].map((days) =>
    daysAfter(cycleOf('week', dayIn('UTC', new Date())).startsOn, days),
  ) as [string, string, string];
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);

  beforeAll(async () => {
    here = await startFeedback(platform);
    for (const name of ['olu', 'dee']) await here.chat.type(name, 'whoami');
    const words = { threshold: 15, cycles: 1, words: 'More than 15 % taken back is too much.' };
    await here.actAt(noon(first), 'olu', 'usecase-criteria', { usecase: USECASE, kpi: 'reversal_rate', ...words });
    const [row] = await here.sql<{ id: number }[]>`select id from criterion`;
    await here.actAt(noon(first), 'dee', 'usecase-agree', { usecase: USECASE, criterion: row!.id });
  }, 90_000);
  afterAll(() => here?.stop());

  test('a proposal that nobody can be asked about stands where everybody reads; whoever is entitled answers it there', async () => {
    const { chat, sql } = here;
    // Dee is the stop authority and the deputy; of the admin only the address is known.
    await sql`update account set barred = 'deleted' where person_id = (select id from person where email = 'dee@example.com')`;
    await sql`
      insert into fact_day (use_case_id, day, decisions, reversals, decisions_reported)
      select id, day, 10, 5, true
      from use_case, generate_series(${second}::date, ${second}::date + 6, '1 day') as day where slug = ${USECASE}`;
    await sql`update use_case set running_since = ${`${first}T00:00:00Z`} where slug = ${USECASE}`;
    await here.tick('close-cycles', noon(third));
    const told = () => chat.copies('news', /Stop support-reply\?/)[0];
    const proposal = await chat.waitFor(told, 'the proposal before everybody');
    expect(proposal.text).toContain('Nobody who could answer can be reached here.');
    expect(proposal.buttons).toEqual(['Pause', 'Close', 'Keep running', 'Snooze one cycle']);

    const refused = (await chat.press('eve', proposal, 'Keep running')) || (await chat.form('eve')).text;
    expect(refused).toContain('You may not stop this use case.');
    await chat.close('eve');
    // With the press the admin has an account here, and is known by their address.
    const { said } = await chat.pressSurely('root', proposal, 'Pause');
    expect(said).toMatch(/It is paused/);
    await chat.close('root');
    const settled = () => chat.copies('news', /The proposal to stop support-reply is settled: it is paused/)[0];
    expect((await chat.waitFor(settled, 'the settled card')).buttons).toEqual([]);
    await here.quiet();
    expect(chat.copies('news', /Stop support-reply\?/)).toEqual([]);
    expect(chat.findings()).toEqual([]);
  }, 120_000);
});
