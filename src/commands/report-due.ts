import { dueCyclesAt } from '../rules/closing.ts';
import { DAY } from '../rules/milliseconds.ts';
import { audienceKey, audiences, dueSlot, type Group, timeOf, usualSetting } from '../rules/report/report-audience.ts';
import { unclosedUseCases } from '../store/close-faults.ts';
import { closableUseCases } from '../store/closings.ts';
import { getPeople } from '../store/people.ts';
import { noteAudiences, reportSettings } from '../store/report-settings.ts';
import { keepReports, lookForReports, reportsSince, toldUseCases } from '../store/reports.ts';
import { privatePlace } from './acts/audience.ts';
import { type Due, makeReports } from './acts/make-report.ts';
import { attempt } from './kit/attempt.ts';
import { clockCommand } from './kit/clock-command.ts';
import type { Ctx } from './kit/command.ts';
import { count } from './kit/words.ts';

/** What was closed is told of until the report after it; reports of so long say what was told already. */
const LOOK_BACK = 60 * DAY;
/** So many in one go, so that no statement is long; the clock comes back at once for what is left. */
const MOST = 50;

export const reportDue = clockCommand({
  name: 'report-due',
  summary: 'Make the weekly reports that are due',
  async run(ctx) {
    const { db, now } = ctx;
    const looked = await lookForReports(db, now);
    if (looked === null) return { made: 0, late: 0, unreachable: [], left: false };
    const all = await findDue(ctx, looked);
    const due = all.slice(0, MOST);
    const made = await makeEach(ctx, due);
    const kept = await keepReports(db, made, now);
    const unreachable: number[] = [];
    const people = await getPeople(
      db,
      due.flatMap(({ group: { audience } }) => ('person' in audience ? [audience.person] : [])),
    );
    for (const { audience, content } of made) {
      const id = kept.get(audienceKey(audience));
      // Another process was faster, and tells; or there is nothing any more that could be told.
      if (id === undefined || content.useCases.length === 0) continue;
      const [place] = 'place' in audience ? [audience.place] : privatePlace(people.get(audience.person)!);
      if (place) ctx.tell({ subject: `report:${id}`, place, slot: 'card' });
      else if ('person' in audience) unreachable.push(audience.person);
    }
    const late = made.filter((one) => one.late && kept.has(audienceKey(one.audience))).length;
    if (kept.size > 0) ctx.record('report', 'report', { made: kept.size, late, unreachable });
    return { made: kept.size, late, unreachable, left: kept.size > 0 && all.length > due.length };
  },
  say: ({ made }) => ({ title: [`${count(made, 'report')} made`], parts: [] }),
});

/** Makes them together, which is fast; where that fails one by one, so that one that cannot be made holds nobody's back. */
async function makeEach(ctx: Ctx, due: readonly Due[]): ReturnType<typeof makeReports> {
  const together = await attempt(ctx, (part) => makeReports(part, due));
  if (together.ok) return together.done;
  const made: Awaited<ReturnType<typeof makeReports>> = [];
  for (const one of due) {
    const alone = await attempt(ctx, (part) => makeReports(part, [one]));
    if (alone.ok) made.push(...alone.done);
    else {
      const about = { report: audienceKey(one.group.audience), slot: one.slot };
      ctx.log.error({ ...about, err: alone.error }, 'a report could not be made');
    }
  }
  return made;
}

async function findDue(ctx: Ctx, looked: Date): Promise<Due[]> {
  const { db, now } = ctx;
  const back = new Date(now.getTime() - LOOK_BACK);
  const useCases = await toldUseCases(db, back);
  const groups = audiences(useCases);
  const known = new Map(
    (await reportSettings(db)).map(({ audience, setting }) => [audienceKey(audience), setting] as const),
  );
  const created = new Map(useCases.map((one) => [one.id, one.createdAt]));
  // Whoever is new came to be after the last look, and not before the first use case they answer for.
  const since = ({ useCases: [first] }: Group) => later(looked, created.get(first!)!);
  const unknown = [...groups.values()].filter(({ audience }) => !known.has(audienceKey(audience)));
  await noteAudiences(
    db,
    unknown.map((group) => ({ audience: group.audience, since: since(group) })),
  );
  const had = await reportsSince(db, back);
  // After a downtime the cycles are closed first: a report tells of the last one. What cannot be closed is not waited for.
  const dueCycles = dueCyclesAt(now);
  const faulty = await unclosedUseCases(db);
  const open = new Set(
    (await closableUseCases(db)).flatMap((one) => (dueCycles(one).length > 0 && !faulty.has(one.id) ? one.id : [])),
  );
  return [...groups].flatMap(([key, group]) => {
    const setting = known.get(key) ?? { ...usualSetting, since: since(group) };
    const slots = had.get(key)?.slots ?? new Set<string>();
    if (group.useCases.some((id) => open.has(id))) return [];
    const slot = dueSlot(setting, timeOf(setting, group.zone), slots, now);
    return slot ? [{ group, setting, had: had.get(key), ...slot }] : [];
  });
}

const later = (one: Date, other: Date): Date => (one > other ? one : other);
