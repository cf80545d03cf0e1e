import { expect, test } from 'vitest';
import { teamsLimits } from '../../../src/bot/limits/teams.ts';
import { renderMessage as slackMessage } from '../../../src/bot/slack/render/message.ts';
import { opensIn } from '../../../src/bot/teams/pressed.ts';
import { renderMessage as teamsMessage } from '../../../src/bot/teams/render/message.ts';
import { reportCard } from '../../../src/commands/cards/report.ts';
import { commandsByName } from '../../../src/commands/index.ts';
import type { WeeklyReport } from '../../../src/rules/report/weekly-report.ts';
import { said } from '../../said.ts';
import { sampleReport, sampleTeamReport } from '../../sample-report.ts';

const settled = new Map();
const text = (report: WeeklyReport) => said(reportCard(report, { report: 1, page: 1, settled }));

test('a report says each thing it knows, outcomes first', () => {
  const parts = [
    'Your week until 2026-11-02: 3 proposals to stop wait for an answer',
    'This report is late: it was due on 2026-11-02',
    'refund-letters: Decision reversal rate | ⚠️ 18.2 % (agreed: at most 15 %), 40 of 220 decisions | +2.1 points ▁▃·▆█',
    'refund-letters: Adoption at 30 days | unknown: 12 of at least 20 people (agreed: at least 40 %) | █▁·',
    'refund-letters: Hours saved per month | 31.4 hours, claimed, from 220 decisions | +3.4 hours ▁▆█',
    '420 EUR (agreed: at most 500 EUR), of 9 reversals, on 71 % of days; at best, the cost of 2 of 9 reversals was not told | −190 EUR',
    'support-reply (pilot): Hours saved per month and adoption at 30 days | unknown: reported on 2 of 7 days',
    'new-idea (draft) | no cycle has closed yet',
    'Numbers are of different cycles: week 44 of 2026 for refund-letters; October 2026 for support-reply.',
    'Late facts count in the cycle they came in: 3 facts of support-reply.',
    '🛑 refund-letters should be stopped, by what was agreed for it: the proposal has waited for 4 days.\n[Pause] [Close] [Keep running] [Snooze one cycle] [Show the proposal]',
    '[Show the proposal]',
    'support-reply: liked more: 90 %',
    'by change #12 by Ada, which answers what 2 people said',
    'fewer reversals (9 of 220 decisions; before, 30 of 210 decisions) after change #13 of support-reply by Grace',
    'refund-letter: v8 → v7 on production, on 2026-10-28',
    'What you could do next (and 3 more)\n1. Do the 1. thing',
    'Criteria that wait for your yes\nother-1: Adoption at 30 days below 40 %, 2 cycles in a row; Grace asks, for 1 day',
    '[Criteria of other-5]',
    'Reviews waiting\n#21: prompt-1, for 1 day',
    'support-reply: ends on 2026-11-08, in 6 days',
    'refund-letters: Handbook, 12 days overdue\nnew-idea: Price list, never reviewed',
    'old-prompt: the owner of this prompt has left',
    'No proof of anything, but worth a look.',
    '[Open a shared contract]',
    '[Report settings]',
  ];
  const all = text(sampleReport);
  let from = 0;
  for (const part of parts) {
    expect(all.indexOf(part, from), part).toBeGreaterThanOrEqual(from);
    from = all.indexOf(part, from);
  }
});

test('a team reads nothing that is somebody’s own', () => {
  const all = text(sampleTeamReport);
  expect(all).toContain('The week of this team until 2026-11-02');
  expect(all).not.toMatch(/has left|approvals|What you could do|\[Pause\]|late/);
});

test('also with something to say of everything it fits into a message of either platform, with nothing left out', () => {
  for (const report of [sampleReport, sampleTeamReport]) {
    const card = reportCard(report, { report: 1, page: 1, settled });
    const { blocks } = slackMessage(card, 'T1');
    expect(blocks.length).toBeLessThanOrEqual(45);
    const teams = teamsMessage(card, { tenant: 't1', opens: opensIn(commandsByName) }).card;
    expect(Buffer.byteLength(JSON.stringify(teams))).toBeLessThanOrEqual(teamsLimits.message.cardBytes);
    for (const one of [blocks, teams]) expect(JSON.stringify(one)).not.toMatch(/… \d+ more/);
  }
});

test('what does not fit on a page goes on on the next one, list by list', () => {
  const reviews = Array.from({ length: 12 }, (_, at) => ({ change: at + 1, prompt: 'p', useCase: 'u', days: 12 - at }));
  const report = { ...sampleReport, reviews };
  const page = (at: number) => said(reportCard(report, { report: 7, page: at, settled }));
  expect(page(1)).toContain('#5: p');
  expect(page(1)).not.toContain('#6: p');
  expect(page(1)).toContain('Page 1 of 3. Showing 3 of 3 use cases.');
  expect(page(3)).toMatch(/#11: p[\s\S]*#12: p/);
  expect(page(3)).not.toMatch(/Show more|refund-letters should be stopped|What you could do/);
  const last = reportCard(report, { report: 7, page: 2, settled }).parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons : [],
  );
  expect(last.find(({ label }) => label === 'Show more')).toMatchObject({
    command: 'report',
    args: { report: 7, page: 3 },
  });
});
