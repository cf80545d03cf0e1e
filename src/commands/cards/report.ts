import { actionWords } from '../../rules/report/next-actions.ts';
import type { UseCaseRow, WeeklyReport } from '../../rules/report/weekly-report.ts';
import type { Db } from '../../store/open.ts';
import { type Proposal, settledProposals } from '../../store/proposals.ts';
import { type Button, buttons, type Card, line, note, type Part } from '../kit/card.ts';
import { count, strong, type Words, words } from '../kit/words.ts';
import { proposalRow, settledRow } from './proposal.ts';
import { cyclesDiffer, numbersTable } from './report-numbers.ts';
import { outcomes, type Section, troubles, waits } from './report-sections.ts';

const USE_CASES = 10;
/** So many rows leave room for the rest of a message of Slack. */
const ROWS = 24;
const PROPOSALS = 5;

/**
 * Where the rest of a report is: the posted one of this number, or one that is made anew. `settled`: the proposals of it that
 * somebody has answered since it was made.
 */
export type Shown = { report: number | null; page: number; settled: ReadonlyMap<number, Proposal> };

/** What has become of the proposals that a report lists, by their numbers; of those that are settled. */
export const settledOf = (db: Db, { proposals: listed }: WeeklyReport): Promise<Map<number, Proposal>> =>
  settledProposals(
    db,
    listed.map(({ id }) => id),
  );

/** One page of a report. Each of its lists goes on on the next page where this one left off. */
export function reportCard(report: WeeklyReport, { report: id, page, settled }: Shown): Card {
  const all = [...outcomes, ...troubles];
  const pages = pagesOf(report, all);
  const at = Math.min(page, pages) - 1;
  const section = ({ most, parts }: Section): Part[] => parts(report, at * most, (at + 1) * most);
  const shown = useCasePages(report);
  const more: Button = {
    label: 'Show more',
    command: 'report',
    args: { ...(id !== null && { report: id }), page: at + 2 },
  };
  return {
    title: titleOf(report, settled),
    parts: [
      ...(report.late ? [line([`This report is late: it was due on ${report.slot}, and I was not running.`])] : []),
      ...numbersTable(shown[at] ?? [], cyclesDiffer(report.useCases)),
      ...proposals(report, at, settled),
      ...outcomes.flatMap(section),
      ...(at === 0 ? actions(report, settled) : []),
      ...troubles.flatMap(section),
      ...(pages > 1 ? [note([showing(report, at, pages)])] : []),
      ...buttons(...(at + 1 < pages ? [more] : []), settings(report)),
      note(small(report)),
    ],
  };
}

const settings = ({ place }: WeeklyReport): Button => ({
  label: 'Report settings',
  command: 'report-settings',
  args: place === null ? {} : { channel: `#${place}` },
  ask: true,
});

/** The use cases, as many on a page as find room. */
function useCasePages({ useCases }: WeeklyReport): UseCaseRow[][] {
  const pages: UseCaseRow[][] = [];
  let rows = ROWS;
  for (const one of useCases) {
    const more = Math.max(1, one.rows.length);
    if (rows + more > ROWS || pages.at(-1)!.length === USE_CASES) {
      pages.push([]);
      rows = 0;
    }
    pages.at(-1)!.push(one);
    rows += more;
  }
  return pages;
}

function pagesOf(report: WeeklyReport, sections: readonly Section[]): number {
  const lists = sections.map((one) => one.count(report) / one.most);
  return Math.ceil(Math.max(1, useCasePages(report).length, report.proposals.length / PROPOSALS, ...lists));
}

function titleOf({ for: whom, slot, useCases, proposals: all }: WeeklyReport, settled: Shown['settled']): Words {
  const asked = all.filter(({ id }) => !settled.has(id)).length;
  return words`${whom === 'owner' ? 'Your week' : 'The week of this team'} until ${slot}: ${weightiest(asked, useCases)}`;
}

function weightiest(asked: number, useCases: readonly UseCaseRow[]): string {
  if (asked > 0) return `${count(asked, 'proposal')} to stop ${asked === 1 ? 'waits' : 'wait'} for an answer`;
  const breached = useCases.filter(({ rows }) => rows.some(({ breach }) => breach)).length;
  const all = count(useCases.length, 'use case');
  return breached > 0 ? `${breached} of ${all} beyond what was agreed` : all;
}

function showing(report: WeeklyReport, at: number, pages: number): string {
  const shown = useCasePages(report);
  const before = shown.slice(0, at).flat().length;
  const here = shown[at]?.length ?? 0;
  const part = `Page ${at + 1} of ${pages}.`;
  if (here === 0) return part;
  const which = at === 0 ? `${here}` : `${before + 1} to ${before + here}`;
  return `${part} Showing ${which} of ${count(report.useCases.length, 'use case')}.`;
}

function proposals({ proposals: all }: WeeklyReport, at: number, settled: Shown['settled']): Part[] {
  return all.slice(at * PROPOSALS, (at + 1) * PROPOSALS).flatMap(({ id, useCase: slug, days, asked }) => {
    const done = settled.get(id);
    if (done) return settledRow(done);
    return proposalRow({ id, slug, maySnooze: asked?.maySnooze ?? false }, waits(days), asked);
  });
}

function actions({ actions: all, moreActions, proposals: listed }: WeeklyReport, settled: Shown['settled']): Part[] {
  const done = listed.filter(({ id }) => settled.has(id));
  const decided = done.map(({ useCase: subject, days }) =>
    actionWords({ kind: 'proposal', subject, waitingDays: days }),
  );
  const next = all.filter((action) => !decided.includes(action));
  if (next.length === 0) return [];
  const more = moreActions > 0 ? ` (and ${moreActions} more)` : '';
  return [line([strong(`What you could do next${more}`)]), ...next.map((action, at) => line([`${at + 1}. ${action}`]))];
}

const small = ({ zone }: WeeklyReport): Words => [
  `Numbers are of the last closed cycle of each use case. "Claimed" hours are not confirmed by a sample yet; what is unknown counts for nothing. Days in ${zone}.`,
];
