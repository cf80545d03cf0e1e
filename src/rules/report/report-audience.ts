import { defaultReportTime, isLate, type ReportTime, reportSlot, type Slot } from './report-slot.ts';

/** Whom a report goes to: a person, or the channel of a team, `slack:T1/C2`. */
export type Audience = { person: number } | { place: string };

/** An audience by one name: `person:7`, or its place, such as `slack:T1/C2`. */
export const audienceKey = (audience: Audience): string =>
  'person' in audience ? `person:${audience.person}` : audience.place;

/** What somebody set of their report; null: as usual. Slots before `since` are none of theirs. */
export type ReportSetting = {
  weekday: number | null;
  hour: number | null;
  zone: string | null;
  muted: boolean;
  short: boolean;
  since: Date;
};

/** What holds where nobody set anything. */
export const usualSetting: Omit<ReportSetting, 'since'> = {
  weekday: null,
  hour: null,
  zone: null,
  muted: false,
  short: false,
};

/** A use case as far as it matters for who is told of it. `reachable`: there is an account to write to. */
export type Told = {
  id: number;
  owner: { id: number; reachable: boolean } | null;
  deputy: { id: number; reachable: boolean } | null;
  team: string | null;
  timezone: string;
};

export type Group = { audience: Audience; useCases: number[]; zone: string; reachable: boolean };

/** Whom the report about a use case goes to in person: its owner; its deputy, when the owner cannot be written to. */
const answersFor = ({ owner, deputy }: Pick<Told, 'owner' | 'deputy'>): Told['owner'] =>
  owner?.reachable ? owner : deputy?.reachable ? deputy : (owner ?? deputy);

/** Everybody who gets a report, with the use cases it is about, in the order given, and the zone of the first one. */
export function audiences(useCases: readonly Told[]): Map<string, Group> {
  const found = new Map<string, Group>();
  const add = (audience: Audience, one: Told, reachable: boolean) => {
    const key = audienceKey(audience);
    const group = found.get(key) ?? { audience, useCases: [], zone: one.timezone, reachable };
    group.useCases.push(one.id);
    found.set(key, group);
  };
  for (const one of useCases) {
    const person = answersFor(one);
    if (person) add({ person: person.id }, one, person.reachable);
    if (one.team !== null) add({ place: one.team }, one, true);
  }
  return found;
}

/** When an audience gets its report. */
export const timeOf = (setting: Pick<ReportSetting, 'weekday' | 'hour' | 'zone'>, zone: string): ReportTime => ({
  weekday: setting.weekday ?? defaultReportTime.weekday,
  hour: setting.hour ?? defaultReportTime.hour,
  zone: setting.zone ?? zone,
});

/**
 * The report that is due: of the latest slot, and only that one, so that a downtime of weeks makes one report. Null when
 * that slot was before the audience, or its setting, came to be, or has its report (`had`: slots that have one).
 */
export function dueSlot(
  setting: ReportSetting,
  time: ReportTime,
  had: ReadonlySet<string>,
  now: Date,
): (Slot & { late: boolean }) | null {
  if (setting.muted) return null;
  const { latest } = reportSlot(time, now);
  return latest.at < setting.since || had.has(latest.slot) ? null : { ...latest, late: isLate(latest, now) };
}
