import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cycleOf, dayIn, daysAfter } from '../../src/rules/calendar.ts';
import { type FeedbackOffice, startFeedback } from './feedback-office.ts';

// The weekly report as people get it, the same on each platform and through the real doors.

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let here: FeedbackOffice;
  const monday = daysAfter(cycleOf('week', dayIn('UTC', new Date())).endsOn, 1);
  const nine = new Date(`${monday}T09:00:00Z`);

  beforeAll(async () => {
    here = await startFeedback(platform);
    await here.sql`update use_case set team = ${here.desk}, timezone = 'UTC' where slug = 'support-reply'`;
    await here.chat.type('olu', 'whoami');
  }, 90_000);
  afterAll(() => here?.stop());

  test('on Monday at nine the owner gets theirs and the team its own, once, and settings are a click away', async () => {
    const { chat, sql } = here;
    const made = async () => (await sql`select from report`).length;
    // The program looks by its own clock too; while it does, nobody else.
    for (let tries = 0; (await made()) === 0 && tries < 20; tries++) {
      await here.tick('close-cycles', nine);
      await here.tick('report-due', nine);
    }
    const mine = await chat.waitFor(() => chat.told('olu', /Your week until/)[0], 'the report of the owner');
    expect(mine.text).toContain(`until ${monday}: 1 use case`);
    expect(mine.text).toContain('Hours saved per month');
    expect(mine.text).toContain('What you could do next');
    const theirs = await chat.waitFor(() => chat.copies('desk', /The week of this team/)[0], 'the report of the team');
    expect(theirs.text).not.toContain('What you could do next');
    expect(await here.tick('report-due', nine)).toMatchObject({ made: 0 });
    await here.quiet();
    expect(chat.told('olu', /Your week until/)).toHaveLength(1);
    expect(chat.copies('desk', /The week of this team/)).toHaveLength(1);

    await chat.press('olu', mine, 'Report settings');
    const form = await chat.form('olu');
    expect(Object.keys(form.values)).toEqual(['Weekly report', 'On', 'At', 'Time zone', 'Length']);
    const saved = await chat.fill('olu', { On: 'Friday', At: '16:00' });
    expect(saved.text).toContain('comes every Friday at 16:00 from now on');
    await chat.close('olu');
    expect(chat.findings()).toEqual([]);
  }, 90_000);

  test('it is shown at any time to whoever asks, and to nobody else', async () => {
    const { chat } = here;
    expect((await chat.type('olu', 'report'))!.text).toContain('support-reply');
    expect((await chat.type('sam', 'report'))!.text).toContain('You own no use case');
    const [row] = await here.sql<{ id: number }[]>`select id from report where person_id is not null`;
    expect((await chat.type('sam', `report report=${row!.id}`))!.text).toContain('no report of that number');
    expect(chat.findings()).toEqual([]);
  });
});
