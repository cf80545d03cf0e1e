import type { WeeklyReport } from '../../rules/report/weekly-report.ts';
import { boolean, check, date, index, integer, jsonb, pgTable, serial, sql, text, unique } from '../drizzle.ts';
import { at } from './moment.ts';
import { person } from './people.ts';

/**
 * What somebody, or the channel of a team, set of their weekly report; null: as usual. A slot before `since` is none of
 * theirs: there was no audience yet, or it was to come at another time.
 */
export const reportSetting = pgTable(
  'report_setting',
  {
    id: serial().primaryKey(),
    personId: integer().references(() => person.id),
    placeId: text(),
    weekday: integer(),
    hour: integer(),
    zone: text(),
    muted: boolean().notNull().default(false),
    short: boolean().notNull().default(false),
    since: at('since').notNull(),
  },
  (t) => [
    unique().on(t.personId, t.placeId).nullsNotDistinct(),
    check('a_person_or_a_place', sql`(${t.personId} is null) <> (${t.placeId} is null)`),
  ],
);

/** A weekly report as it was made: one for each audience and slot, whoever makes it. `slot`: its local day. */
export const report = pgTable(
  'report',
  {
    id: serial().primaryKey(),
    personId: integer().references(() => person.id),
    placeId: text(),
    slot: date({ mode: 'string' }).notNull(),
    dueAt: at('due_at').notNull(),
    madeAt: at('made_at').notNull(),
    late: boolean().notNull(),
    content: jsonb().$type<WeeklyReport>().notNull(),
  },
  (t) => [
    unique('one_report_per_slot').on(t.personId, t.placeId, t.slot).nullsNotDistinct(),
    check('a_person_or_a_place', sql`(${t.personId} is null) <> (${t.placeId} is null)`),
    index().on(t.madeAt),
    index('report_proposals_index').using('gin', sql`(${t.content} -> 'proposals') jsonb_path_ops`),
  ],
);

/** When it was last looked which reports are due; the one row is locked by whoever looks. */
export const reportLook = pgTable('report_look', { id: integer().primaryKey(), at: at('at').notNull() }, (t) => [
  check('one_look', sql`${t.id} = 1`),
]);
