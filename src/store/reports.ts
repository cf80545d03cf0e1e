import { type Audience, audienceKey, type Told } from '../rules/report/report-audience.ts';
import type { WeeklyReport } from '../rules/report/weekly-report.ts';
import { eq, sql } from './drizzle.ts';
import { keptSql } from './kept.ts';
import type { Db } from './open.ts';
import { columnsOf } from './report-settings.ts';
import { report } from './schema.ts';

/**
 * Begins to look which reports are due, alone: until the transaction ends nobody else does.
 * @returns when it was looked for the last time; null when somebody is looking at this moment
 */
export async function lookForReports(db: Db, now: Date): Promise<Date | null> {
  const [row] = await lockLook(db, {});
  if (!row) return null;
  await noteLook(db, { now: now.toISOString() });
  return new Date(row.at);
}

const lockLook = keptSql<{ at: string }>(
  sql`select at::text as at from report_look where id = 1 for update skip locked`,
);
const noteLook = keptSql(
  sql`update report_look set at = greatest(at, ${sql.placeholder('now')}::timestamptz) where id = 1`,
);

/** The use cases that reports are about, the oldest first, with who answers for them. Closed ones until `closedSince`. */
export async function toldUseCases(db: Db, closedSince: Date): Promise<(Told & { createdAt: Date })[]> {
  const rows = await told(db, { closedSince: closedSince.toISOString() });
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt) }));
}

const person = (column: string) =>
  sql.raw(`(select json_build_object('id', s.id, 'reachable',
      exists (select from account a where a.person_id = s.id and a.barred is null))
    from person p join person s on s.id = coalesce(p.same_as, p.id) where p.id = u.${column})`);

const told = keptSql<Told & { createdAt: string }>(sql`
  select u.id, ${person('owner_id')} as owner, ${person('deputy_id')} as deputy, u.team, u.timezone,
    u.created_at::text as "createdAt"
  from use_case u where u.state <> 'closed' or u.state_since > ${sql.placeholder('closedSince')}::timestamptz
  order by u.id`);

/** What is known of the reports an audience had lately: slots that have one, when the last was due, and what it praised. */
export type Had = { slots: Set<string>; lastDueAt: Date | null; praised: Set<string> };

/** The reports made since a moment, by the key of their audience. */
export async function reportsSince(db: Db, since: Date): Promise<Map<string, Had>> {
  const found = new Map<string, Had>();
  for (const row of await lately(db, { since: since.toISOString() })) {
    const key = audienceKey(row.person === null ? { place: row.place! } : { person: row.person });
    const had = found.get(key) ?? { slots: new Set(), lastDueAt: null, praised: new Set() };
    const dueAt = new Date(row.dueAt);
    had.slots.add(row.slot);
    if (had.lastDueAt === null || dueAt > had.lastDueAt) had.lastDueAt = dueAt;
    for (const praise of row.praised) had.praised.add(praise);
    found.set(key, had);
  }
  return found;
}

type LatelyRow = { person: number | null; place: string | null; slot: string; dueAt: string; praised: string[] };
const lately = keptSql<LatelyRow>(sql`
  select coalesce(p.same_as, p.id) as person, r.place_id as place, r.slot::text as slot, r.due_at::text as "dueAt",
    coalesce((select json_agg(one->>'key') from jsonb_array_elements(r.content->'recognition') as one), '[]') as praised
  from report r left join person p on p.id = r.person_id where r.made_at > ${sql.placeholder('since')}::timestamptz`);

type Made = { audience: Audience; slot: string; dueAt: Date; late: boolean; content: WeeklyReport };

/** Keeps reports. Where an audience has one for the slot already, that one stands. @returns the numbers of the new ones, by audience */
export async function keepReports(db: Db, made: readonly Made[], now: Date): Promise<Map<string, number>> {
  if (made.length === 0) return new Map();
  const rows = await db
    .insert(report)
    .values(made.map(({ audience, ...one }) => ({ ...one, ...columnsOf(audience), madeAt: now })))
    .onConflictDoNothing()
    .returning({ id: report.id, personId: report.personId, placeId: report.placeId });
  return new Map(
    rows.map(({ id, personId, placeId }) => [
      audienceKey(personId === null ? { place: placeId! } : { person: personId }),
      id,
    ]),
  );
}

/** The reports that list a proposal as open. */
export async function reportsListing(db: Db, proposalId: number): Promise<number[]> {
  const rows = await listing(db, { proposals: JSON.stringify([{ id: proposalId }]) });
  return rows.map(({ id }) => id);
}

const listing = keptSql<{ id: number }>(
  sql`select id from report where content->'proposals' @> ${sql.placeholder('proposals')}::jsonb order by id`,
);

type Report = typeof report.$inferSelect;

/** A report as it was made; null when there is none of that number. */
export async function getReport(db: Db, id: number): Promise<Report | null> {
  const [row] = await db.select().from(report).where(eq(report.id, id));
  return row ?? null;
}
