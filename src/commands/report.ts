import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { dayIn } from '../rules/calendar.ts';
import { WEEK } from '../rules/milliseconds.ts';
import { audiences, timeOf, usualSetting } from '../rules/report/report-audience.ts';
import type { WeeklyReport } from '../rules/report/weekly-report.ts';
import { idsOf } from '../store/people.ts';
import { reportSettingOf } from '../store/report-settings.ts';
import { getReport, toldUseCases } from '../store/reports.ts';
import { makeReports } from './acts/make-report.ts';
import { reportCard, type Shown, settledOf } from './cards/report.ts';
import { arg } from './kit/args.ts';
import { buttons, type Card, line } from './kit/card.ts';
import { type Ctx, defineCommand } from './kit/command.ts';
import { snakeCase } from './kit/snake-case.ts';

export const report = defineCommand({
  name: 'report',
  summary: 'My use cases as they stand: numbers, what waits, what to do next',
  about: 'nothing',
  right: 'anyone',
  effect: 'read',
  args: z.strictObject({
    /** The number of one that was posted, to be read on. */
    report: z.coerce.number().int().positive().optional(),
    page: arg.page().optional(),
  }),
  typed: ['page'],
  examples: ['report'],
  async run(ctx, args): Promise<Shown & { content: WeeklyReport | null }> {
    const { report: id = null, page = 1 } = args;
    const content = id === null ? await fresh(ctx) : await posted(ctx, id);
    return { content, report: id, page, settled: content ? await settledOf(ctx.db, content) : new Map() };
  },
  json: ({ content, report: id }) => snakeCase({ report: id, ...content }),
  say({ content, ...shown }): Card {
    if (content) return reportCard(content, shown);
    return {
      title: ['You own no use case, so there is nothing to report to you.'],
      parts: [
        line(['A report is about the use cases that you answer for.']),
        ...buttons({ label: 'All use cases', command: 'usecase-list', args: {} }),
      ],
    };
  },
});

async function fresh(ctx: Ctx): Promise<WeeklyReport | null> {
  const { db, actor, now } = ctx;
  const audience = { person: actor.id };
  const all = await toldUseCases(db, new Date(now.getTime() - WEEK));
  const group = audiences(all).get(`person:${actor.id}`);
  if (!group) return null;
  const setting = (await reportSettingOf(db, audience)) ?? { ...usualSetting, since: now };
  const { zone } = timeOf(setting, group.zone);
  const due = { group, setting: { ...setting, short: false }, had: undefined, slot: dayIn(zone, now), at: now };
  const [made] = await makeReports(ctx, [{ ...due, late: false }]);
  return made!.content;
}

// What was written to somebody is shown to nobody else, and what stands in a channel to whoever is there.
async function posted(ctx: Ctx, id: number): Promise<WeeklyReport> {
  const found = await getReport(ctx.db, id);
  const theirs =
    found?.placeId != null
      ? found.placeId === ctx.via.place
      : found?.personId != null && (await idsOf(ctx.db, ctx.actor.id)).includes(found.personId);
  if (found && theirs) return found.content;
  throw new Refusal('not_found', 'There is no report of that number that you could see. "report" shows yours.', {
    offers: [{ label: 'My report', command: 'report', args: {} }],
  });
}
