import type { Audience, ReportSetting } from '../rules/report/report-audience.ts';
import { sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { reportSetting } from './schema.ts';

type Row = Omit<ReportSetting, 'since'> & { person: number | null; place: string | null; since: string };

// A setting stays written under the id it was made for; who turned out to be somebody else has that one's, if there is one.
const every = keptSql<Row>(sql`
  select distinct on (coalesce(p.same_as, p.id), s.place_id) coalesce(p.same_as, p.id) as person, s.place_id as place,
    s.weekday, s.hour, s.zone, s.muted, s.short, s.since::text as since
  from report_setting s left join person p on p.id = s.person_id
  where ${sql.placeholder('all')}::boolean or coalesce(p.same_as, p.id) = ${sql.placeholder('person')}::int
    or s.place_id = ${sql.placeholder('place')}
  order by coalesce(p.same_as, p.id), s.place_id, p.same_as is not null, s.id`);

const read = ({ person: _, place: __, since, ...row }: Row): ReportSetting => ({ ...row, since: new Date(since) });

/** What everybody set of their reports, and every channel. */
export async function reportSettings(db: Db): Promise<{ audience: Audience; setting: ReportSetting }[]> {
  const rows = await every(db, { all: true, person: null, place: null });
  return rows.map((row) => ({
    audience: row.person === null ? { place: row.place! } : { person: row.person },
    setting: read(row),
  }));
}

/** What an audience set of its report; null when it was never thought of. */
export async function reportSettingOf(db: Db, audience: Audience): Promise<ReportSetting | null> {
  const [row] = await every(db, { all: false, person: null, place: null, ...audience });
  return row ? read(row) : null;
}

/** Notes new audiences, who get every report from `since` on. Those that are known stay as they are. */
export async function noteAudiences(db: Db, found: readonly { audience: Audience; since: Date }[]): Promise<void> {
  if (found.length === 0) return;
  await db
    .insert(reportSetting)
    .values(found.map(({ audience, since }) => ({ ...columnsOf(audience), since })))
    .onConflictDoNothing();
}

/** Replaces what an audience set. */
export async function setReport(db: Db, audience: Audience, setting: ReportSetting): Promise<void> {
  await db
    .insert(reportSetting)
    .values({ ...columnsOf(audience), ...setting })
    .onConflictDoUpdate({ target: [reportSetting.personId, reportSetting.placeId], set: setting });
}

export const columnsOf = (audience: Audience) =>
  'person' in audience ? { personId: audience.person, placeId: null } : { personId: null, placeId: audience.place };
