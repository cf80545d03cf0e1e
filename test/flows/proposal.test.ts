import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cycleOf, dayIn, daysAfter } from '../../src/rules/calendar.ts';
import { answersWith, freshToken } from './application.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

const USECASE = 'support-reply';
const KPI = { usecase: USECASE, kpi: 'reversal_rate' };

/** Of a week, 28 decisions, and that half of them were taken back. */
const weekOf = (monday: string) => {
  const days = Array.from({ length: 28 }, (_, n) => daysAfter(monday, n % 7));
  return {
    decisions: days.map((at, n) => ({ usecase: USECASE, key: `${monday}-${n}`, at })),
    reversals: days.slice(0, 14).map((at, n) => ({
      usecase: USECASE,
      decision: `${monday}-${n}`,
      at,
      reason: 'It was wrong',
      minutes: 5,
    })),
  };
};

/** The program closes cycles on its own clock too, with every full minute; these tests would like to be first. */
async function farFromTheFullMinute(): Promise<void> {
  const second = new Date().getUTCSeconds();
  if (second > 35 || second < 1) await sleep((61 - second) * 1_000);
}

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  let token: string;
  const [first, second, third] = [-14, -7, 0].map((days) =>
    daysAfter(cycleOf('week', dayIn('UTC', new Date())).startsOn, days),
  ) as [string, string, string];
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  const read = () =>
    fetch(`${here.program.url}/v1/prompts/support-reply`, { headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    here = await startFeedback(platform);
    token = await freshToken(here.database.url);
    await here.chat.type('dee', 'whoami');
    const words = { threshold: 15, words: 'More than 15 % taken back is too much.' };
    await here.actAt(noon(first), 'olu', 'usecase-criteria', { ...KPI, ...words });
    const [row] = await here.sql<{ id: number }[]>`select id from criterion`;
    await here.actAt(noon(first), 'dee', 'usecase-agree', { usecase: USECASE, criterion: row!.id });
  }, 90_000);
  afterAll(() => here?.stop());

  test('facts come in, two weeks break what was agreed: a warning, a proposal, a pause in the same second, and the way back', async () => {
    const { chat, app } = here;
    expect((await read()).status).toBe(200);
    // Who reads is written down a moment later.
    await vi.waitFor(async () => expect(await here.sql`select from reading`).toHaveLength(1), { timeout: 20_000 });
    await farFromTheFullMinute();
    // It has been running since before the first of these weeks.
    await here.sql`update use_case set running_since = ${`${first}T00:00:00Z`} where slug = ${USECASE}`;
    for (const monday of [first, second]) {
      const { decisions, reversals } = weekOf(monday);
      expect(await app.decisions(decisions)).toMatchObject({ taken: 28, refused: [] });
      expect(await app.reversals(reversals)).toMatchObject({ taken: 14, refused: [] });
    }
    await here.tick('close-cycles', noon(second));
    await here.tick('close-cycles', noon(third));
    const warning = await chat.waitFor(() => chat.told('olu', /broke what was agreed for it/)[0], 'the warning');
    expect(warning.text).toMatch(/50 % \(14 of 28\)/);

    const proposal = await chat.waitFor(() => chat.told('dee', /Stop support-reply\?/)[0], 'the proposal');
    expect(proposal.text).toContain('More than 15 % taken back is too much.');
    expect(proposal.text.match(/50 % \(14 of 28\)/g)).toHaveLength(2);
    expect(proposal.text).toContain('help-desk');
    expect(proposal.buttons).toEqual(['Pause', 'Close', 'Keep running', 'Snooze one cycle']);
    const known = await chat.waitFor(() => chat.told('olu', /Stop support-reply\?/)[0], 'the copy of the owner');
    expect(known.buttons).toEqual([]);

    // The report of the next Monday lists it.
    const nine = new Date(`${daysAfter(third, 7)}T09:00:00Z`);
    while ((await here.sql`select from report`).length === 0) {
      await here.tick('close-cycles', nine);
      await here.tick('report-due', nine);
    }
    const report = () => chat.told('olu', /Your week until/)[0];
    const listed = await chat.waitFor(report, 'the report');
    expect(listed.text).toMatch(/support-reply\W* should be stopped/);
    expect(listed.buttons).toContain('Show the proposal');

    const { asked, said } = await chat.pressSurely('dee', proposal, 'Pause');
    expect(asked).toMatch(/Pause support-reply\?[\s\S]*Its readers get the failure response/);
    expect(said).toMatch(/It is paused/);
    await chat.close('dee');
    const stopped = await answersWith(423, read);
    expect(await stopped.json()).toMatchObject({ error: { failure_response: 'A colleague will answer you.' } });
    const settled = () => chat.told('dee', /The proposal to stop support-reply is settled: it is paused/)[0];
    expect((await chat.waitFor(settled, 'the settled card')).buttons).toEqual([]);
    await chat.waitFor(() => chat.told('olu', /paused the use case support-reply/)[0], 'the news of the pause');
    const answered = () => (report()?.text.includes('which was to be stopped: ') ? report() : undefined);
    const after = await chat.waitFor(answered, 'the report with what became of the proposal');
    expect(after.text).toMatch(/support-reply\W*, which was to be stopped: \W*dee\W* paused it, at/i);
    expect(after.buttons).not.toContain('Show the proposal');
    expect(chat.told('olu', /Your week until/)).toHaveLength(1);

    const late = await chat.press('dee', proposal, 'Keep running', { stale: true });
    expect(late || (await chat.form('dee')).text).toMatch(
      /paused it at .*: the proposal about support-reply is settled/,
    );
    await chat.close('dee');

    await chat.type('dee', 'usecase resume support-reply The text speaks of refunds no more');
    await chat.waitFor(() => chat.told('olu', /resumed the use case support-reply/)[0], 'the news of the way back');
    await answersWith(200, read);
    expect(chat.findings()).toEqual([]);
  }, 120_000);
});
