import { criterionWords } from '../../rules/kpi-words.ts';
import { WEEK } from '../../rules/milliseconds.ts';
import { composeReport } from '../../rules/report/compose-report.ts';
import { type Audience, type Group, type ReportSetting, timeOf } from '../../rules/report/report-audience.ts';
import type { Waits } from '../../rules/report/watched.ts';
import type { WeeklyReport } from '../../rules/report/weekly-report.ts';
import { decidingUseCases } from '../../store/decision-classes.ts';
import type { Had } from '../../store/reports.ts';
import type { Ctx } from '../kit/command.ts';
import { type Asked, askedOf } from './asked.ts';
import { watch } from './watched.ts';

/** A report to be made of the slot `slot`, which was due at `at`. */
export type Due = { group: Group; setting: ReportSetting; had: Had | undefined; slot: string; at: Date; late: boolean };

/** Reports as of now, each since the one before it or since a week before it was due. */
export async function makeReports(
  { db, settings, now }: Pick<Ctx, 'db' | 'settings' | 'now'>,
  due: readonly Due[],
): Promise<{ audience: Audience; slot: string; dueAt: Date; late: boolean; content: WeeklyReport }[]> {
  if (due.length === 0) return [];
  const sinceOf = ({ had, at }: Due) => had?.lastDueAt ?? new Date(at.getTime() - WEEK);
  const since = new Date(Math.min(...due.map((one) => sinceOf(one).getTime())));
  const ids = [...new Set(due.flatMap(({ group }) => group.useCases))];
  const people = due.flatMap(({ group: { audience } }) => ('person' in audience ? [audience.person] : []));
  const asked = await askedOf(db, settings, people);
  const [watched, all] = [await watch(db, ids, { since, now }), await decidingUseCases(db)];
  return due.map((one) => {
    const { group, setting, had, slot, late } = one;
    const { audience } = group;
    const content = composeReport({
      audience,
      mine: group.useCases.map((id) => watched.get(id)!),
      waits: waitsFor('person' in audience ? asked.get(audience.person) : undefined),
      all,
      slot,
      zone: timeOf(setting, group.zone).zone,
      late,
      short: setting.short,
      since: sinceOf(one),
      praised: had?.praised ?? new Set(),
      now,
    });
    return { audience, slot, dueAt: one.at, late, content };
  });
}

const waitsFor = ({ proposals, criteria }: Asked = { proposals: [], criteria: [] }): Waits => ({
  proposals: proposals.map(({ proposal: { id, slug: useCase, madeAt, maySnooze }, mayKeep }) => ({
    ...{ id, useCase, madeAt, mayKeep, maySnooze },
  })),
  criteria: criteria.map(({ agreement, useCase: { slug: useCase, currency } }) => ({
    ...{ criterion: agreement.id, useCase, words: criterionWords(agreement, currency) },
    ...{ by: agreement.setBy.name, setAt: agreement.setAt },
  })),
});
